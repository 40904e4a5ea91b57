// Preference centre of the Governance consent service. No dependencies; types are in governance-consent.d.ts.
// Everything from the service is put into the page as text, never as markup.

const WORDS = {
  en: {
    title: "Your choices",
    notice: "What this is about",
    allowed: "Allowed",
    notAllowed: "Not allowed",
    fixed: "This can't be switched off here: it does not rest on your consent.",
    saving: "Saving …",
    saved: (name, on) => `Saved: ${name} is ${on ? "allowed" : "not allowed"}.`,
    failed: (name) => `${name} could not be saved. Nothing was changed.`,
    changed: "The text has changed since you opened this page. Please read it and choose again.",
    unavailable: "Your choices can't be shown at the moment.",
    signal: "Your browser asks sites not to sell or share your data (Global Privacy Control). We follow it.",
  },
};

class ServiceError extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** A client without a face, for sites that draw their own. */
export class PreferenceClient {
  #options;

  constructor(options) {
    for (const name of ["service", "site", "token"]) {
      if (!options?.[name]) throw new TypeError(`${name} is required`);
    }
    this.#options = options;
  }

  read() {
    return this.#call("GET", "");
  }

  change(purpose, allowed, shown) {
    return this.#call("PUT", `/${encodeURIComponent(purpose)}`, { allowed, noticeVersion: shown?.version ?? null, language: shown?.language ?? null });
  }

  /** A signed receipt of what was last recorded; anyone can verify it. */
  receipt(purpose) {
    return this.#call("GET", `/${encodeURIComponent(purpose)}/receipt`);
  }

  async #call(method, path, body) {
    const { service, site, token } = this.#options;
    const credential = typeof token === "function" ? await token() : token;
    const response = await fetch(`${service.replace(/\/$/, "")}/v1/public/sites/${encodeURIComponent(site)}/preferences${path}`, {
      method,
      headers: { Authorization: `Preference ${credential}`, ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    const answer = await response.json().catch(() => null);
    if (!response.ok || !answer) {
      throw new ServiceError(response.status, String(answer?.type ?? "").split(":").pop());
    }
    return answer;
  }
}

let mounted = 0;

/** Draws the choices into the element and keeps them up to date. */
export async function mountPreferences(element, options) {
  const client = new PreferenceClient(options);
  const words = { ...WORDS.en, ...options.words };
  const id = `governance-consent-${++mounted}`;
  const status = make("p", { role: "status", class: "governance-consent-status" });
  const alert = make("p", { role: "alert", class: "governance-consent-alert" });
  const body = make("div");
  element.replaceChildren(make("h2", { id }, words.title), status, alert, body);
  element.setAttribute("role", "region");
  element.setAttribute("aria-labelledby", id);

  const say = (good, bad = "") => {
    status.textContent = good;
    alert.textContent = bad;
  };

  const draw = async () => {
    element.setAttribute("aria-busy", "true");
    try {
      const state = await client.read();
      body.lang = state.language;
      body.replaceChildren(...(state.notice ? [noticeOf(state.notice, words)] : []), listOf(state));
      options.onState?.(state);
      return state;
    } catch (error) {
      say("", words.unavailable);
      throw error;
    } finally {
      element.removeAttribute("aria-busy");
    }
  };

  const listOf = (state) => {
    const list = make("ul", { class: "governance-consent-purposes" });
    list.append(...state.purposes.map((purpose, i) => itemOf(state, purpose, `${id}-${i}`)));
    return list;
  };

  const itemOf = (state, purpose, key) => {
    // A checkbox with the role of a switch: space works it, screen readers say on and off.
    const input = make("input", { type: "checkbox", role: "switch", id: key, "aria-describedby": `${key}-d` });
    input.checked = purpose.allowed;
    input.disabled = !purpose.changeable;
    const word = make("span", { class: "governance-consent-state", "aria-hidden": "true" });
    const show = () => (word.textContent = input.checked ? words.allowed : words.notAllowed);
    show();
    input.addEventListener("change", () => save(state, purpose, input, show));
    const hint = purpose.changeable ? "" : ` ${purpose.reason === "global-privacy-control" ? words.signal : words.fixed}`;
    const item = make("li", { "data-purpose": purpose.code });
    item.append(input, make("label", { for: key }, purpose.name), word, make("p", { id: `${key}-d` }, purpose.description + hint));
    return item;
  };

  const save = async (state, purpose, input, show) => {
    const wanted = input.checked;
    // Stays focusable while it is saved; a second press waits for the answer to the first.
    input.setAttribute("aria-disabled", "true");
    const hold = (event) => event.preventDefault();
    input.addEventListener("click", hold);
    say(words.saving);
    try {
      const answer = await client.change(purpose.code, wanted, state.notice);
      input.checked = answer.allowed;
      say(words.saved(purpose.name, answer.allowed));
      options.onChange?.(answer);
    } catch (error) {
      input.checked = !wanted;
      if (error.code === "notice-changed") {
        await draw().catch(() => {});
        say("", words.changed);
      } else {
        say("", error.code === "global-privacy-control" ? words.signal : words.failed(purpose.name));
      }
    } finally {
      input.removeEventListener("click", hold);
      input.removeAttribute("aria-disabled");
      show();
    }
  };

  await draw();
  return { refresh: draw };
}

function noticeOf(notice, words) {
  const details = make("details", { class: "governance-consent-notice" });
  const text = make("div", {}, notice.text);
  text.style.whiteSpace = "pre-wrap";
  details.append(make("summary", {}, words.notice), text);
  return details;
}

function make(name, attributes = {}, text) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}
