// The ways out for what the server has not yet confirmed.

import { say } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { t, tn } from "../ui/text.js";

/** @import { Core } from "../app.js" */

/** @param {Core} app */
export function unsentActs(app) {
  return {
    async trySending() {
      await app.engine.flush();
      app.redraw();
      const { waiting } = app.status;
      say(
        waiting
          ? tn("{n} ballot still waits.", "{n} ballots still wait.", waiting)
          : t("The server has confirmed everything"),
      );
    },

    async saveFile() {
      const { name, blob } = app.engine.unsentFile();
      const address = URL.createObjectURL(blob);
      h("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      say(t("Saved {name}.", { name }));
    },

    /** Made when asked for, and once: what is in them is then known to have left by this way too. */
    makeCodes() {
      app.codes = app.engine.unsentCodes();
      app.code = 0;
      app.redraw();
    },

    /** @param {number} at */
    showCode(at) {
      app.code = at;
      app.redraw();
    },
  };
}
