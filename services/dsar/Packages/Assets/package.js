'use strict';
// The secret stands behind the # of the link: the browser does not send it by itself.
const secret = window.location.hash.slice(1);
const id = window.location.pathname.split('/').filter(Boolean).pop();
if (secret) {
  history.replaceState(null, '', window.location.pathname);
  document.getElementById('secret').value = secret;
  document.getElementById('download').action = '/v1/public/packages/' + encodeURIComponent(id) + '/download';
  document.getElementById('start').disabled = false;
  document.getElementById('message').textContent = '';
}
