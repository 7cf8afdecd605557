// The way out when every network is dead: what waits on this device as a file, or shown to a camera one code after the other.

import { itemsOf } from "../model/items.js";
import { qr } from "../engine/index.js";
import { h, icon, s } from "../ui/dom.js";
import { t, tn } from "../ui/text.js";
import { toItem } from "../routes.js";
import { link, plate, trailWords } from "./parts.js";
import { BALLOT, TRAIL } from "./states.js";

/**
 * @import { App } from "../app.js"
 * @import { Item, Packet, View } from "../types.js"
 */

/** @param {App} app @returns {View} */
export function unsent(app) {
  const { waiting, refused, others } = app.status;
  const title = t("Unsent ballots");
  const nothing = !waiting && !refused && !others.length;
  return {
    title,
    kind: "wrap",
    main: [
      h(
        "div.head",
        h("h1", { tabindex: "-1" }, title),
        h(
          "p",
          waiting
            ? t(
                "They are sent by themselves once the network is back. If it never is, hand them to the organizer as a file or by QR code.",
              )
            : t("Nothing is left on this device."),
        ),
      ),
      nothing
        ? h(
            "div.empty",
            h("b", t("The server has confirmed everything")),
            h("p.muted", t("There is nothing to export.")),
            link("/judge", t("Teams"), ".btn.btn-main"),
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
    h("h2", t("{n} on this device", { n: status.waiting })),
    h(
      "ul.list",
      waitingItems(app).map(({ packet, item }) => row(packet, item)),
      status.others.map(({ judge, waiting }) =>
        h(
          "li",
          icon("device"),
          h(
            "span",
            h("b", tn("{n} ballot of judge {judge}", "{n} ballots of judge {judge}", waiting, { judge })),
            h("span.small.muted", t("Sent as soon as that judge signs in.")),
          ),
        ),
      ),
    ),
    status.signInNeeded
      ? h("button.btn", { type: "button", onclick: app.signInAgain }, t("Sign in"))
      : h("button.btn", { type: "button", onclick: app.trySending }, icon("send"), t("Send now")),
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
  const where = item.ballot.error ? BALLOT.rejected() : (trailWords(item.ballot) ?? TRAIL.device());
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
    h("h2", t("Hand them over yourself")),
    h(
      "p.muted",
      t(
        "The file and the codes hold the same. Nothing is deleted here when the organizer reads them, and nothing counts twice.",
      ),
    ),
    h("button.btn.btn-main.btn-big", { type: "button", onclick: app.saveFile }, icon("file"), t("Save as a file")),
    codes(app),
  );
}

/** @param {App} app */
function codes(app) {
  const all = app.codes;
  if (!all) return h("button.btn.btn-big", { key: "show", type: "button", onclick: app.makeCodes }, t("Show QR codes"));
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
    h("h3", t("By QR code")),
    h("p.small.muted", t("Show them to the organizer's camera one after the other.")),
    picture(all[at], t("QR code {at} of {n}", { at: at + 1, n: all.length })),
    all.length > 1 &&
      h(
        "div.row.turns",
        turn(at - 1, t("Back"), "left"),
        h("b.num", { role: "status" }, `${at + 1} / ${all.length}`),
        turn(at + 1, t("Next"), "right"),
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
