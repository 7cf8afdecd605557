// Ending a conflict between two versions of a ballot, and recusing oneself.

import { missing } from "../model/rubric.js";
import { toEntry } from "../routes.js";
import { ask, say } from "../ui/dialog.js";
import { pick, t } from "../ui/language.js";
import { sealQuestion } from "./seal.js";

export function conflictActs(app) {
  return {
    picks: (entry, defaults) => ({ ...defaults, ...app.picked[entry] }),

    choose(entry, keys, at) {
      app.picked[entry] = { ...app.picked[entry], ...Object.fromEntries(keys.map((key) => [key, at])) };
      app.faults = {};
      app.redraw();
    },

    async resolve(position, { open, content }, sealed) {
      const gap = sealed ? missing(position.packet.rubric.criteria, content.marks) : [];
      app.faults = open.length
        ? { pick: t("pickEach") }
        : gap.length
          ? { pick: t("markMissing", { name: pick(gap[0].name) }) }
          : {};
      app.redraw();
      if (app.faults.pick) return document.querySelector(`[name="pick-${open[0] ?? gap[0].key}"]`)?.focus();
      if (sealed && (await ask(sealQuestion(app, position, content))) !== "seal") return;
      await app.engine.resolve(app.round, position.item.entry, { ...content, sealed });
      say(t(sealed ? "sealedNow" : "takenOver", { team: position.item.name }));
      app.go(toEntry(app.round, position.item.entry), { replace: true });
    },

    async recuse(item, reason) {
      app.faults = reason ? {} : { reason: t("reasonMissing") };
      app.redraw();
      if (!reason) return document.getElementById("reason").focus();
      const { ok, error } = (await app.engine.recuse(app.round, item.entry, reason)) ?? { ok: true };
      if (!ok) app.faults = { reason: `${t("recuseFailed")} ${error === "signed-out" ? t("keptNobody") : ""}` };
      if (!ok) return app.redraw();
      say(t("recusedNow", { team: item.name }));
      app.go(toEntry(app.round, item.entry), { replace: true });
    },
  };
}
