// All of a judge's own ballots side by side, so that the first team and the last meet the same yardstick.

import { courseOf } from "../../model/distribution.js";
import { begun, itemsOf } from "../../model/items.js";
import { compare as byValue, exact, approximately, parsed } from "../../model/exact.js";
import { has } from "../../model/rubric.js";
import { h, s } from "../../ui/dom.js";
import { number, pick, t } from "../../ui/text.js";
import { toCompare, toItem, toRound } from "../../routes.js";
import { distribution, text } from "./bars.js";
import { roundName } from "../home.js";
import { link, markWords, plate, points, pointsOf } from "../parts.js";
import { BALLOT } from "../states.js";

/**
 * @import { RoundApp } from "../../app.js"
 * @import { Child, Criterion, Item, Marks, Packet, View } from "../../types.js"
 */

/** @param {RoundApp} app @returns {View} */
export function compare(app) {
  const { packet } = app;
  const items = begun(itemsOf(app.engine, packet));
  const title = t("Compare my ballots");
  return {
    title: `${title} · ${roundName(app, packet.round)}`,
    area: "compare",
    kind: "wrap",
    main: [
      h(
        "div.head",
        h("h1", { tabindex: "-1" }, title),
        h("p", t("Were the first and the last team measured alike? Only you see this page.")),
      ),
      items.length
        ? [pictures(packet, items), table(app, items)]
        : h(
            "div.empty",
            h("b", t("No marks yet")),
            h("p.muted", t("Score a first team, and the ballots appear here side by side.")),
            link(toRound(packet.round), t("Teams"), ".btn.btn-main"),
          ),
    ],
  };
}

/** @param {Packet} packet @param {Item[]} items */
function pictures(packet, items) {
  const ballots = items.map((item) => item.ballot);
  return h(
    "div.quad",
    packet.rubric.criteria.map((each) => distribution(each, ballots)),
    course(items),
  );
}

/** @param {Item[]} items */
function course(items) {
  const found = courseOf(items);
  if (!found) return null;
  const { dots, line, rows, columns } = found;
  return h(
    "figure.card.fig-card",
    { key: "course" },
    h("h2", t("Totals in order of presentation"), " ", h("span.small.muted", t("line: running median"))),
    s(
      "svg.ruler",
      { viewBox: "0 0 262 98", role: "img", "aria-label": t("Totals in order of presentation") },
      rows.map(({ y, label }) => [
        s("line.grid", { x1: 30, y1: y, x2: 258, y2: y }),
        text(24, y + 4, number(label), "end"),
      ]),
      columns.map(({ x, label }) => text(x, 94, label)),
      s("polyline.trend", { points: line }),
      dots.map(({ x, y }) => s("circle", { cx: x, cy: y, r: 4 })),
    ),
  );
}

/** @param {RoundApp} app @param {Item[]} items */
function table(app, items) {
  const { packet, route } = app;
  const keys = ["number", ...packet.rubric.criteria.map(({ key }) => key), "total"];
  const sort = keys.find((key) => key === route.query.get("sort")) ?? "total";
  const down = route.query.get("up") === null;
  const ordered = [...items].sort(
    (a, b) => (down ? -1 : 1) * byValue(valueOf(a, sort), valueOf(b, sort)) || a.number - b.number,
  );
  const head = (/** @type {string} */ key, /** @type {string} */ name) =>
    header(packet.round, { key, name, sort, down });
  return h(
    "section.sheet.scroll",
    { tabindex: "0", "aria-label": t("My ballots") },
    h(
      "table.table.compare",
      h("caption.sr", t("My ballots")),
      h(
        "thead",
        h(
          "tr",
          head("number", t("No.")),
          h("th", { scope: "col" }, t("Team")),
          packet.rubric.criteria.map((each) =>
            head(each.key, t("{name} {points} pts", { name: pick(each.name), points: pointsOf(each) })),
          ),
          head("total", t("Total")),
          h("th", { scope: "col" }, t("State")),
        ),
      ),
      h(
        "tbody",
        ordered.map((item) => row(packet, item)),
      ),
    ),
  );
}

const LEAST = { n: -(10n ** 12n), d: 1n };

/** @param {Item} item @param {string} sort */
function valueOf(item, sort) {
  if (sort === "number") return exact(item.number);
  if (sort === "total") return item.total ?? LEAST;
  return parsed(item.ballot.marks[sort] ?? "") ?? LEAST;
}

/** @param {string} round @param {{key: string, name: Child, sort: string, down: boolean}} of */
function header(round, { key, name, sort, down }) {
  const mine = key === sort;
  const nextDown = mine ? !down : key !== "number";
  const order = mine ? (down ? "descending" : "ascending") : null;
  return h(
    `th${key === "total" ? ".num" : ""}`,
    { scope: "col", "aria-sort": order },
    h(
      "a.sort",
      { href: toCompare(round, key, nextDown), "data-stay": true },
      name,
      mine ? h("span", { "aria-hidden": "true" }, down ? " ▾" : " ▴") : null,
    ),
  );
}

/** @param {Packet} packet @param {Item} item */
function row(packet, item) {
  const { criteria } = packet.rubric;
  /** @type {Record<string, string>} */
  const kinds = {
    sealed: ".chip-final",
    draft: ".chip-open",
    conflict: ".chip-stop",
    rejected: ".chip-stop",
    held: ".chip-wait",
  };
  return h(
    "tr",
    { key: item.entry },
    h("td", plate(item, criteria.length, ".plate-sm")),
    h("td", h("a.team", { href: toItem(packet.round, item) }, h("b", item.name)), h("span.title", item.title)),
    criteria.map((each) => h("td", cell(each, item.ballot.marks))),
    h("td.num", h("b.score", points(item.total))),
    h("td", h(`span.chip${kinds[item.state] ?? ""}`, BALLOT[item.state]())),
  );
}

/** @param {Criterion} each @param {Marks} marks */
function cell(each, marks) {
  const given = has(marks, each);
  const [min, max] = [Number(each.scale.min), Number(each.scale.max)];
  const share = given
    ? Math.round((840 * (approximately(exact(marks[each.key])) - Math.min(min, 0))) / (max - Math.min(min, 0))) / 10
    : 0;
  return h(
    "span.cell",
    h("b.num", given ? markWords(marks[each.key]) : "–"),
    s(
      "svg.ruler.mini",
      { viewBox: "0 0 84 12", "aria-hidden": "true" },
      s("rect.soft", { y: 2, width: 84, height: 8, rx: 2 }),
      s("rect", { y: 2, width: share, height: 8, rx: 2 }),
    ),
  );
}
