// A draft saves itself: at every pause to the server, and on this device until the server has said that it has it.
// The page is complete without this: the button hands in what stands in the form.

/**
 * @typedef {{base: string, fields: [string, string][]}} Kept  what this device keeps of a form
 * @typedef {{save: number, saved_at: string, error: {message: string}}} Told  what the server says; either is there
 */

const PAUSE = 1500;
const RETRY = 10000;
const OURS = new Set(["csrf_token", "save", "base"]);

/** What is kept on this device, under the page's own address. */
const shelf = {
  key: `draft ${location.pathname}`,
  /** @returns {Kept|null} */
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  },
  /** @param {Kept} kept */
  write(kept) {
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // storage refused: the server's copy has to do
    }
  },
  clear() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // nothing was kept
    }
  },
};

/** The texts of a form; files go their own way. @param {HTMLFormElement} form @returns {[string, string][]} */
const textsOf = (form) =>
  [...new FormData(form)].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));

class DraftForm {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** @type {HTMLElement|null} */
    this.state = document.querySelector(".draft-state");
    /** @type {HTMLElement|null} */
    this.choice = document.querySelector("[data-choice]");
    this.base = inputOf(form, "base");
    this.number = inputOf(form, "save");
    this.timer = 0;
    /** @type {Promise<void>|null} */
    this.sending = null;
    this.changed = false;
  }

  start() {
    if (!document.querySelector("[role=alert]")) this.restore();
    this.form.addEventListener("input", ({ target }) => {
      if (!(target instanceof HTMLInputElement && target.type === "file")) this.touched();
    });
    this.form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.changed = false;
      shelf.clear();
    });
    addEventListener("online", () => this.changed && this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.changed && this.save());
  }

  touched() {
    this.changed = true;
    const fields = textsOf(this.form).filter(([name]) => !OURS.has(name));
    shelf.write({ base: this.base.value, fields });
    this.soon();
  }

  /** @param {string} word of the page's sentences, or a sentence @param {Record<string, string>} values */
  say(word, values = {}) {
    if (!this.state) return;
    let text = this.state.dataset[word] ?? word;
    for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, value);
    this.state.textContent = text;
  }

  soon(wait = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), wait);
  }

  async save() {
    if (this.sending) {
      await this.sending;
      if (this.changed) this.soon();
    } else if (this.changed) {
      this.changed = false;
      this.sending = this.send().finally(() => (this.sending = null));
      await this.sending;
    }
  }

  async send() {
    this.say("saving");
    const body = new URLSearchParams(textsOf(this.form));
    try {
      const keepalive = body.toString().length < 60000;
      const answer = await fetch(this.form.dataset.draft ?? "", { method: "POST", body, keepalive });
      /** @type {Told} */
      const told = await answer.json();
      if (!answer.ok) return this.refused(answer.status, told);
      this.saved(told);
    } catch {
      this.again(); // no connection, or an answer that is not ours: the device keeps it
    }
  }

  /** @param {Told} told */
  saved({ save, saved_at }) {
    if (!Number.isInteger(save)) throw new TypeError("not our answer");
    this.number.value = String(save);
    if (!this.changed) shelf.clear();
    this.say("saved", { time: new Date(saved_at).toLocaleTimeString(document.documentElement.lang) });
  }

  again() {
    this.changed = true;
    this.say("waiting");
    this.soon(RETRY);
  }

  /**
   * Another window was first, or something is too long: what is typed stays in the form and on this device.
   * @param {number} status @param {Told} told
   */
  refused(status, { error, save }) {
    this.say(error.message);
    if (status === 409) this.choose(save);
    if (status === 401 || status >= 500) this.again();
  }

  /** Nothing is overwritten unseen: the writer says which of the two goes on. @param {number} theirs */
  choose(theirs) {
    const { choice } = this;
    if (!choice) return;
    choice.hidden = false;
    pressed(choice, "[data-mine]", () => {
      this.number.value = String(theirs);
      choice.hidden = true;
      this.touched();
    });
    pressed(choice, "[data-theirs]", () => {
      shelf.clear();
      location.reload();
    });
  }

  /** Put back what a closed or broken window left on this device, if the server never got it. */
  restore() {
    const kept = shelf.read();
    if (!kept || kept.base !== this.base.value) return;
    /** @type {Map<string, number>} */
    const places = new Map();
    for (const [name, value] of kept.fields) {
      const at = places.get(name) ?? 0;
      places.set(name, at + 1);
      /** @type {NodeListOf<HTMLInputElement>} */
      const fields = this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      if (fields[at] && fields[at].type !== "checkbox") fields[at].value = value;
    }
    this.changed = true;
    this.say("restored");
    this.soon();
  }
}

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement} */
function inputOf(form, name) {
  const input = form.elements.namedItem(name);
  if (!(input instanceof HTMLInputElement)) throw new Error(`the form has no ${name}`);
  return input;
}

/** @param {HTMLElement} root @param {string} selector @param {() => void} act */
function pressed(root, selector, act) {
  /** @type {HTMLElement|null} */
  const button = root.querySelector(selector);
  if (button) button.onclick = act;
}

/** @type {HTMLFormElement|null} */
const form = document.querySelector("form[data-draft]");
const draft = form && new DraftForm(form);
draft?.start();

/** Something of the form was changed by another script. */
export const touched = () => draft?.touched();
