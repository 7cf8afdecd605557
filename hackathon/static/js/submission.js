// A draft saves itself: at every pause to the server, and on this device until the server has said that it has it.
// The page is complete without this: the button hands in what stands in the form.

const form = document.querySelector("form[data-draft]");
const told = document.querySelector(".draft-state");
const PAUSE = 1500;
const RETRY = 10000;

/** What is kept on this device, under the page's own address. */
const shelf = {
  key: `draft ${location.pathname}`,
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  },
  write(fields) {
    try {
      localStorage.setItem(this.key, JSON.stringify(fields));
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

const OURS = new Set(["csrf_token", "save", "base"]);

/** The fields that somebody types or chooses, without files: those go their own way. */
function typed() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OURS.has(name));
}

function say(word, values = {}) {
  let text = told.dataset[word] ?? word;
  for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, value);
  told.textContent = text;
}

let timer = 0;
let sending = null;
let changed = false;

function soon(wait = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

async function save() {
  if (sending) return void (await sending, changed && soon());
  if (!changed) return;
  changed = false;
  sending = send().finally(() => (sending = null));
  await sending;
}

async function send() {
  say("saving");
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: body.toString().length < 60000 });
    const kept = await answer.json();
    if (!answer.ok) return refused(answer.status, kept);
    if (!Number.isInteger(kept.save)) throw new TypeError("not our answer");
    form.elements.save.value = kept.save;
    if (!changed) shelf.clear();
    say("saved", { time: new Date(kept.saved_at).toLocaleTimeString(document.documentElement.lang) });
  } catch {
    changed = true; // no connection, or an answer that is not ours: the device keeps it
    say("waiting");
    soon(RETRY);
  }
}

/** Another window was first, or something is too long: what is typed stays in the form and on this device. */
function refused(status, { error, save }) {
  say(error.message);
  if (status === 409) choose(save);
  if (status === 401 || status >= 500) {
    changed = true;
    say("waiting");
    soon(RETRY);
  }
}

const choice = document.querySelector("[data-choice]");

/** Nothing is overwritten unseen: the writer says which of the two goes on. */
function choose(theirs) {
  choice.hidden = false;
  choice.querySelector("[data-mine]").onclick = () => {
    form.elements.save.value = theirs;
    choice.hidden = true;
    touched();
  };
  choice.querySelector("[data-theirs]").onclick = () => {
    shelf.clear();
    location.reload();
  };
}

/** Put back what a closed or broken window left on this device, if the server never got it. */
function restore() {
  const kept = shelf.read();
  if (!kept || kept.base !== form.elements.base.value) return;
  const places = {};
  for (const [name, value] of kept.fields) {
    const at = (places[name] = (places[name] ?? -1) + 1);
    const field = form.querySelectorAll(`[name="${CSS.escape(name)}"]`)[at];
    if (field && field.type !== "checkbox") field.value = value;
  }
  changed = true;
  say("restored");
  soon();
}

export function touched() {
  changed = true;
  shelf.write({ base: form.elements.base.value, fields: typed() });
  soon();
}

if (form) {
  if (!document.querySelector("[role=alert]")) restore();
  form.addEventListener("input", (event) => event.target.type !== "file" && touched());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    changed = false;
    shelf.clear();
  });
  addEventListener("online", () => changed && save());
  document.addEventListener("visibilitychange", () => document.hidden && changed && save());
}
