// Giving the pledge.

import { givePledge } from "../engine/index.js";
import { say } from "../ui/dialog.js";
import { find } from "../ui/dom.js";
import { t } from "../ui/language.js";

/** @import { Core } from "../app.js" */

/** @type {Record<string, string>} error → sentence */
const UNGIVEN = { invalid: "pledgeChanged", "signed-out": "keptNobody", "sign-in-needed": "keptNobody" };

/** @param {Core} app */
export function pledgeActs(app) {
  return {
    async givePledge() {
      const { packet } = app;
      if (app.busy || !packet?.pledge) return;
      app.busy = true;
      app.faults = {};
      app.redraw();
      const { ok, error } = await givePledge(app.engine, packet.round, packet.pledge.version);
      app.busy = false;
      app.faults = ok ? {} : { pledge: t(UNGIVEN[error ?? ""] ?? "pledgeUnsent") };
      app.redraw();
      if (!ok) return;
      say(t("pledgedNow"));
      find("main h1")?.focus();
    },
  };
}
