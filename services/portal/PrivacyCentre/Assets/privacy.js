'use strict';
// Everything works without this. It takes the secret of a download link, which browsers don't send, out of the address and into the field.
const field = document.querySelector('#download #link');
if (field && window.location.hash.length > 20) {
  field.value = window.location.hash.slice(1);
  history.replaceState(null, '', window.location.pathname);
}
// A second click on a form sends nothing twice. A download leaves the page as it is.
for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    if (form.id === 'download') return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});
