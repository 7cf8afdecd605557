// What stands around every screen: where one can go, how the sending goes, language and light.

import { h, icon } from "../ui/dom.js";
import { OFFERED, chooseLanguage, chooseTheme, theme } from "../ui/preferences.js";
import { language, pick, t, tn } from "../ui/text.js";
import { hour } from "../ui/times.js";
import { toCompare, toRound } from "../routes.js";
import { banner, link, zoneOf } from "./parts.js";

/**
 * @import { Offered, Theme } from "../ui/preferences.js"
 * @import { App } from "../app.js"
 * @import { View } from "../types.js"
 */

/** @type {[Theme, () => string][]} */
const THEMES = [
  ["auto", () => t("Auto")],
  ["light", () => t("Light")],
  ["dark", () => t("Dark")],
];

/** @param {App} app @param {View} view */
export function frame(app, view) {
  return [
    h(
      "div",
      { key: "top" },
      h("a.skip", { href: "#main" }, t("Skip to the content")),
      bar(app, view),
      h("div.notices", { role: "status" }, notices(app)),
    ),
    h("main", { key: "main", id: "main", class: view.kind ?? null, tabindex: "-1" }, view.main),
    footer(app),
  ];
}

/** @param {App} app @param {View} view */
function bar(app, view) {
  const person = app.status.phase === "ready" ? app.status.person : null;
  return h(
    "header.bar",
    h("a.event", { href: "/judge" }, eventName(app)),
    h("nav.areas", { "aria-label": t("Main menu") }, areas(app, view)),
    h(
      "div.side",
      person ? [h("span.wide", person.name), h("button", { type: "button", onclick: app.leave }, t("Sign out"))] : null,
    ),
    OFFERED.length > 1
      ? h(
          "nav.lang",
          { "aria-label": OFFERED.map(({ label }) => label).join(" · ") },
          OFFERED.map((each) => choice(app, each)),
        )
      : null,
  );
}

/** @param {App} app */
export const eventName = (app) => pick(app.packet?.event?.name) || t("Hackathon");

/** @param {App} app @param {View} view */
function areas(app, view) {
  if (app.status.phase !== "ready") return null;
  const roles = app.status.person?.roles ?? [];
  const area = (/** @type {string} */ href, /** @type {string} */ words, here = false) =>
    h("a", { href, "aria-current": here ? "page" : null }, words);
  const may = (/** @type {string[]} */ ...names) => names.some((name) => roles.includes(name));
  return [
    may("organizer", "auditor", "staff") && area("/organizer", t("Judging")),
    area(app.round ? toRound(app.round) : "/judge", t("Teams"), view.area === "teams"),
    app.packet && area(toCompare(app.packet.round), t("Compare my ballots"), view.area === "compare"),
    may("captain", "member") && area("/team", t("My team")),
  ];
}

/** @param {App} app @param {Offered} of */
const choice = (app, { code, name, short }) =>
  h(
    "button",
    {
      type: "button",
      lang: code,
      "aria-label": short === name ? null : name,
      "aria-current": language() === code ? "true" : null,
      onclick: () => app.prefer(() => chooseLanguage(code)),
    },
    short,
  );

/** How it stands with sending. Offline is normal and says so quietly. @param {App} app */
function notices(app) {
  const { status } = app;
  return [
    status.signInNeeded &&
      banner(
        ".banner-wait",
        "lock",
        tn(
          "You were signed out. Everything is kept on this device; sign in again and {n} ballot will be sent.",
          "You were signed out. Everything is kept on this device; sign in again and {n} ballots will be sent.",
          status.waiting,
        ),
        h("button.btn", { type: "button", onclick: app.signInAgain }, t("Sign in")),
      ),
    sending(app),
    status.update &&
      banner(
        "",
        "device",
        t("A new version is ready. Your work stays."),
        h("button.btn.btn-quiet", { type: "button", onclick: app.update }, t("Update now")),
      ),
  ];
}

/** @param {App} app */
function sending(app) {
  const { status, route } = app;
  const act =
    route.name === "unsent" || !status.waiting
      ? null
      : h("a.btn.btn-quiet", { href: "/judge/unsent" }, icon("file"), t("Export as a file"));
  if (status.signInNeeded) return null;
  if (!status.online && status.phase === "ready") {
    const words = status.waiting
      ? tn("{n} ballot waits — go on scoring", "{n} ballots wait — go on scoring", status.waiting)
      : t("go on scoring, everything is kept on this device");
    return banner("", "offline", [h("b", t("Offline")), " · ", words], act);
  }
  return app.slow && status.waiting
    ? banner(
        "",
        "send",
        tn("Sending {n} ballot — go on scoring", "Sending {n} ballots — go on scoring", status.waiting),
        act,
      )
    : null;
}

/** @param {App} app */
function footer(app) {
  const { lastContact } = app.status;
  const shade = (/** @type {[Theme, () => string]} */ [key, words]) =>
    h(
      "button",
      {
        type: "button",
        "aria-current": theme() === key ? "true" : null,
        onclick: () => app.prefer(() => chooseTheme(key)),
      },
      words(),
    );
  return h(
    "footer.end",
    { key: "end" },
    h("span", eventName(app)),
    lastContact
      ? h("span.num", t("Last contact {time}", { time: hour(lastContact + app.status.clockSkew, zoneOf(app.packet)) }))
      : null,
    app.status.phase === "ready" ? link("/judge/unsent", t("Unsent ballots"), ".tap-end") : null,
    app.status.phase === "ready" ? link("/account", t("My account"), ".tap-end") : null,
    link(`/judge/help/${language()}`, t("Help"), ".tap-end"),
    h("nav", { "aria-label": t("Light or dark") }, THEMES.map(shade)),
  );
}
