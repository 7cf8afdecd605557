// The way out when every network is dead: what waits on this device as a file, or shown to a camera one code after the other.

import { itemsOf } from "../model/items.js";
import { qr } from "../engine/index.js";
import { h, icon, s } from "../ui/dom.js";
import { t } from "../ui/language.js";
import { toItem } from "../routes.js";
import { link, plate, trailWords } from "./parts.js";

/**
 * @import { App } from "../app.js"
 * @import { Item, Packet, View } from "../types.js"
 */

/** @param {App} app @returns {View} */
export function unsent(app) {
  const { waiting, refused, others } = app.status;
  const title = t("unsentTitle");
  const nothing = !waiting && !refused && !others.length;
  return {
    title,
    kind: "wrap",
    main: [
      h("div.head", h("h1", { tabindex: "-1" }, title), h("p", t(waiting ? "unsentHelp" : "unsentNone"))),
      nothing
        ? h(
            "div.empty",
            h("b", t("allSent")),
            h("p.muted", t("allSentHelp")),
            link("/judge", t("teams"), ".btn.btn-main"),
          )
        : h("div.out", list(app), ways(app)),
    ],
  };
}

/** @param {App} app */
function list(app) {
  const { status } = app;
  return h(
    "section.card",
    h("h2", t("unsentHere", { n: status.waiting })),
    h(
      "ul.list",
      waitingItems(app).map(({ packet, item }) => row(packet, item)),
      status.others.map(({ judge, waiting }) =>
        h(
          "li",
          icon("device"),
          h("span", h("b", t("othersWork", { judge, n: waiting })), h("span.small.muted", t("othersHelp"))),
        ),
      ),
    ),
    status.signInNeeded
      ? h("button.btn", { type: "button", onclick: app.signInAgain }, t("signIn"))
      : h("button.btn", { type: "button", onclick: app.trySending }, icon("send"), t("tryNow")),
  );
}

/** @param {App} app */
function waitingItems({ engine, status }) {
  return status.rounds.flatMap(({ key }) => {
    const packet = engine.packet(key);
    return packet
      ? itemsOf(engine, packet)
          .filter((item) => item.ballot.dirty || item.ballot.error)
          .map((item) => ({ packet, item }))
      : [];
  });
}

/** @param {Packet} packet @param {Item} item */
function row(packet, item) {
  const where = item.ballot.error ? t("is-rejected") : (trailWords(item.ballot) ?? t("trail-device"));
  return h(
    "li",
    { key: `${packet.round} ${item.entry}` },
    h(
      "a.other",
      { href: toItem(packet.round, item) },
      plate(item, packet.rubric.criteria.length, ".plate-sm"),
      h("span", h("b", item.name), h("span.small.muted", where)),
    ),
  );
}

/** @param {App} app */
function ways(app) {
  if (!app.status.waiting && !app.status.refused) return null;
  return h(
    "section.card.stack",
    h("h2", t("waysOut")),
    h("p.muted", t("waysHelp")),
    h("button.btn.btn-main.btn-big", { type: "button", onclick: app.saveFile }, icon("file"), t("saveFile")),
    codes(app),
  );
}

/** @param {App} app */
function codes(app) {
  const all = app.codes;
  if (!all) return h("button.btn.btn-big", { key: "show", type: "button", onclick: app.makeCodes }, t("showCodes"));
  const at = Math.min(app.code, all.length - 1);
  const turn = (/** @type {number} */ to, /** @type {string} */ words, /** @type {string} */ sign) =>
    h(
      "button.btn",
      {
        type: "button",
        "aria-disabled": to < 0 || to >= all.length ? "true" : null,
        onclick: () => to >= 0 && to < all.length && app.showCode(to),
      },
      sign === "left" ? icon("left") : null,
      words,
      sign === "right" ? icon("right") : null,
    );
  return h(
    "div.codes",
    { key: "codes" },
    h("h3", t("codesTitle")),
    h("p.small.muted", t("codesHelp")),
    picture(all[at], t("codeOf", { at: at + 1, n: all.length })),
    all.length > 1 &&
      h(
        "div.row.turns",
        turn(at - 1, t("codeBefore"), "left"),
        h("b.num", { role: "status" }, `${at + 1} / ${all.length}`),
        turn(at + 1, t("codeAfter"), "right"),
      ),
  );
}

const QUIET = 4;
let drawn = { text: "", path: "", size: 0 };

/** Dark on white in both themes: that is what a camera reads. @param {string} text @param {string} label */
function picture(text, label) {
  if (drawn.text !== text) drawn = { text, ...pathOf(qr(text)) };
  const { path, size } = drawn;
  return s(
    "svg.qr",
    { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    s("rect", { width: size, height: size, fill: "#fff" }),
    s("path", { d: path, fill: "#000" }),
  );
}

/** @param {boolean[][]} rows */
function pathOf(rows) {
  const path = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
  return { path, size: rows.length + 2 * QUIET };
}
