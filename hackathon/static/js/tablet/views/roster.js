// The teams one below the other, each with its plate, its name, and where its ballot stands.

import { nextUnscored, presenting } from "../model/items.js";
import { h, icon } from "../ui/dom.js";
import { t } from "../ui/text.js";
import { toItem } from "../routes.js";
import { plate, points, trailWords } from "./parts.js";
import { BALLOT } from "./states.js";

/**
 * @import { RoundApp } from "../app.js"
 * @import { Item, Packet } from "../types.js"
 */

/** @param {RoundApp} app @param {Item[]} rows @param {Item[]} items */
export function roster(app, rows, items) {
  const { packet } = app;
  const now = presenting(packet, items);
  const marked = now ?? nextUnscored(items);
  return h(
    "ol.roster",
    rows.map((item) => row(packet, item, item === marked, item === now)),
  );
}

/** @param {Packet} packet @param {Item} item @param {boolean} marked @param {boolean} onStage */
function row(packet, item, marked, onStage) {
  const criteria = packet.rubric.criteria.length;
  const name = h("span", h("b", item.name), h("span.title", item.title), badges(item, onStage));
  return h(
    "li",
    { key: item.entry, class: marked ? "now" : null },
    h("a", { href: toItem(packet.round, item) }, plate(item, criteria), name, " ", state(item, criteria)),
  );
}

/** @param {Item} item @param {boolean} onStage */
function badges(item, onStage) {
  const changed = item.ballot.changed && item.state !== "recused";
  if (!changed && !onStage) return null;
  return h(
    "span.chips",
    onStage ? h("span.chip.chip-open", t("On stage")) : null,
    changed ? h("span.chip.chip-wait", t("Changed since")) : null,
  );
}

/** @param {Item} item @param {number} criteria */
function state(item, criteria) {
  if (item.state === "sealed") return h("span.state", h("b.num", points(item.total)), " ", trailWords(item.ballot));
  if (item.state === "draft")
    return h("span.chip.chip-open.num", t("Draft {marked}/{all}", { marked: item.marked, all: criteria }));
  if (item.state === "conflict" || item.state === "rejected")
    return h("span.chip.chip-stop", icon("alert"), BALLOT[item.state]());
  if (item.state === "held") return h("span.chip.chip-wait", icon("lock"), BALLOT.held());
  if (item.state === "recused") return h("span.chip", BALLOT.recused());
  return h("span.state", BALLOT.new());
}
