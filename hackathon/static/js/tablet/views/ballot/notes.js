// Two texts apart: what the team may read later, and what nobody else ever reads.

import { h } from "../../ui/dom.js";
import { t, tn } from "../../ui/text.js";

/**
 * @import { Typing } from "../../ui/dom.js"
 * @import { RoundApp } from "../../app.js"
 * @import { Position } from "../../types.js"
 */

export const LONGEST = 2000;
const NEAR = 300;

export const TEXTS = {
  comment: { name: () => t("Comment for the team"), hint: () => t("the team reads it after publication") },
  note: { name: () => t("Private note"), hint: () => t("shown to nobody else") },
};

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
    h("label", { for: name }, TEXTS[name].name(), " ", h("span", TEXTS[name].hint())),
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
          over
            ? tn(
                "{n} character too many; what is beyond is not saved.",
                "{n} characters too many; what is beyond is not saved.",
                -room,
              )
            : tn("{n} character left", "{n} characters left", room),
        )
      : null,
  );
}

/** @param {string} comment @param {string} note */
export function readNotes(comment, note) {
  return [
    comment && [h("h2", TEXTS.comment.name()), h("p.lines", comment)],
    note && [h("h2", TEXTS.note.name()), h("p.lines", note)],
  ];
}
