// The total, where it stands among one's own, how far the ballot has come, and the one act that comes next.

import { begun, countingOf } from "../../model/items.js";
import { counts, fullMarks, has, runningTotal } from "../../model/rubric.js";
import { LEFT, RIGHT, standing } from "../../model/standing.js";
import { h, icon, s } from "../../ui/dom.js";
import { number, t, tn } from "../../ui/text.js";
import { toEntry, toItem } from "../../routes.js";
import { points, trail } from "../parts.js";

/**
 * @import { RoundApp } from "../../app.js"
 * @import { Criterion, Fraction, Item, Position } from "../../types.js"
 */

/** @param {RoundApp} app @param {Position} position */
export function dock(app, position) {
  const { item, packet } = position;
  const full = fullMarks(packet.rubric.criteria);
  return h(
    "section.sheet.dock",
    { "aria-label": t("Total and saving") },
    total(packet.rubric.criteria, item, full),
    stand(position, full),
    trail(item.ballot),
    h("div.acts", acts(app, position)),
  );
}

/**
 * What is given so far counts up from the first mark on; beside it, how much of it is still to come.
 * @param {Criterion[]} criteria @param {Item} of @param {Fraction} full
 */
function total(criteria, { ballot, total: sum }, full) {
  const counting = criteria.filter(counts);
  const given = counting.filter((each) => has(ballot.marks, each)).length;
  const words = given < counting.length ? t("So far {given}/{all}", { given, all: counting.length }) : t("Total");
  const shown = sum ?? (given ? runningTotal(criteria, ballot.marks) : null);
  return h(
    "div.total",
    h("span.small.muted.num", words),
    h(
      "span",
      h(`output${sum === null ? ".part" : ""}`, { "aria-live": "off" }, points(shown)),
      h("small.num", ` / ${points(full)}`),
    ),
  );
}

/** @param {Position} of @param {Fraction} full */
function stand({ items, item }, full) {
  const others = begun(items).flatMap((other) => (other !== item && other.total ? [other.total] : []));
  const { ticks, dots, me, among } = standing(others, item.total, full);
  const words = among
    ? standWords(among)
    : tn(
        "With every mark given, its place beside my {n} other ballot appears.",
        "With every mark given, its place among my {n} other ballots appears.",
        others.length,
      );
  return h(
    "div.stand",
    s(
      "svg.ruler",
      { viewBox: "0 0 260 48", role: "img", "aria-label": words },
      s("line", { x1: LEFT, y1: 29, x2: RIGHT, y2: 29 }),
      ticks.map(({ x, end }) => s("line", { x1: x, y1: 29, x2: x, y2: end ? 34 : 32 })),
      ticks
        .filter(({ end }) => end)
        .map(({ x, label }) => s("text", { x, y: 46, "text-anchor": "middle" }, number(label))),
      dots.map(({ x, y }) => s("circle", { cx: x, cy: y, r: 4 })),
      s("rect.me", { x: (me ?? LEFT) - 1.5, y: 0, width: me === null ? 0 : 3, height: 34 }),
    ),
    h("p.small.muted", words),
  );
}

/** @param {{place: number, of: number}} of */
function standWords({ place: at, of }) {
  if (of === 1) return t("No other ballot to compare with yet");
  if (at === 1) return t("The highest of my {n} ballots", { n: of });
  return t("Number {place} of my {n} ballots", { n: of, place: at });
}

/** @param {RoundApp} app @param {Position} position */
function acts(app, position) {
  const { item, packet, state } = position;
  if (item.state === "conflict")
    return act(toEntry(packet.round, item.entry, "/conflict"), t("Compare and choose"), ".btn-main");
  if (!position.writable) return position.after ? act(toItem(packet.round, position.after), t("Team after")) : null;
  if (!position.editable) return sealedActs(app, position);
  const again = countingOf(packet, item) !== null;
  const words = state !== "open" ? t("Send to be held") : again ? t("Seal again") : t("Seal the ballot");
  return h("button.btn.btn-main", { key: "seal", type: "button", onclick: () => app.seal(position) }, words);
}

/** @param {RoundApp} app @param {Position} of */
function sealedActs(app, { item, packet, following }) {
  return [
    h("button.btn", { key: "reopen", type: "button", onclick: () => app.reopen(item) }, t("Open again")),
    following
      ? act(
          toItem(packet.round, following),
          t("Next: {number} {team}", { number: following.number, team: following.name }),
          ".btn-main",
        )
      : act(`/judge/rounds/${encodeURIComponent(packet.round)}`, t("Teams"), ".btn-main"),
  ];
}

/** @param {string} href @param {string} words @param {string} kind */
const act = (href, words, kind = "") => h(`a.btn${kind}`, { key: href, href }, words, icon("right"));
