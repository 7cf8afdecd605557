// A judge's round at a glance: what to do next, how far one is, and every team in the order of presentation.

import { LEFT, inState, itemsOf, nextUnscored, owed, presenting, shownIn } from "../model/items.js";
import { stateOf } from "../model/rounds.js";
import { h, icon, s } from "../ui/dom.js";
import { pick, rich, t, tn, tp } from "../ui/text.js";
import { toCompare, toItem, toRound } from "../routes.js";
import { installHint, storageWarning } from "./device.js";
import { drillBanner, drillSpread } from "./drill.js";
import { countdown, link, moment, plate } from "./parts.js";
import { pledgeBanner, pledgeGiven } from "./pledge.js";
import { roster } from "./roster.js";
import { BALLOT, ROUND, TRAIL } from "./states.js";

/**
 * @import { App, RoundApp } from "../app.js"
 * @import { Item, Packet, RoundName, RoundState, View } from "../types.js"
 */

/** @type {Record<string, () => string>} */
const TABS = {
  all: () => t("In order"),
  left: () => t("Left"),
  sealed: () => t("Sealed"),
  look: () => t("Needs a look"),
};
/** @type {Record<string, () => string>} */
const OVER = {
  open: () => t("Judging is open."),
  locked: () => t("The result is locked. Ballots can only be read."),
  published: () => t("The result is published. Ballots can only be read."),
};
/** @type {Item["state"][]} */
const COUNTED = ["conflict", "rejected", "held", "draft", "new"];

/** @param {RoundApp} app @returns {View} */
export function home(app) {
  const { packet } = app;
  const items = itemsOf(app.engine, packet);
  const state = stateOf(packet, app.now());
  const shown = Object.keys(TABS).find((tab) => tab === app.route.query.get("show")) ?? "all";
  return {
    title: t("My judging"),
    area: "teams",
    main: [
      h("h1.sr", { tabindex: "-1" }, t("My judging")),
      storageWarning(app),
      installHint(app),
      pledgeBanner(app),
      drillBanner(app),
      h(
        "div.home",
        h("aside.stack", next(app, items, state), progress(app, items, state), upcoming(packet, items)),
        h(
          "section",
          { "aria-label": t("Teams") },
          packet.entries.length ? teams(app, items, shown) : nothingYet(),
          drillSpread(app),
        ),
      ),
    ],
  };
}

/** @returns {View} */
export function noRounds() {
  return {
    title: t("My judging"),
    kind: "notice-page",
    main: [
      h("h1.sr", { tabindex: "-1" }, t("My judging")),
      h(
        "div.empty",
        h("b", t("You have no round to judge yet")),
        h("p", t("It appears here as soon as the organizer has put the panel together.")),
      ),
    ],
  };
}

/**
 * The one big button: the team on stage if it still needs me, else the next one, else a look back.
 * @param {RoundApp} app @param {Item[]} items @param {RoundState} state
 */
function next(app, items, state) {
  const { packet } = app;
  const now = presenting(packet, items);
  const following = state === "open" ? followingOf(items, now) : null;
  const other = now && now !== following ? stageNote(packet, now) : null;
  if (following) return h("section.card.card-now.stack", other, ...goOn(packet, following, following === now));
  if (state === "open" && items.length) return h("section.card.card-now.stack", other, ...allDone(packet, items));
  return now ? h("section.card.card-now.stack", other) : null;
}

/** @param {Item[]} items @param {Item|null} onStage */
const followingOf = (items, onStage) => (onStage && LEFT.has(onStage.state) ? onStage : nextUnscored(items));

/** The team on stage where it is not the next to score. @param {Packet} packet @param {Item} now */
const stageNote = (packet, now) =>
  h(
    "p.small",
    h("b", t("Now presenting")),
    " ",
    h("a", { href: toItem(packet.round, now) }, `${now.number} ${now.name}`),
  );

/** @param {Packet} packet @param {Item} item @param {boolean} onStage */
function goOn(packet, item, onStage) {
  return [
    h("div.small.muted", onStage ? t("Now presenting") : t("Next to score")),
    h(
      "div.row.nowrap",
      plate(item, packet.rubric.criteria.length),
      h("div", h("b.h-team", item.name), h("span.small.muted.block", item.title)),
    ),
    h("a.btn.btn-main.btn-big", { href: toItem(packet.round, item) }, t("Continue scoring"), icon("right")),
  ];
}

/** @param {Packet} packet @param {Item[]} items */
function allDone(packet, items) {
  const look = shownIn(items, "look");
  if (look.length)
    return [
      h("b.h-team", tn("{n} team needs a look", "{n} teams need a look", look.length)),
      h(
        "a.btn.btn-main.btn-big",
        { href: toItem(packet.round, look[0]) },
        `${look[0].number} ${look[0].name}`,
        icon("right"),
      ),
    ];
  return [
    h("b.h-team", t("You have scored every team")),
    h(
      "p.small.muted",
      t(
        "Until the deadline a sealed ballot can be opened again. Compare the first with the last: were they measured alike?",
      ),
    ),
    h("a.btn.btn-main.btn-big", { href: toCompare(packet.round) }, t("Compare my ballots"), icon("right")),
  ];
}

/** @param {RoundApp} app @param {Item[]} items @param {RoundState} state */
function progress(app, items, state) {
  const { packet } = app;
  return h(
    "section.card.stack",
    { "aria-labelledby": "round" },
    h(
      "div.row.between",
      h("h2", { id: "round", class: rounds(app) ? "sr" : null }, roundName(app, packet.round)),
      rounds(app),
      packet.blind ? h("span.chip", t("Blind")) : null,
      stateChip(state),
    ),
    h("div.row.far", ring(inState(items, "sealed"), owed(items)), figures(items)),
    h("p.small.muted", closing(app, state)),
    h(
      "p.small.muted",
      [t("Judge {code}", { code: packet.judge }), packet.chair && t("Chair")].filter(Boolean).join(" · "),
    ),
    pledgeGiven(app),
    rulings(packet),
    standings(app),
  );
}

