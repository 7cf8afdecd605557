// The ways out for what the server has not yet confirmed.

import { say } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { t } from "../ui/language.js";

/** @import { Core } from "../app.js" */

/** @param {Core} app */
export function unsentActs(app) {
  return {
    async trySending() {
      await app.engine.flush();
      app.redraw();
      const { waiting } = app.status;
      say(waiting ? t("stillWaiting", { n: waiting }) : t("allSent"));
    },

    async saveFile() {
      const { name, blob } = app.engine.unsentFile();
      const address = URL.createObjectURL(blob);
      h("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      say(t("fileSaved", { name }));
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
