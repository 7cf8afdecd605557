// Signing in and out, and taking over a newer version of the app.

import { ask } from "../ui/dialog.js";
import { find, h, morph } from "../ui/dom.js";
import { t } from "../ui/language.js";
import { codeForm, passwordLink } from "../views/sign-in.js";

/** @type {Record<string, string>} error → sentence */
const FAULTS = {
  "too-often": "codeTooOften",
  offline: "codeOffline",
  "code-used": "codeUsed",
  "code-expired": "codeUsed",
  "code-revoked": "codeUsed",
};

/** @import { Core } from "../app.js" */

/** @param {Core} app */
export function sessionActs(app) {
  /** @param {string} text @returns {Promise<boolean>} whether the judge is in */
  async function signIn(text) {
    const code = text.trim();
    if (!code) return fault(app, "codeMissing");
    app.busy = true;
    app.faults = {};
    app.redraw();
    const { ok, error } = await app.engine.signIn(code).catch(() => ({ ok: false, error: "offline" }));
    app.busy = false;
    if (!ok) return fault(app, FAULTS[error ?? ""] ?? "codeWrong");
    app.opened.clear();
    if (app.route.name === "sign-in") app.go("/judge", { replace: true });
    app.redraw();
    return true;
  }

  return {
    signIn,

    /** Over the work, which stays as it is below. */
    signInAgain() {
      const form = h("div");
      const dialog = h(
        "dialog.stack",
        { "aria-labelledby": "again" },
        h("h2", { id: "again" }, t("againTitle")),
        h("p", t("againHelp")),
        form,
        passwordLink(),
        h("button.btn", { type: "button", onclick: () => dialog.close() }, t("goOnScoring")),
      );
      const close = () => dialog.close();
      const repaint = () => void morph(form, h("div", codeForm({ faults: app.faults, busy: app.busy, signIn }, close)));
      app.repaint = repaint;
      repaint();
      dialog.addEventListener("close", () => {
        dialog.remove();
        app.repaint = null;
      });
      document.body.append(dialog);
      dialog.showModal();
      dialog.querySelector("input")?.focus();
    },

    async leave() {
      const { waiting } = app.status;
      const kept = {
        title: t("leaveTitle"),
        body: h("p", t("leaveHelp", { n: waiting })),
        actions: [
          { value: "", words: t("cancel"), first: true },
          { value: "leave", words: t("signOut"), kind: ".btn-stop" },
        ],
      };
      if (waiting && (await ask(kept)) !== "leave") return;
      await app.engine.signOut();
      app.opened.clear();
      app.go("/judge/sign-in", { replace: true });
    },

    update: () => app.engine.applyUpdate(),
  };
}

/** @param {Core} app @param {string} words */
function fault(app, words) {
  app.faults = { code: t(words) };
  app.redraw();
  app.repaint?.();
  find("dialog[open] #code, #code")?.focus();
  return false;
}
