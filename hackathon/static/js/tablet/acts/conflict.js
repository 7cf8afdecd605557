// Ending a conflict between two versions of a ballot, and recusing oneself.

import { missing } from "../model/rubric.js";
import { toEntry } from "../routes.js";
import { ask, say } from "../ui/dialog.js";
import { find } from "../ui/dom.js";
import { pick, t } from "../ui/text.js";
import { sealQuestion } from "./seal.js";

/**
 * @import { Core } from "../app.js"
 * @import { Content, Criterion, Item, Position } from "../types.js"
 * @typedef {Omit<Content, "sealed">} Chosen
 */

/** @param {Core} app */
export function conflictActs(app) {
  return {
    /** @param {string} entry @param {Record<string, number>} defaults @returns {Record<string, number>} */
    picks: (entry, defaults) => ({ ...defaults, ...app.picked[entry] }),

    /** @param {string} entry @param {string[]} keys @param {number} at */
    choose(entry, keys, at) {
      app.picked[entry] = { ...app.picked[entry], ...Object.fromEntries(keys.map((key) => [key, at])) };
      app.faults = {};
      app.redraw();
    },

    /** @param {Position} position @param {{open: string[], content: Chosen}} choice @param {boolean} sealed */
    async resolve(position, { open, content }, sealed) {
      const fault = faultOf(open, sealed ? missing(position.packet.rubric.criteria, content.marks) : []);
      app.faults = fault ? { pick: fault.words } : {};
      app.redraw();
      if (fault) return find(`[name="pick-${fault.key}"]`)?.focus();
      if (sealed && (await ask(sealQuestion(app, position, { ...content, sealed }))) !== "seal") return;
      await app.engine.resolve(position.packet.round, position.item.entry, { ...content, sealed });
      const team = position.item.name;
      say(sealed ? t("{team}: the ballot is sealed.", { team }) : t("{team}: your choice is in the ballot.", { team }));
      app.go(toEntry(position.packet.round, position.item.entry), { replace: true });
    },

    /** @param {Item} item @param {string} reason */
    async recuse(item, reason) {
      app.faults = reason ? {} : { reason: t("Write a reason. Only organizers and the chair read it.") };
      app.redraw();
      if (!reason) return find("#reason")?.focus();
      const { ok, error } = await app.engine.recuse(app.openRound, item.entry, reason);
      if (!ok)
        app.faults = {
          reason: `${t("The recusal was not recorded.")} ${error === "signed-out" ? t("You are signed out. Sign in again.") : ""}`,
        };
      if (!ok) return app.redraw();
      say(t("{team}: your recusal is recorded.", { team: item.name }));
      app.go(toEntry(app.openRound, item.entry), { replace: true });
    },
  };
}

/** What is still to be chosen or marked, and the first line of it. @param {string[]} open @param {Criterion[]} gap */
function faultOf(open, gap) {
  if (open.length) return { key: open[0], words: t("Choose one side on every line.") };
  return gap.length
    ? { key: gap[0].key, words: t("{name} needs a mark before you can seal.", { name: pick(gap[0].name) }) }
    : null;
}
