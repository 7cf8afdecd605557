// Signing in and out, and taking over a newer version of the app.

import { ask } from "../ui/dialog.js";
import { find, h, morph } from "../ui/dom.js";
import { t, tn } from "../ui/text.js";
import { codeForm, passwordLink } from "../views/sign-in.js";

const wrong = () => t("That is not a valid code. Look at the card and try again.");
const used = () => t("This code was used or has expired. Ask the organizer for a new card.");
/** @type {Record<string, () => string>} error → sentence */
const FAULTS = {
  "too-often": () => t("Too many wrong codes. Wait a few minutes or ask the organizer."),
  offline: () => t("The server cannot be reached. Check the network and try again."),
  "code-used": used,
  "code-expired": used,
  "code-revoked": used,
};

/** @import { Core } from "../app.js" */

/** @param {Core} app */
export function sessionActs(app) {
  /** @param {string} text @returns {Promise<boolean>} whether the judge is in */
  async function signIn(text) {
    const code = text.trim();
    if (!code) return fault(app, t("Type the code on your card."));
    app.busy = true;
    app.faults = {};
    app.redraw();
    const { ok, error } = await app.engine.signIn(code).catch(() => ({ ok: false, error: "offline" }));
    app.busy = false;
    if (!ok) return fault(app, (FAULTS[error ?? ""] ?? wrong)());
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
        h("h2", { id: "again" }, t("Sign in again")),
        h("p", t("Nothing is lost. Everything is kept on this device and is sent once you have signed in.")),
        form,
        passwordLink(),
        h("button.btn", { type: "button", onclick: () => dialog.close() }, t("Later: go on scoring")),
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
        title: t("There are unsent ballots"),
        body: h(
          "p",
          tn(
            "{n} ballot is on this device only. Signing out does not delete it, but it is sent only after you sign in again.",
            "{n} ballots are on this device only. Signing out does not delete them, but they are sent only after you sign in again.",
            waiting,
          ),
        ),
        actions: [
          { value: "", words: t("Cancel"), first: true },
          { value: "leave", words: t("Sign out"), kind: ".btn-stop" },
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
  app.faults = { code: words };
  app.redraw();
  app.repaint?.();
  find("dialog[open] #code, #code")?.focus();
  return false;
}
