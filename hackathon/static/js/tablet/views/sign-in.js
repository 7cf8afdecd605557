// Signing in with the short code of a card. The same form stands on a page of its own and over work that is kept.

import { h, targetOf } from "../ui/dom.js";
import { t, tn } from "../ui/text.js";

/** @import { App } from "../app.js" @import { View } from "../types.js" */

/** @param {App} app @returns {View} */
export function signing(app) {
  const { waiting } = app.status;
  const kept = app.status.others.reduce((sum, other) => sum + other.waiting, waiting);
  return {
    title: t("Judge sign-in"),
    kind: "sign-in-page",
    main: h(
      "div.card.stack.entering",
      h("h1", { tabindex: "-1" }, t("Judge sign-in")),
      h("p.muted", t("Open the QR code of your card with the camera, or type the code printed on it.")),
      kept
        ? h(
            "p",
            tn(
              "{n} unsent ballot is kept on this device. Sign in and it is sent.",
              "{n} unsent ballots are kept on this device. Sign in and they are sent.",
              kept,
            ),
          )
        : null,
      codeForm(app),
      h("p.small", passwordLink()),
    ),
  };
}

const WAY = "judge-way";

/** The usual page. It leads to the judge's home, and from there to where somebody was. */
export function passwordLink() {
  const remember = () => safely(() => sessionStorage.setItem(WAY, location.pathname));
  return h("a.tap", { href: "/sign-in", onclick: remember }, t("Sign in with a password"));
}

/** Where somebody was when they left for the usual page; told once. */
export function wayBack() {
  const way = safely(() => sessionStorage.getItem(WAY));
  safely(() => sessionStorage.removeItem(WAY));
  return way;
}

/** Some browsers keep nothing at all; then there is only no way back. @template T @param {() => T} act */
function safely(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

/**
 * @param {{faults: Record<string, string>, busy: boolean, signIn: (code: string) => Promise<boolean>}} app
 * @param {() => void} done called when the judge is in
 */
export function codeForm({ faults, busy, signIn }, done = () => {}) {
  const fault = faults.code;
  const send = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const code = targetOf(event)?.querySelector("input")?.value ?? "";
    if (await signIn(code)) done();
  };
  return h(
    "form.stack",
    { onsubmit: send, novalidate: true },
    h(
      "div.field",
      h("label", { for: "code" }, t("Code on the card")),
      h("input.input.code-input", {
        id: "code",
        name: "code",
        autocomplete: "one-time-code",
        autocapitalize: "characters",
        spellcheck: "false",
        enterkeyhint: "go",
        maxlength: 40,
        "aria-invalid": fault ? "true" : null,
        "aria-describedby": "code-fault",
      }),
      h("p.error", { id: "code-fault", role: "alert" }, fault ?? ""),
    ),
    h("button.btn.btn-main.btn-big", { "aria-disabled": busy ? "true" : null }, busy ? t("Checking…") : t("Sign in")),
  );
}