/** What the chair is to decide: ballots that were only kept. @param {Packet} of */
function rulings({ round, rulings: waiting }) {
  return waiting
    ? h(
        "a.btn.btn-main",
        { href: `/organizer/rounds/${encodeURIComponent(round)}/kept` },
        tn("{n} ballot to decide on", "{n} ballots to decide on", waiting),
        icon("right"),
      )
    : null;
}

/** @param {App} app @param {string} key */
export const roundName = (app, key) =>
  pick(app.status.rounds.find((round) => round.key === key)?.name) || pick(app.packet?.name) || key;

/** The chair's way to the standings, as soon as there is something that the chair may read. @param {RoundApp} app */
function standings(app) {
  const { packet } = app;
  if (!packet.standings) return null;
  return h(
    "a.btn",
    { href: `/organizer/rounds/${encodeURIComponent(packet.round)}/standings` },
    t("Standings: {round}", { round: roundName(app, packet.round) }),
    icon("right"),
  );
}

/** @param {RoundState} state */
function stateChip(state) {
  /** @type {Record<string, string>} */
  const kinds = { open: ".chip-open", closed: ".chip-wait", locked: ".chip-final", published: ".chip-final" };
  return h(`span.chip${kinds[state] ?? ""}`, ROUND[state]());
}

/** @param {number} sealed @param {number} all */
function ring(sealed, all) {
  const circle = (/** @type {string|null} */ dashes) =>
    s("circle", { cx: 74, cy: 74, r: 66, pathLength: dashes ? all : null, "stroke-dasharray": dashes });
  return h(
    "div.ring",
    s(
      "svg",
      { viewBox: "0 0 148 148", "aria-hidden": "true" },
      circle(null),
      sealed ? circle(`${sealed} ${all}`) : null,
    ),
    h("div", h("b.num", sealed, h("small", `/${all}`)), h("span.small.muted", t("Sealed"))),
  );
}

/** @param {Item[]} items */
function figures(items) {
  const sealed = items.filter((item) => item.state === "sealed");
  const confirmed = sealed.filter((item) => item.ballot.trail === "counted").length;
  const rows = [
    [TRAIL.counted(), confirmed],
    [t("Device only"), sealed.length - confirmed],
    ...COUNTED.map((state) => [BALLOT[state](), inState(items, state)]),
    [tp("short", "Recused"), inState(items, "recused")],
  ];
  return h(
    "dl.kv.kv-tight",
    rows.filter(([, count]) => count).map(([words, count]) => [h("dt", words), h("dd.num", count)]),
  );
}

/** @param {RoundApp} app @param {RoundState} state */
function closing(app, state) {
  const { packet } = app;
  const closes = packet.closes_at && Date.parse(packet.closes_at);
  if (state === "planned")
    return packet.opens_at
      ? rich("Opens {time} ({left})", {
          time: moment(packet, packet.opens_at),
          left: countdown(Date.parse(packet.opens_at), app.now()),
        })
      : t("Judging has not started yet.");
  if (state === "open" && closes)
    return [
      rich("Closes {time} ({left})", { time: moment(packet, closes), left: countdown(closes, app.now()) }),
      " · ",
      t("Until then a sealed ballot can be opened again."),
    ];
  if (state === "closed")
    return [
      closes ? rich("Closed {time}", { time: moment(packet, closes) }) : tp("round", "Closed"),
      " · ",
      t("What is sent now is kept for the chair."),
    ];
  return OVER[state]();
}

/** Who comes after the team on stage. @param {Packet} packet @param {Item[]} items */
function upcoming(packet, items) {
  const now = presenting(packet, items);
  const coming = now ? items.slice(items.indexOf(now) + 1, items.indexOf(now) + 4) : [];
  if (!coming.length) return null;
  return h(
    "section.card.next",
    h("h2", t("Up next")),
    h(
      "ol.list",
      coming.map((item) =>
        h("li", h("a.other", { href: toItem(packet.round, item) }, h("b.num", item.number), h("span", item.name))),
      ),
    ),
  );
}

/** @param {App} app */
function rounds(app) {
  const { rounds: mine } = app.status;
  if (mine.length < 2) return null;
  const tab = (/** @type {RoundName} */ round) =>
    h("a", { href: toRound(round.key), "aria-current": round.key === app.round ? "page" : null }, pick(round.name));
  return h("nav.tabs", { "aria-label": t("Rounds") }, mine.map(tab));
}

/** @param {RoundApp} app @param {Item[]} items @param {string} shown */
function teams(app, items, shown) {
  const counted = Object.keys(TABS).map((key) => ({ key, count: shownIn(items, key).length }));
  const tabs = counted.filter(({ key, count }) => count || key === "all" || key === shown);
  const tab = (/** @type {{key: string, count: number}} */ { key, count }) =>
    h(
      "a",
      { key, href: toRound(app.round, key), "aria-current": key === shown ? "true" : null, "data-stay": true },
      TABS[key](),
      " ",
      h("span.num", count),
    );
  const rows = shownIn(items, shown);
  return [
    h("nav.tabs", { "aria-label": t("By state") }, tabs.map(tab)),
    rows.length
      ? roster(app, rows, items)
      : h("div.empty", h("b", t("No team is in this state")), link(toRound(app.round), t("Show all teams"))),
  ];
}

const nothingYet = () =>
  h(
    "div.empty",
    h("b", t("No teams are assigned yet")),
    h("p.muted", t("Once they are, they appear here in the order of presentation.")),
  );
