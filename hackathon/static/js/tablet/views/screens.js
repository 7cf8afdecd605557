// Which screen an address shows, and what is shown where there is nothing for it yet.

import { h } from "../ui/dom.js";
import { t } from "../ui/text.js";
import { compare } from "./compare/compare.js";
import { conflict } from "./ballot/conflict.js";
import { home, noRounds } from "./home.js";
import { link, notePage } from "./parts.js";
import { asksForPledge, pledge } from "./pledge.js";
import { recuse } from "./ballot/recusal.js";
import { scoring } from "./ballot/scoring.js";
import { signing } from "./sign-in.js";
import { unsent } from "./unsent.js";

/**
 * @import { App, RoundApp } from "../app.js"
 * @import { View } from "../types.js"
 */

/** @type {Record<string, (app: RoundApp) => View|null>} */
const OF_A_ROUND = { home, compare, scoring, conflict, recuse };

/**
 * A screen that cannot be drawn must not take the work with it: it says so, and the ways out stay open.
 * @param {App} app @returns {View}
 */
export function screenOf(app) {
  try {
    return chosen(app);
  } catch (error) {
    console.error(error);
    return notePage(
      t("This screen could not be drawn"),
      t("Everything you scored is kept on this device. Go on with another team, and tell the organizer."),
      [link("/judge", t("Teams"), ".btn.btn-main"), link("/judge/unsent", t("Unsent ballots"))],
    );
  }
}

/** @param {App} app @returns {View} */
function chosen(app) {
  const { route, status } = app;
  if (route.name === "unsent" && (status.phase === "ready" || status.others.length)) return unsent(app);
  if (status.phase === "signed-out" || route.name === "sign-in") return signing(app);
  if (route.name === "lost") return lost(t("There is no such page"), t("Check the address, or go back to your teams."));
  if (hasPacket(app)) return ofRound(app);
  return status.rounds.length ? absent(app) : noRounds();
}

/** @param {App} app @returns {app is RoundApp} */
const hasPacket = (app) => app.packet !== null;

/** @param {RoundApp} app @returns {View} */
function ofRound(app) {
  const { name } = app.route;
  if ((name === "home" || name === "scoring") && asksForPledge(app)) return pledge(app);
  return (
    OF_A_ROUND[name](app) ??
    lost(t("This team is not assigned to you"), t("The assignment may have changed. Choose from your teams."))
  );
}

/**
 * The device holds nothing of this round: it is being fetched, cannot be fetched, or is not this judge's.
 * @param {App} app @returns {View}
 */
function absent(app) {
  const known = app.status.rounds.some(({ key }) => key === app.round);
  if (known && app.opened.get(app.round ?? "") === "loading")
    return { title: t("Opening…"), kind: "notice-page", main: h("p", { role: "status" }, t("Opening…")) };
  if (known && !app.status.online)
    return notePage(
      t("This round is not on this device yet"),
      t("The server must be reached once. From then on scoring works without a network."),
      again(app),
    );
  return known
    ? notePage(
        t("The round could not be loaded"),
        t("Try again in a moment. Whatever you have scored is kept."),
        again(app),
      )
    : lost(t("This is not one of your rounds"), t("The panel may have changed. Choose from your teams."));
}

/** @param {string} title @param {string} text @returns {View} */
const lost = (title, text) => notePage(title, text, link("/judge", t("Teams"), ".btn.btn-main"));

/** @param {App} app */
function again(app) {
  const retry = () => {
    app.opened.delete(app.round ?? "");
    app.redraw();
  };
  return h("button.btn.btn-main", { type: "button", onclick: retry }, t("Try again"));
}
