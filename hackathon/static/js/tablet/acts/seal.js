// Sealing a ballot after all marks were read back, and opening it again.

import { missing } from "../model/rubric.js";
import { ask, say } from "../ui/dialog.js";
import { find, h } from "../ui/dom.js";
import { pick, t } from "../ui/text.js";
import { full } from "../ui/times.js";
import { changeIt } from "../views/ballot/banners.js";
import { readNotes } from "../views/ballot/notes.js";
import { scaleFault } from "./marks.js";
import { readback, zoneOf } from "../views/parts.js";

/**
 * @import { Core } from "../app.js"
 * @import { Content, Item, Position } from "../types.js"
 * @import { Question } from "../ui/dialog.js"
 */

/** @param {Core} app */
export function sealActs(app) {
  return {
    /** @param {Position} position */
    async seal(position) {
      app.faults = gaps(app, position);
      if (Object.keys(app.faults).length) return lookAt(app, Object.keys(app.faults)[0]);
      if ((await ask(sealQuestion(app, position, position.item.ballot))) !== "seal") return;
      const { ok, error } = await app.engine.seal(position.packet.round, position.item.entry);
      app.redraw();
      say(ok ? t("{team}: the ballot is sealed.", { team: position.item.name }) : t("Not sealed."));
      if (!ok) app.faults = { seal: (REFUSED[error ?? ""] ?? changeIt)() };
      if (!ok) return app.redraw();
      find(".acts .btn-main")?.focus();
    },

    /** @param {Item} item */
    async reopen(item) {
      await app.engine.reopen(app.openRound, item.entry);
      app.redraw();
      say(t("The ballot is open again. The earlier one counts until you seal anew."));
      (find(".criterion input:checked") ?? find("main h1"))?.focus();
    },
  };
}

/** What keeps the ballot from being sealed: criterion → sentence. @param {Core} app @param {Position} position */
function gaps(app, { item, packet }) {
  const { criteria } = packet.rubric;
  const typed = app.texts[item.entry] ?? {};
  const none = missing(criteria, item.ballot.marks).map(({ key, name }) => [
    key,
    t("{name} needs a mark before you can seal.", { name: pick(name) }),
  ]);
  const wrong = criteria.filter(({ key }) => typed[key]?.fault).map((each) => [each.key, scaleFault(each)]);
  return Object.fromEntries([...none, ...wrong]);
}

/** @type {Record<string, () => string>} error → sentence */
const REFUSED = {
  conflict: () => t("Two devices sent different ballots. Neither was deleted."),
  recused: () => t("You are recused from this team. You do not score it, and what you sent before does not count."),
  "signed-out": () => t("You are signed out. Sign in again."),
};

/** @param {Core} app @param {string} key */
function lookAt(app, key) {
  app.redraw();
  const block = document.getElementById(`mark-${key}`);
  (block?.querySelector("input") ?? block)?.focus();
  block?.scrollIntoView({ block: "center" });
}

/**
 * The read-back of all marks.
 * @param {Core} app @param {Position} position @param {Content} content @returns {Question}
 */
export function sealQuestion(app, { item, packet, state }, { marks, comment, note }) {
  const open = state === "open";
  const until = packet.closes_at
    ? t("You can open it again until judging closes, {time}.", { time: full(packet.closes_at, zoneOf(packet)) })
    : t("Until then a sealed ballot can be opened again.");
  const said = [
    open ? until : t("Judging is not open: it will be held, and does not count."),
    app.status.online ? null : t("You are offline: it is sealed on this device and sent once there is a connection."),
  ];
  return {
    title: t("Seal the ballot for {number} {team}?", { number: item.number, team: item.name }),
    body: [
      readback(packet.rubric.criteria, marks),
      readNotes(comment, note),
      h("p.small.muted", said.filter(Boolean).join(" ")),
    ],
    actions: [
      { value: "", words: t("Look again"), first: true },
      { value: "seal", words: open ? t("Seal") : t("Send to be held"), kind: ".btn-main" },
    ],
  };
}
