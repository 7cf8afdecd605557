// Files go up in pieces beside the writing, and go on where they were cut. Without this the form itself brings them.

import { touched } from "./submission.js";

/**
 * @typedef {object} Upload  what the server says of a file on its way
 * @property {string} id
 * @property {number} size
 * @property {number} received
 * @property {number} chunk
 * @property {boolean} arrived
 * @property {boolean} promised
 * @property {string|null} sha256
 * @property {string} [fault]
 * @property {{message: string}} [error]
 * @typedef {{status: number, body: Upload}} Answer
 */

/** @type {HTMLFormElement|null} */
const form = document.querySelector("form[data-uploads]");
const words = document.getElementById("file-words")?.dataset ?? {};
const BIGGEST_HASH = 400 * 1024 * 1024; // the browser's digest wants the whole file in memory

/** @param {number} seconds @returns {Promise<void>} */
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** @returns {Record<string, string>} */
function headers() {
  const token = form?.elements.namedItem("csrf_token");
  return { "X-CSRFToken": token instanceof HTMLInputElement ? token.value : "" };
}

/** @param {string} word @param {number} share */
const phrase = (word, share) => (words[word] ?? "").replace("{share}", String(share));

class Line {
  /** One file field of the form. @param {HTMLElement} node */
  constructor(node) {
    this.node = node;
    this.told = node.querySelector("[data-told]");
    /** @type {HTMLProgressElement|null} */
    this.bar = node.querySelector("[data-progress]");
    /** @type {HTMLInputElement|null} */
    this.hidden = node.querySelector("input[type=hidden]");
    this.turn = 0;
  }

  /** The upload that the form hands in with this field, "" for none. */
  get id() {
    return this.hidden?.value ?? "";
  }

  set id(id) {
    if (this.hidden) this.hidden.value = id;
  }

  /** @param {File} file @param {string|undefined} text @param {string} kind */
  say(file, text, kind = "") {
    const name = Object.assign(document.createElement("b"), { textContent: file.name });
    const state = Object.assign(document.createElement("span"), { textContent: ` ${text}`, className: kind });
    this.told?.replaceChildren(name, state);
  }

  /** @param {Upload} state */
  show(state) {
    if (!this.bar) return;
    this.bar.hidden = state.arrived;
    this.bar.max = state.size;
    this.bar.value = state.received;
  }

  hide() {
    if (this.bar) this.bar.hidden = true;
  }
}

/** @param {File} file @returns {Promise<string|null>} */
async function digestOf(file) {
  if (!globalThis.crypto?.subtle || file.size > BIGGEST_HASH) return null;
  try {
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return null; // too little memory: the file can still be sent, only not promised
  }
}

/**
 * JSON from our server, or nothing where no connection or somebody else answered.
 * @param {string} address @param {{method?: string, headers?: Record<string, string>, body?: BodyInit}} options @returns {Promise<Answer|null>}
 */
async function ask(address, options = {}) {
  try {
    const answer = await fetch(address, { ...options, headers: { ...headers(), ...options.headers } });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return null;
  }
}

/**
 * @param {Line} line @param {File} file @param {number} share
 * @param {string} address @param {{method: string, headers?: Record<string, string>, body: BodyInit}} options @returns {Promise<Answer>}
 */
async function patiently(line, file, share, address, options) {
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, 20)) {
    const answer = await ask(address, options);
    if (answer && (answer.status < 500 || answer.status === 507)) return answer;
    line.say(file, phrase("waiting", share), "wait");
    await wait(seconds);
  }
}

/** @param {Line} line @param {File} file @returns {Promise<Answer>} */
async function begin(line, file) {
  line.say(file, words.hashing);
  const sha256 = await digestOf(file);
  const asked = { field: line.node.dataset.file, name: file.name, size: file.size, ...(sha256 && { sha256 }) };
  const open = await continued(line, file, sha256);
  if (open) return open;
  return patiently(line, file, 0, form?.dataset.uploads ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
  });
}

/**
 * The same file again goes on with the upload that was begun.
 * @param {Line} line @param {File} file @param {string|null} sha256
 */
async function continued(line, file, sha256) {
  if (!line.id || !sha256) return null;
  const answer = await ask(`/team/uploads/${line.id}`);
  return answer?.status === 200 && answer.body.sha256 === sha256 && answer.body.size === file.size ? answer : null;
}

/** @param {Line} line @param {File} file */
async function send(line, file) {
  const turn = ++line.turn; // choosing another file ends this one
  if (file.size > Number(line.node.dataset.most)) return line.say(file, line.node.dataset.tooBig, "error");
  const { status, body: state } = await begin(line, file);
  if (status >= 400) return line.say(file, state.error?.message, "error");
  if (state.promised) choose(line, state);
  const last = await sendPieces(line, file, state, turn);
  if (!last || line.turn !== turn) return;
  choose(line, last);
  line.show(last);
  line.say(file, words.arrived, "ok");
}

/**
 * Piece by piece, until the server has them all or another file was chosen.
 * @param {Line} line @param {File} file @param {Upload} begun @param {number} turn @returns {Promise<Upload|null>} null = it was refused
 */
async function sendPieces(line, file, begun, turn) {
  let state = begun;
  while (!state.arrived && line.turn === turn) {
    const { body } = await sendPiece(line, file, state);
    if (body.error) {
      line.say(file, body.error.message, "error");
      return null;
    }
    if (body.fault) {
      refused(line, file, body);
      return null;
    }
    state = body;
  }
  return state;
}

/** @param {Line} line @param {File} file @param {Upload} state */
function sendPiece(line, file, state) {
  const share = Math.floor((100 * state.received) / state.size);
  line.show(state);
  line.say(file, phrase("sending", share) + (state.promised ? ` · ${words.promised}` : ""));
  const piece = file.slice(state.received, state.received + state.chunk);
  const address = `/team/uploads/${state.id}?offset=${state.received}`;
  return patiently(line, file, share, address, { method: "PUT", body: piece });
}

/** @param {Line} line @param {File} file @param {Upload} state */
function refused(line, file, state) {
  if (line.id === state.id) line.id = "";
  line.hide();
  line.say(file, state.fault, "error");
  touched();
}

/** @param {Line} line @param {Upload} state */
function choose(line, state) {
  line.id = state.id;
  line.node.querySelector("input[type=checkbox]")?.removeAttribute("checked");
  touched();
}

/** @param {HTMLElement} node */
function listen(node) {
  const line = new Line(node);
  /** @type {HTMLInputElement|null} */
  const input = node.querySelector("input[type=file]");
  input?.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    input.value = ""; // the pieces bring it: the form must not send it once more
    void send(line, file);
  });
}

if (form && document.getElementById("file-words")) {
  /** @type {NodeListOf<HTMLElement>} */
  const nodes = form.querySelectorAll("[data-file]");
  for (const node of nodes) listen(node);
}
