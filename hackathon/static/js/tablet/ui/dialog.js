// One question at a time, over everything else. The browser keeps the focus inside and gives it back afterwards.

import { h } from "./dom.js";

/**
 * @import { Child } from "../types.js"
 * @typedef {{value: string, words: string, kind?: string, first?: boolean}} Choice
 * @typedef {{title: string, body: Child, actions: Choice[]}} Question
 */

/**
 * Show a question and wait: the value of the button that was pressed, "" where it was only closed.
 * @param {Question} question @returns {Promise<string>}
 */
export function ask({ title, body, actions }) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { "aria-labelledby": "question" }, h("h2", { id: "question" }, title), body);
    const buttons = actions.map(({ value, words, kind = "", first }) =>
      h(
        `button.btn${kind}`,
        { type: "button", autofocus: first, "data-answer": value, onclick: () => dialog.close(value) },
        words,
      ),
    );
    dialog.append(h("div.actions", buttons));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Say something to whoever does not see it. The same words twice are said twice. @param {string} text */
export function say(text) {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}
