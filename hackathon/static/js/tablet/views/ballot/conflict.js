// Two versions of one ballot side by side. The judge picks line by line; nothing is merged, nothing is deleted.

import { has, totalOf } from "../../model/rubric.js";
import { h } from "../../ui/dom.js";
import { pick, t } from "../../ui/text.js";
import { full } from "../../ui/times.js";
import { toEntry } from "../../routes.js";
import { TEXTS } from "./notes.js";
import { link, markWords, notePage, plate, points, zoneOf } from "../parts.js";
import { positionOf } from "./scoring.js";

/**
 * @import { RoundApp } from "../../app.js"
 * @typedef {{key: string, name: string, value: (version: ShownVersion) => string}} Line
 * @import { Criterion, Item, Packet, Position, ShownVersion, View } from "../../types.js"
 */

/** @type {("comment"|"note")[]} */
const NAMES = ["comment", "note"];

/** @param {RoundApp} app @returns {View|null} */
export function conflict(app) {
  const position = positionOf(app, app.route.entry);
  if (!position) return null;
  const { item, packet } = position;
  const versions = item.ballot.conflicts;
  if (!versions.length) return settled(packet, item);
  return {
    title: `${t("Two versions")} · ${item.number} ${item.name}`,
    area: "teams",
    kind: "one one-wide",
    main: [
      h(
        "div.row.nowrap",
        plate(item, packet.rubric.criteria.length),
        h(
          "div",
          h("h1.h-team", { tabindex: "-1" }, t("{team}: the ballots of two devices differ", { team: item.name })),
          h("p.muted", t("Both are kept and nothing has been merged. Choose one for each line and save them anew.")),
        ),
      ),
      form(app, position, versions),
    ],
  };
}

/** @param {Packet} packet @param {Item} item @returns {View} */
const settled = (packet, item) => ({
  ...notePage(
    t("There is nothing left to choose"),
    t("This team has only one version of your ballot."),
    link(toEntry(packet.round, item.entry), `${item.number} ${item.name}`, ".btn.btn-main"),
  ),
  area: "teams",
});

/** @param {RoundApp} app @param {Position} position @param {ShownVersion[]} versions */
function form(app, position, versions) {
  const { criteria } = position.packet.rubric;
  const picks = app.picks(position.item.entry, defaults(criteria, versions));
  const lines = linesOf(criteria, versions);
  return h(
    `form.sheet.versions.of-${versions.length}`,
    { onsubmit: (/** @type {SubmitEvent} */ event) => event.preventDefault() },
    h(
      "div.version-row.heads",
      h("span"),
      versions.map((version, at) => heading(app, position, version, at, lines)),
    ),
    lines.map((each) => line(app, picks, versions, each)),
    h(
      "div.version-row.total-row",
      h("b", t("Total")),
      versions.map((version) => h("b.num", points(totalOf(criteria, version.marks)))),
    ),
    h("p.small.error", { role: "alert" }, app.faults.pick ?? ""),
    h(
      "div.actions",
      h(
        "button.btn",
        { type: "button", onclick: () => app.resolve(position, chosen(criteria, versions, picks), false) },
        t("Take these over and edit"),
      ),
      h(
        "button.btn.btn-main",
        { type: "button", onclick: () => app.resolve(position, chosen(criteria, versions, picks), true) },
        t("Seal with these"),
      ),
    ),
  );
}

/**
 * A line a criterion, and one a text that somebody wrote.
 * @param {Criterion[]} criteria @param {ShownVersion[]} versions @returns {Line[]}
 */
function linesOf(criteria, versions) {
  const texts = NAMES.filter((name) => versions.some((version) => version[name]));
  return [
    ...criteria.map((each) => ({
      key: each.key,
      name: pick(each.name),
      value: (/** @type {ShownVersion} */ version) => markOf(version, each),
    })),
    ...texts.map((key) => ({
      key,
      name: TEXTS[key].name(),
      value: (/** @type {ShownVersion} */ version) => version[key] ?? "",
    })),
  ];
}

/** @param {ShownVersion} version @param {Criterion} each */
const markOf = (version, each) => (has(version.marks, each) ? markWords(version.marks[each.key]) : "");

/**
 * Only where all versions say the same is there nothing to choose.
 * @param {Criterion[]} criteria @param {ShownVersion[]} versions
 */
function defaults(criteria, versions) {
  const same = (/** @type {(version: ShownVersion) => string} */ value) => new Set(versions.map(value)).size === 1;
  const agreed = criteria.filter((each) => same((version) => markOf(version, each))).map(({ key }) => [key, 0]);
  const texts = NAMES.filter((name) => same((version) => version[name] ?? "")).map((name) => [name, 0]);
  return Object.fromEntries([...agreed, ...texts]);
}

/**
 * @param {RoundApp} app @param {Position} position @param {ShownVersion} version @param {number} at
 * @param {Line[]} lines
 */
function heading(app, position, version, at, lines) {
  const mine = version.id !== position.item.ballot.head?.id;
  const when = version.receipt?.received_at ?? version.made_at;
  return h(
    "div",
    h("b", mine ? t("This device's version") : t("The server's version")),
    when ? h("span.small.muted.num.block", full(when, zoneOf(position.packet))) : null,
    h(`span.chip${version.sealed ? ".chip-final" : ".chip-open"}`, version.sealed ? t("Sealed") : t("Draft")),
    h(
      "button.btn.btn-quiet",
      {
        type: "button",
        onclick: () =>
          app.choose(
            position.item.entry,
            lines.map(({ key }) => key),
            at,
          ),
      },
      t("Take all of these"),
    ),
  );
}

/** @param {RoundApp} app @param {Record<string, number>} picks @param {ShownVersion[]} versions @param {Line} of */
function line(app, picks, versions, { key, name, value }) {
  const entry = app.route.entry ?? "";
  const option = (/** @type {ShownVersion} */ version, /** @type {number} */ at) => {
    const text = value(version);
    const radio = h("input", {
      type: "radio",
      name: `pick-${key}`,
      value: at,
      checked: picks[key] === at,
      onchange: () => app.choose(entry, [key], at),
    });
    return h(
      "label.pick",
      radio,
      key === "comment" || key === "note" ? h("span.lines", text || t("empty")) : h("b.num", text || t("empty")),
    );
  };
  return h("fieldset.version-row", { key }, h("legend.name", name), versions.map(option));
}

/**
 * What was picked, and the lines on which nothing was picked yet.
 * @param {Criterion[]} criteria @param {ShownVersion[]} versions @param {Record<string, number>} picks
 */
function chosen(criteria, versions, picks) {
  const open = [...criteria.map(({ key }) => key), ...NAMES].filter((key) => picks[key] === undefined);
  const from = (/** @type {string} */ key) => versions[picks[key] ?? 0];
  const marks = criteria
    .filter((each) => has(from(each.key).marks, each))
    .map(({ key }) => [key, from(key).marks[key]]);
  return {
    open,
    content: {
      marks: Object.fromEntries(marks),
      comment: from("comment").comment ?? "",
      note: from("note").note ?? "",
    },
  };
}
