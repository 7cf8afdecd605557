// Sealing a ballot after all marks were read back, and opening it again.

import { full } from "../model/times.js";
import { ask, say } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { language, t } from "../ui/language.js";
import { readNotes } from "../views/ballot/notes.js";
import { gaps } from "../views/ballot/scoring.js";
import { readback, zoneOf } from "../views/parts.js";

export function sealActs(app) {
  return {
    async seal(position) {
      app.faults = gaps(app, position);
      if (Object.keys(app.faults).length) return lookAt(app, Object.keys(app.faults)[0]);
      if ((await ask(sealQuestion(app, position, position.item.ballot))) !== "seal") return;
      const { ok, error } = (await app.engine.seal(app.round, position.item.entry)) ?? { ok: true };
      app.redraw();
      say(ok ? t("sealedNow", { team: position.item.name }) : t("notSealed"));
      if (!ok) app.faults = { seal: t(REFUSED[error] ?? "refusedEdit") };
      if (!ok) return app.redraw();
      document.querySelector(".acts .btn-main")?.focus();
    },

    async reopen(item) {
      await app.engine.reopen(app.round, item.entry);
      app.redraw();
      say(t("reopenedNow"));
      (document.querySelector(".criterion input:checked") ?? document.querySelector("main h1")).focus();
    },
  };
}

const REFUSED = { conflict: "conflictHere", recused: "recusedHere", "signed-out": "keptNobody" };

function lookAt(app, key) {
  app.redraw();
  const block = document.getElementById(`mark-${key}`);
  (block?.querySelector("input") ?? block)?.focus();
  block?.scrollIntoView({ block: "center" });
}

/** The read-back of all marks. */
export function sealQuestion(app, { item, packet, state }, { marks, comment, note }) {
  const open = state === "open";
  const until = packet.closes_at
    ? t("mayReopenUntil", { time: full(packet.closes_at, zoneOf(packet), language()) })
    : t("mayReopen");
  const said = [open ? until : t("heldOnly"), app.status.online ? null : t("sealOffline")];
  return {
    title: t("sealTitle", { number: item.number, team: item.name }),
    body: [
      readback(packet.rubric.criteria, marks),
      readNotes(comment, note),
      h("p.small.muted", said.filter(Boolean).join(" ")),
    ],
    actions: [
      { value: "", words: t("lookAgain"), first: true },
      { value: "seal", words: t(open ? "sealNow" : "sendHeld"), kind: ".btn-main" },
    ],
  };
}
