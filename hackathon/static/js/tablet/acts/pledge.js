// Giving the pledge.

import { givePledge } from "../engine/index.js";
import { say } from "../ui/dialog.js";
import { find } from "../ui/dom.js";
import { t } from "../ui/text.js";

/** @import { Core } from "../app.js" */

const unsent = () =>
  t("The server could not be reached: the pledge was not given. Press again once there is a connection.");
const signedOut = () => t("You are signed out. Sign in again.");
/** @type {Record<string, () => string>} error → sentence */
const UNGIVEN = {
  invalid: () => t("The words have changed. Please read the new ones and press again."),
  "signed-out": signedOut,
  "sign-in-needed": signedOut,
};

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
      app.faults = ok ? {} : { pledge: (UNGIVEN[error ?? ""] ?? unsent)() };
      app.redraw();
      if (!ok) return;
      say(t("Pledge given. You can score now."));
      find("main h1")?.focus();
    },
  };
}
