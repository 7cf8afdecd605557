// One block of the ballot: the criterion, its marks, and what the levels mean on the same grid.

import { buttonsOf, counts, earned, has, levelsOf, markText, readMark, stepped } from "../../model/rubric.js";
import { h, heard, icon } from "../../ui/dom.js";
import { number, pick, t } from "../../ui/text.js";
import { markWords, points, pointsOf } from "../parts.js";

/**
 * @typedef {ReturnType<typeof levelsOf>[number]} LevelShown
 * @import { Typing } from "../../ui/dom.js"
 * @import { RoundApp } from "../../app.js"
 * @import { Criterion, Marks, Position, Scale } from "../../types.js"
 */

/** @param {RoundApp} app @param {Position} position @param {Criterion} each */
export function criterion(app, position, each) {
  const { marks } = position.item.ballot;
  const fault = app.faults[each.key];
  const buttons = buttonsOf(each.scale);
  const id = `mark-${each.key}`;
  const described = { id, "aria-describedby": fault ? `${id}-fault` : null, "aria-invalid": fault ? "true" : null };
  return h(
    "fieldset.criterion",
    { key: each.key, tabindex: "-1", ...described },
    legend(each, marks),
    fault ? h("p.error", { id: `${id}-fault` }, icon("alert"), " ", fault) : null,
    buttons.length
      ? [markRow(app, position, each, buttons), levelGrid(each, marks, buttons)]
      : [stepper(app, position, each), levelList(each, marks)],
  );
}

/** @param {Criterion} each @param {Marks} marks */
function legend(each, marks) {
  const gained = points(has(marks, each) ? earned(each, marks[each.key]) : null);
  const worth = t("{points} pts", { points: pointsOf(each) });
  return h(
    "legend",
    h("span.name", pick(each.name)),
    h("span.points.num", counts(each) ? worth : t("Only for ties")),
    h("span.ask", pick(each.question)),
    counts(each) ? h("span.earned.num", h("b", gained), h("small", ` / ${worth}`)) : null,
  );
}

/**
 * A radio group: the browser's own keys work, and a tap shows before any of our code runs.
 * @param {RoundApp} app @param {Position} position @param {Criterion} each @param {string[]} buttons
 */
function markRow(app, position, each, buttons) {
  const given = has(position.item.ballot.marks, each) ? markText(position.item.ballot.marks[each.key]) : null;
  const button = (/** @type {string} */ text) =>
    h(
      "label",
      h("input", {
        type: "radio",
        name: `mark-${each.key}`,
        value: text,
        checked: text === given,
        onchange: () => app.mark(position.item.entry, each.key, Number(text)),
      }),
      number(text),
    );
  return h(
    `div.marks.of-${buttons.length}`,
    { role: "radiogroup", "aria-label": t("Mark for {name}", { name: pick(each.name) }) },
    buttons.map(button),
  );
}

/** @param {Criterion} each @param {Marks} marks @param {string[]} buttons */
function levelGrid(each, marks, buttons) {
  const levels = levelsOf(each, marks[each.key]).filter(({ span }) => span);
  if (!levels.length) return null;
  const level = (/** @type {LevelShown} */ { marks: range, name, first, span, on }) =>
    h(`li.from-${first}.span-${span}`, { class: on ? "on" : null }, h("span.num", number(range)), pick(name));
  return h(
    `ol.levels.of-${buttons.length}`,
    { class: levels.some(({ on }) => on) ? "chosen" : null, "aria-label": t("What the marks mean") },
    levels.map(level),
  );
}

/** @param {Criterion} each @param {Marks} marks */
function levelList(each, marks) {
  const level = (/** @type {LevelShown} */ { marks: range, name, on }) =>
    h("li", { class: on ? "on" : null }, h("span.num", number(range)), " ", pick(name));
  return h("ul.levels-list", { "aria-label": t("What the marks mean") }, levelsOf(each, marks[each.key]).map(level));
}

/**
 * For a scale with more steps than buttons: typed, or one step at a time.
 * @param {RoundApp} app @param {Position} position @param {Criterion} each
 */
function stepper(app, position, each) {
  const { entry, ballot } = position.item;
  const mark = ballot.marks[each.key];
  const typed = app.typed(entry);
  const shown = typed[each.key]?.text ?? (has(ballot.marks, each) ? markWords(mark) : "");
  const move = (/** @type {number} */ amount) => app.mark(entry, each.key, stepped(each.scale, mark, amount));
  const by = (/** @type {number} */ amount, /** @type {string} */ words, /** @type {string} */ sign) =>
    h(
      "button.btn",
      { type: "button", onclick: () => move(amount) },
      h("span", { "aria-hidden": "true" }, sign),
      heard(words),
    );
  const range = rangeOf(each.scale);
  return h(
    "div.stepper",
    by(-1, t("{name}: one step lower", { name: pick(each.name) }), "−"),
    h("input.input.num", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      enterkeyhint: "next",
      value: shown,
      "aria-label": `${pick(each.name)} ${range}`,
      "aria-invalid": typed[each.key]?.fault ? "true" : null,
      oninput: (/** @type {Typing} */ event) =>
        app.type(entry, each, event.target.value, readMark(each.scale, event.target.value)),
      onkeydown: (/** @type {KeyboardEvent & {target: HTMLInputElement}} */ event) =>
        arrows(event, (amount) => {
          event.target.value = markWords(stepped(each.scale, mark, amount)); // a field that is being typed in is not drawn anew
          move(amount);
        }),
    }),
    by(1, t("{name}: one step higher", { name: pick(each.name) }), "+"),
    h("span.small.muted.num", scaleWords(each.scale)),
  );
}

/** @param {KeyboardEvent} event @param {(by: number) => void} move */
function arrows(event, move) {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  move(by);
}

/** @param {Scale} of */
const rangeOf = ({ min, max }) => `${markWords(min)}–${markWords(max)}`;

/** @param {Scale} scale */
export function scaleWords(scale) {
  const [range, { step }] = [rangeOf(scale), scale];
  return Number(step) === 1 ? range : t("{range} (in steps of {step})", { range, step: markWords(step) });
}
