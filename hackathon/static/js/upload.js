// Files go up in pieces beside the writing, and go on where they were cut. Without this the form itself brings them.

import { touched } from "./submission.js";

const form = document.querySelector("form[data-uploads]");
const words = document.getElementById("file-words")?.dataset;
const BIGGEST_HASH = 400 * 1024 * 1024; // the browser's digest wants the whole file in memory
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

const headers = () => ({ "X-CSRFToken": form.elements.csrf_token.value });

function phrase(word, share) {
  return words[word].replace("{share}", share);
}

class Line {
  /** One file field of the form. */
  constructor(node) {
    this.node = node;
    this.told = node.querySelector("[data-told]");
    this.bar = node.querySelector("[data-progress]");
    this.id = node.querySelector("input[type=hidden]");
    this.turn = 0;
  }

  say(file, text, kind = "") {
    const name = Object.assign(document.createElement("b"), { textContent: file.name });
    const state = Object.assign(document.createElement("span"), { textContent: ` ${text}`, className: kind });
    this.told.replaceChildren(name, state);
  }

  show(state) {
    this.bar.hidden = state.arrived;
    this.bar.max = state.size;
    this.bar.value = state.received;
  }
}

async function digestOf(file) {
  if (!globalThis.crypto?.subtle || file.size > BIGGEST_HASH) return null;
  try {
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return null; // too little memory: the file can still be sent, only not promised
  }
}

/** JSON from our server, or nothing where no connection or somebody else answered. */
async function ask(address, options) {
  try {
    const answer = await fetch(address, { ...options, headers: { ...headers(), ...options?.headers } });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return null;
  }
}

async function patiently(line, file, share, address, options) {
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, 20)) {
    const answer = await ask(address, options);
    if (answer && answer.status < 500) return answer;
    if (answer?.status === 507) return answer;
    line.say(file, phrase("waiting", share), "wait");
    await wait(seconds);
  }
}

async function begin(line, file) {
  line.say(file, words.hashing);
  const sha256 = await digestOf(file);
  const asked = { field: line.node.dataset.file, name: file.name, size: file.size, ...(sha256 && { sha256 }) };
  const open = await continued(line, file, sha256);
  if (open) return open;
  return patiently(line, file, 0, form.dataset.uploads, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(asked),
  });
}

/** The same file again goes on with the upload that was begun. */
async function continued(line, file, sha256) {
  if (!line.id.value || !sha256) return null;
  const answer = await ask(`/team/uploads/${line.id.value}`);
  return answer?.status === 200 && answer.body.sha256 === sha256 && answer.body.size === file.size ? answer : null;
}

async function send(line, file) {
  const turn = ++line.turn; // choosing another file ends this one
  if (file.size > Number(line.node.dataset.most)) return line.say(file, line.node.dataset.tooBig, "error");
  const begun = await begin(line, file);
  if (begun.status >= 400) return line.say(file, begun.body.error.message, "error");
  let state = begun.body;
  if (state.promised) choose(line, state);
  while (!state.arrived && line.turn === turn) {
    const share = Math.floor((100 * state.received) / state.size);
    line.show(state);
    line.say(file, phrase("sending", share) + (state.promised ? ` · ${words.promised}` : ""));
    const piece = file.slice(state.received, state.received + state.chunk);
    const address = `/team/uploads/${state.id}?offset=${state.received}`;
    const answer = await patiently(line, file, share, address, { method: "PUT", body: piece });
    if (answer.body.error) return line.say(file, answer.body.error.message, "error");
    state = answer.body;
    if (state.fault) return refused(line, file, state);
  }
  if (line.turn !== turn) return;
  choose(line, state);
  line.show(state);
  line.say(file, words.arrived, "ok");
}

function refused(line, file, state) {
  if (line.id.value === state.id) line.id.value = "";
  line.bar.hidden = true;
  line.say(file, state.fault, "error");
  touched();
}

function choose(line, state) {
  line.id.value = state.id;
  line.node.querySelector("input[type=checkbox]")?.removeAttribute("checked");
  touched();
}

if (form && words)
  for (const node of form.querySelectorAll("[data-file]")) {
    const line = new Line(node);
    const input = node.querySelector("input[type=file]");
    input.addEventListener("change", () => {
      const [file] = input.files;
      if (!file) return;
      input.value = ""; // the pieces bring it: the form must not send it once more
      send(line, file);
    });
  }
