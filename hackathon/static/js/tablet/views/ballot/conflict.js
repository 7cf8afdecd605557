// Two versions of one ballot side by side. The judge picks line by line; nothing is merged, nothing is deleted.

import { has, markText, totalOf } from "../../model/rubric.js";
import { full } from "../../model/times.js";
import { h } from "../../ui/dom.js";
import { language, pick, t } from "../../ui/language.js";
import { toEntry } from "../../routes.js";
import { link, notePage, plate, points, zoneOf } from "../parts.js";
import { positionOf } from "./scoring.js";

const TEXTS = ["comment", "note"];

export function conflict(app) {
  const position = positionOf(app, app.route.entry);
  if (!position) return null;
  const { item, packet } = position;
  const versions = item.ballot.conflicts;
  if (!versions.length) return settled(packet, item);
  return {
    title: `${t("twoVersions")} · ${item.number} ${item.name}`,
    area: "teams",
    kind: "one one-wide",
    main: [
      h(
        "div.row.nowrap",
        plate(item, packet.rubric.criteria.length),
        h(
          "div",
          h("h1.h-team", { tabindex: "-1" }, `${item.name}: ${t("versionsDiffer")}`),
          h("p.muted", t("versionsHelp")),
        ),
      ),
      form(app, position, versions),
    ],
  };
}

const settled = (packet, item) => ({
  ...notePage(
    t("settled"),
    t("settledHelp"),
    link(toEntry(packet.round, item.entry), `${item.number} ${item.name}`, ".btn.btn-main"),
  ),
  area: "teams",
});

function form(app, position, versions) {
  const { criteria } = position.packet.rubric;
  const picks = app.picks(position.item.entry, defaults(criteria, versions));
  const lines = [
    ...criteria.map((each) => [each.key, pick(each.name), (version) => markOf(version, each)]),
    ...TEXTS.filter((name) => versions.some((version) => version[name])).map((name) => [
      name,
      t(name),
      (version) => version[name] ?? "",
    ]),
  ];
  return h(
    `form.sheet.versions.of-${versions.length}`,
    { onsubmit: (event) => event.preventDefault() },
    h(
      "div.version-row.heads",
      h("span"),
      versions.map((version, at) => heading(app, position, version, at, lines)),
    ),
    lines.map(([key, name, value]) => line(app, picks, versions, { key, name, value })),
    h(
      "div.version-row.total-row",
      h("b", t("total")),
      versions.map((version) => h("b.num", points(totalOf(criteria, version.marks)))),
    ),
    h("p.small.error", { role: "alert" }, app.faults.pick ?? ""),
    h(
      "div.actions",
      h(
        "button.btn",
        { type: "button", onclick: () => app.resolve(position, chosen(criteria, versions, picks), false) },
        t("takeAndEdit"),
      ),
      h(
        "button.btn.btn-main",
        { type: "button", onclick: () => app.resolve(position, chosen(criteria, versions, picks), true) },
        t("takeAndSeal"),
      ),
    ),
  );
}

const markOf = (version, each) => (has(version.marks, each) ? markText(version.marks[each.key]) : "");

/** Only where all versions say the same is there nothing to choose. */
function defaults(criteria, versions) {
  const same = (value) => new Set(versions.map(value)).size === 1;
  const agreed = criteria.filter((each) => same((version) => markOf(version, each))).map(({ key }) => [key, 0]);
  const texts = TEXTS.filter((name) => same((version) => version[name] ?? "")).map((name) => [name, 0]);
  return Object.fromEntries([...agreed, ...texts]);
}

function heading(app, position, version, at, lines) {
  const mine = version.id !== position.item.ballot.head?.id;
  const when = version.receipt?.received_at ?? version.made_at;
  return h(
    "div",
    h("b", t(mine ? "versionHere" : "versionServer")),
    when ? h("span.small.muted.num.block", full(when, zoneOf(position.packet), language())) : null,
    h(`span.chip${version.sealed ? ".chip-final" : ".chip-open"}`, t(version.sealed ? "sealed" : "draft")),
    h(
      "button.btn.btn-quiet",
      {
        type: "button",
        onclick: () =>
          app.choose(
            position.item.entry,
            lines.map(([key]) => key),
            at,
          ),
      },
      t("takeAll"),
    ),
  );
}

function line(app, picks, versions, { key, name, value }) {
  const option = (version, at) => {
    const text = value(version);
    const radio = h("input", {
      type: "radio",
      name: `pick-${key}`,
      value: at,
      checked: picks[key] === at,
      onchange: () => app.choose(app.route.entry, [key], at),
    });
    return h(
      "label.pick",
      radio,
      TEXTS.includes(key) ? h("span.lines", text || t("empty")) : h("b.num", text || t("empty")),
    );
  };
  return h("fieldset.version-row", { key }, h("legend.name", name), versions.map(option));
}

/** What was picked, and the lines on which nothing was picked yet. */
function chosen(criteria, versions, picks) {
  const open = [...criteria.map(({ key }) => key), ...TEXTS].filter((key) => picks[key] === undefined);
  const from = (key) => versions[picks[key] ?? 0];
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
