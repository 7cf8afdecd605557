// One team a screen: what it handed in, a block a criterion, the total always in sight, and the way to the next team.

import { countingOf, itemsOf, nextUnscored } from "../../model/items.js";
import { stateOf } from "../../model/rounds.js";
import { h, heard, icon } from "../../ui/dom.js";
import { t } from "../../ui/text.js";
import { toEntry, toItem } from "../../routes.js";
import { banners } from "./banners.js";
import { criterion } from "./criterion.js";
import { dock } from "./dock.js";
import { notes, readNotes } from "./notes.js";
import { plate, readback, receipt } from "../parts.js";
import { swiping } from "../../ui/swipe.js";

/**
 * @import { RoundApp } from "../../app.js"
 * @import { Item, Packet, Position, View } from "../../types.js"
 */

/**
 * One team in the judge's order, with its neighbours and what can still be done with its ballot.
 * @param {RoundApp} app @param {string|undefined} entry
 */
export function positionOf(app, entry) {
  const { packet } = app;
  const items = itemsOf(app.engine, packet);
  const at = items.findIndex((item) => item.entry === entry);
  if (at < 0) return null;
  const [item, state] = [items[at], stateOf(packet, app.now())];
  const writable = state === "open" || state === "closed";
  const editable = writable && !item.ballot.sealed && !["recused", "conflict"].includes(item.state);
  const following = nextUnscored(items, entry);
  return {
    packet,
    items,
    item,
    at,
    state,
    writable,
    editable,
    following,
    before: items[at - 1] ?? null,
    after: items[at + 1] ?? null,
  };
}

/** @param {RoundApp} app @returns {View|null} */
export function scoring(app) {
  const position = positionOf(app, app.route.entry);
  if (!position) return null;
  const { item, packet } = position;
  return {
    title: `${item.number} ${item.name} · ${t("Ballot")}`,
    area: "teams",
    keys: {
      ArrowLeft: position.before && toItem(packet.round, position.before),
      ArrowRight: position.after && toItem(packet.round, position.after),
    },
    main: [banners(app, position), h("div.scoring", { key: item.entry }, sheet(app, position), rail(app, position))],
  };
}

/** @param {RoundApp} app @param {Position} position */
function sheet(app, position) {
  const { item, packet } = position;
  const body = position.editable
    ? packet.rubric.criteria.map((each) => criterion(app, position, each))
    : readOnly(position);
  return h(
    "article.sheet",
    swiping((by) => app.turn(by)),
    header(position),
    summary(item),
    body,
  );
}

/** @param {Position} of */
function header({ item, items, packet, at, before, after }) {
  /** @param {Item|null} other @param {string} sign @param {string|null} words */
  const turn = (other, sign, words) =>
    other && h("a.btn.btn-icon", { key: sign, href: toItem(packet.round, other) }, icon(sign), heard(words ?? ""));
  return h(
    "header.team-head",
    plate(item, packet.rubric.criteria.length),
    h(
      "div.team-name",
      h(
        "h1",
        { tabindex: "-1" },
        item.name,
        " ",
        item.name === item.entry ? null : h("span.small.muted.num", item.entry),
      ),
      h("p", item.title || t("Nothing was handed in.")),
    ),
    h("nav.links", { "aria-label": t("Submission") }, links(item)),
    h(
      "nav.row.nowrap.turn",
      { "aria-label": t("Other teams") },
      turn(before, "left", before && t("Team before: {number} {team}", { number: before.number, team: before.name })),
      h("span.num.muted", `${at + 1} / ${items.length}`),
      turn(after, "right", after && t("Team after: {number} {team}", { number: after.number, team: after.name })),
    ),
  );
}

/** Only addresses of the web, and always outside of the app. @param {Item} item */
function links(item) {
  return (item.links ?? [])
    .filter(({ url }) => /^https?:\/\//i.test(url))
    .map(({ url, name }) =>
      h(
        "a.btn.btn-quiet",
        { href: url, target: "_blank", rel: "noopener noreferrer" },
        name || new URL(url).host,
        heard(` (${t("new window")})`),
      ),
    );
}

/** @param {Item} item */
function summary(item) {
  if (!item.summary) return null;
  return h("details.summary", h("summary", t("Read the summary")), h("p.lines", item.summary));
}

/** @param {Position} of */
function readOnly({ item, packet }) {
  if (item.state === "recused" || !item.marked) return null;
  const { comment, note } = item.ballot;
  return h("div.criterion", readback(packet.rubric.criteria, item.ballot.marks), readNotes(comment, note));
}

/** @param {RoundApp} app @param {Position} position */
function rail(app, position) {
  const { item, packet, state } = position;
  const mayRecuse = item.state !== "recused" && ["planned", "open", "closed"].includes(state);
  return h(
    "aside.rail",
    item.state === "recused" || (!position.writable && !item.marked) ? null : dock(app, position),
    position.editable ? notes(app, position) : null,
    receipt(item.ballot, packet, counting(packet, item)),
    mayRecuse
      ? h(
          "a.btn.btn-quiet.small",
          { href: toEntry(packet.round, item.entry, "/recuse") },
          t("Should you not judge this team? Recuse yourself"),
        )
      : null,
  );
}

/** @param {Packet} packet @param {Item} item */
function counting(packet, item) {
  const revision = countingOf(packet, item);
  if (item.state === "recused") return t("Not counted");
  if (item.ballot.receipt?.counted) return t("Counted");
  if (revision !== null && !item.ballot.sealed) return t("Revision {revision} counts", { revision });
  return item.ballot.sealed ? t("Not counted") : t("Counts once sealed");
}
