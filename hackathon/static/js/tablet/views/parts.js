// What several screens draw: plates, chips, read-back, trail, receipts, times.

import { counts, earned, fullMarks, has, markText, totalOf } from "../model/rubric.js";
import { decimal, exact, rounded } from "../model/exact.js";
import { h, heard, icon, s } from "../ui/dom.js";
import { number, pick, t } from "../ui/text.js";
import { full, left } from "../ui/times.js";
import { TRAIL } from "./states.js";

/**
 * @import { Ballot, Child, Criterion, Fraction, Item, Marks, Packet, Trail, View } from "../types.js"
 * @import { Moment } from "../ui/times.js"
 */

/**
 * The number of a team: a ring that fills criterion by criterion, a square once the ballot is sealed.
 * @param {Item} item @param {number} criteria @param {string} size
 */
export function plate(item, criteria, size = "") {
  /** @type {Record<string, string>} */
  const kinds = { sealed: ".plate-final", conflict: ".plate-stop", rejected: ".plate-stop", recused: ".plate-none" };
  const kind = kinds[item.state] ?? (item.state === "held" && item.ballot.sealed ? ".plate-final" : "");
  if (kind) return h(`span.plate.num${kind}${size}`, item.number);
  return h(`span.plate.num${size}`, ringOf(Math.min(item.marked, criteria), criteria), item.number);
}

/** Each criterion is 10 long, 8 of it drawn. @param {number} marked @param {number} criteria */
function ringOf(marked, criteria) {
  const circle = (/** @type {string} */ dashes) =>
    s("circle", { cx: 26, cy: 26, r: 23, pathLength: 10 * criteria, "stroke-dasharray": dashes });
  const filled = Array.from({ length: marked }, (_, at) => `8 ${at === marked - 1 ? 2 + 10 * (criteria - marked) : 2}`);
  return s(
    "svg",
    { viewBox: "0 0 52 52", "aria-hidden": "true" },
    circle("8 2"),
    marked ? circle(filled.join(" ")) : null,
  );
}

/** @param {Fraction|null} value */
export const points = (value) => (value === null ? "–" : number(rounded(value)));
/** @param {Criterion} criterion */
export const pointsOf = (criterion) => number(decimal(exact(criterion.points)));
/** @param {number|string} mark */
export const markWords = (mark) => number(markText(mark));

/** @param {string} kind @param {string} sign @param {Child} text @param {Child} act */
export const banner = (kind, sign, text, act = null) => h(`div.banner${kind}`, icon(sign), h("span", text), act);

/**
 * A line a criterion with its mark and its points, and the total below.
 * @param {Criterion[]} criteria @param {Marks} marks
 */
export function readback(criteria, marks) {
  const line = (/** @type {Criterion} */ criterion) => {
    const given = has(marks, criterion);
    const gained = points(given ? earned(criterion, marks[criterion.key]) : null);
    const worth = counts(criterion)
      ? t("{earned} / {points} pts", { earned: gained, points: pointsOf(criterion) })
      : t("Only for ties");
    return [
      h("span", pick(criterion.name)),
      h("b.num", given ? markWords(marks[criterion.key]) : "–"),
      h("span.num", worth),
    ];
  };
  const sum = [
    h("b.sum", t("Total")),
    h("b.num", points(totalOf(criteria, marks))),
    h("span.num", t("of {points} pts", { points: points(fullMarks(criteria)) })),
  ];
  return h("div.readback", criteria.map(line), sum);
}

/** @type {NonNullable<Trail>[]} */
const STAGES = ["device", "sent", "counted"];

/** On this device, sent, confirmed by the server: filled so far, and always in words. @param {Ballot} ballot */
export function trail(ballot) {
  const reached = ballot.trail ? STAGES.indexOf(ballot.trail) : -1;
  const step = (/** @type {NonNullable<Trail>} */ stage, /** @type {number} */ at) => {
    const state = [at <= reached && "done", at === reached && "now"].filter(Boolean).join(" ");
    return h("li", { class: state || null, "aria-current": at === reached ? "step" : null }, TRAIL[stage]());
  };
  return h("ol.trail", { "aria-label": t("How far it is saved") }, STAGES.map(step));
}

const SIGNS = { device: "device", sent: "send", counted: "check" };

/** @param {Ballot} ballot */
export const trailWords = (ballot) =>
  ballot.trail ? h("span.nowrap", icon(SIGNS[ballot.trail]), " ", TRAIL[ballot.trail]()) : null;

/** @param {string} digest */
export const short = (digest) => `${digest.slice(0, 4)} ${digest.slice(4, 8)} ${digest.slice(8, 12)}`;

/** What the server said it holds. @param {Ballot} ballot @param {Packet} packet @param {string} counting */
export function receipt(ballot, packet, counting) {
  const given = ballot.receipt;
  if (!given) return null;
  const chip = ballot.sealed ? h("span.chip.chip-final", t("Sealed")) : h("span.chip.chip-open", t("Draft"));
  return h(
    "section.card.receipt",
    { "aria-label": t("Receipt") },
    h("div.row.between", h("h2", t("Receipt")), chip),
    h(
      "dl.kv",
      given.revision === null ? null : [h("dt", t("Revision")), h("dd.num", given.revision)],
      h("dt", t("Confirmed")),
      h("dd.num", full(given.received_at, zoneOf(packet))),
      h("dt", t("Fingerprint")),
      h("dd.mono", short(given.digest)),
      h("dt", t("Counting")),
      h("dd", counting),
    ),
  );
}

/** @param {Packet|null} packet */
export const zoneOf = (packet) => packet?.event?.time_zone ?? "Asia/Seoul";

/** @param {Packet} packet @param {Moment} when */
export const moment = (packet, when) => h("b.num.ink", full(when, zoneOf(packet)));

/**
 * A countdown that the app keeps going without drawing anything else anew.
 * @param {number} until @param {number} now
 */
export function countdown(until, now) {
  return h("span.num", { "data-until": until }, left(until - now));
}

/** @param {string} title @param {string} text @param {Child} act @returns {View} */
export const notePage = (title, text, act) => ({
  title,
  kind: "notice-page",
  main: [h("h1", { tabindex: "-1" }, title), h("p", text), act ? h("div.row", act) : null],
});

/** @param {string} href @param {string} words @param {string} kind */
export const link = (href, words, kind = ".btn") => h(`a${kind}`, { href }, words);

export { heard };
