// What stands around every screen: where one can go, how the sending goes, language and light.

import { h, icon } from "../ui/dom.js";
import { chooseLanguage, chooseTheme, language, pick, t, theme } from "../ui/language.js";
import { hour } from "../model/times.js";
import { toCompare, toRound } from "../routes.js";
import { banner, link, zoneOf } from "./parts.js";

/**
 * @import { Language, Theme } from "../ui/language.js"
 * @import { App } from "../app.js"
 * @import { View } from "../types.js"
 */

/** @type {Theme[]} */
const THEMES = ["auto", "light", "dark"];

/** @param {App} app @param {View} view */
export function frame(app, view) {
  return [
    h(
      "div",
      { key: "top" },
      h("a.skip", { href: "#main" }, t("skip")),
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
    h("nav.areas", { "aria-label": t("mainMenu") }, areas(app, view)),
    h(
      "div.side",
      person ? [h("span.wide", person.name), h("button", { type: "button", onclick: app.leave }, t("signOut"))] : null,
    ),
    h("nav.lang", { "aria-label": "언어 · Language" }, languages(app)),
  );
}

/** @param {App} app */
export const eventName = (app) => pick(app.packet?.event?.name) || t("product");

/** @param {App} app @param {View} view */
function areas(app, view) {
  if (app.status.phase !== "ready") return null;
  const roles = app.status.person?.roles ?? [];
  const area = (/** @type {string} */ href, /** @type {string} */ words, here = false) =>
    h("a", { href, "aria-current": here ? "page" : null }, words);
  const may = (/** @type {string[]} */ ...names) => names.some((name) => roles.includes(name));
  return [
    may("organizer", "auditor", "staff") && area("/organizer", t("areaOrganizer")),
    area(app.round ? toRound(app.round) : "/judge", t("teams"), view.area === "teams"),
    app.packet && area(toCompare(app.packet.round), t("compare"), view.area === "compare"),
    may("captain", "member") && area("/team", t("areaTeam")),
  ];
}

/** @param {App} app */
function languages(app) {
  /** @param {Language} key @param {string} words @param {string} [label] */
  const button = (key, words, label) =>
    h(
      "button",
      {
        type: "button",
        lang: key,
        "aria-label": label,
        "aria-current": language() === key ? "true" : null,
        onclick: () => app.prefer(() => chooseLanguage(key)),
      },
      words,
    );
  return [button("ko", "한국어"), button("en", "EN", "English")];
}

/** How it stands with sending. Offline is normal and says so quietly. @param {App} app */
function notices(app) {
  const { status } = app;
  return [
    status.signInNeeded &&
      banner(
        ".banner-wait",
        "lock",
        t("signInAgain", { n: status.waiting }),
        h("button.btn", { type: "button", onclick: app.signInAgain }, t("signIn")),
      ),
    sending(app),
    status.update &&
      banner(
        "",
        "device",
        t("update"),
        h("button.btn.btn-quiet", { type: "button", onclick: app.update }, t("updateNow")),
      ),
  ];
}

/** @param {App} app */
function sending(app) {
  const { status, route } = app;
  const act =
    route.name === "unsent" || !status.waiting
      ? null
      : h("a.btn.btn-quiet", { href: "/judge/unsent" }, icon("file"), t("export"));
  if (status.signInNeeded) return null;
  if (!status.online && status.phase === "ready") {
    const words = status.waiting ? t("waitingOffline", { n: status.waiting }) : t("offline");
    return banner("", "offline", [h("b", t("offlineWord")), " · ", words], act);
  }
  return app.slow && status.waiting ? banner("", "send", t("waitingOnline", { n: status.waiting }), act) : null;
}

/** @param {App} app */
function footer(app) {
  const { lastContact } = app.status;
  const choice = (/** @type {Theme} */ key) =>
    h(
      "button",
      {
        type: "button",
        "aria-current": theme() === key ? "true" : null,
        onclick: () => app.prefer(() => chooseTheme(key)),
      },
      t(`theme-${key}`),
    );
  return h(
    "footer.end",
    { key: "end" },
    h("span", eventName(app)),
    lastContact
      ? h("span.num", t("lastContact", { time: hour(lastContact + app.status.clockSkew, zoneOf(app.packet)) }))
      : null,
    app.status.phase === "ready" ? link("/judge/unsent", t("unsentTitle"), ".tap-end") : null,
    h("nav", { "aria-label": t("theme") }, THEMES.map(choice)),
  );
}
