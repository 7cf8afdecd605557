// Two texts apart: what the team may read later, and what nobody else ever reads.

import { h } from "../../ui/dom.js";
import { t } from "../../ui/language.js";

/**
 * @import { Typing } from "../../ui/dom.js"
 * @import { RoundApp } from "../../app.js"
 * @import { Position } from "../../types.js"
 */

export const LONGEST = 2000;
const NEAR = 300;

/** @param {RoundApp} app @param {Position} position */
export function notes(app, position) {
  return h("div.notes", field(app, position, "comment"), field(app, position, "note"));
}

/** @param {RoundApp} app @param {Position} of @param {"comment"|"note"} name */
function field(app, { item }, name) {
  const text = app.longText(item.entry, name) ?? item.ballot[name];
  const room = LONGEST - [...text].length;
  const over = room < 0;
  return h(
    "div.field",
    h("label", { for: name }, t(name), " ", h("span", t(`${name}Hint`))),
    h("textarea.input", {
      id: name,
      rows: 3,
      value: text,
      "aria-describedby": room < NEAR ? `${name}-room` : null,
      "aria-invalid": over ? "true" : null,
      oninput: (/** @type {Typing} */ event) => app.write(item.entry, name, event.target.value),
    }),
    room < NEAR
      ? h(
          `p.small.room${over ? ".error" : ".muted"}`,
          { id: `${name}-room` },
          over ? t("tooLong", { n: -room }) : t("roomLeft", { n: room }),
        )
      : null,
  );
}

/** @param {string} comment @param {string} note */
export function readNotes(comment, note) {
  return [comment && [h("h2", t("comment")), h("p.lines", comment)], note && [h("h2", t("note")), h("p.lines", note)]];
}
