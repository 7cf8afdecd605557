// Giving the pledge.

import { givePledge } from "../engine/index.js";
import { say } from "../ui/dialog.js";
import { t } from "../ui/language.js";

const UNGIVEN = { invalid: "pledgeChanged", "signed-out": "keptNobody", "sign-in-needed": "keptNobody" };

export function pledgeActs(app) {
  return {
    async givePledge() {
      if (app.busy) return;
      app.busy = true;
      app.faults = {};
      app.redraw();
      const { ok, error } = await givePledge(app.engine, app.round, app.packet.pledge.version);
      app.busy = false;
      app.faults = ok ? {} : { pledge: t(UNGIVEN[error] ?? "pledgeUnsent") };
      app.redraw();
      if (!ok) return;
      say(t("pledgedNow"));
      document.querySelector("main h1")?.focus();
    },
  };
}
