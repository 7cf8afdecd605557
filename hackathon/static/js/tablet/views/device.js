// What a judge should know about this device before the first ballot: whether it can keep work, and how to install the app.

import { ask } from "../ui/dialog.js";
import { h, icon } from "../ui/dom.js";
import { t } from "../ui/text.js";

/**
 * @import { App } from "../app.js"
 * @import { StorageReport } from "../types.js"
 * @typedef {Event & {prompt: () => void}} InstallEvent  of browsers that can ask for it
 */

const SEEN = "judge-install-seen";

/** @type {Record<NonNullable<StorageReport["warning"]>, {what: () => string, todo: () => string}>} */
const WARNINGS = {
  "no-storage": {
    what: () => t("This browser cannot keep anything."),
    todo: () =>
      t("Unsent work is gone when the page is closed or reloaded. Leave the private window, or use another device."),
  },
  "mirror-only": {
    what: () => t("This device's storage works only in part."),
    todo: () => t("You can score, but stay near a network if possible, and tell the organizer."),
  },
  full: {
    what: () => t("This device is full."),
    todo: () => t("The last change may not be kept. Free some space, or connect without closing the page."),
  },
  evicted: {
    what: () => t("The browser had thrown away what it kept."),
    todo: () => t("It was restored from a second copy. Check your ballots, and add the app to the home screen."),
  },
};

/** @param {App} app */
export function storageWarning({ status, engine, round }) {
  const { warning } = status.storage;
  const lines = [
    warning &&
      h(
        "div.banner.banner-stop",
        { key: "storage" },
        icon("alert"),
        h("span", h("b", WARNINGS[warning].what()), " ", WARNINGS[warning].todo()),
      ),
    status.keyChanged &&
      h(
        "div.banner.banner-stop",
        { key: "key" },
        icon("lock"),
        h(
          "span",
          h("b", t("The server's signature has changed.")),
          " ",
          t("Your work is kept. Ask the organizer whether the server was set up anew, and only then accept it."),
        ),
        h("button.btn", { type: "button", onclick: () => round && engine.trustKey(round) }, t("I asked: accept it")),
      ),
  ].filter(Boolean);
  return lines.length ? h("div", { role: "alert" }, lines) : null;
}

/** @type {InstallEvent|null} */
let offer = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = /** @type {InstallEvent} */ (event);
});

const installed = () =>
  matchMedia("(display-mode: standalone)").matches || ("standalone" in navigator && navigator.standalone === true);

function seen() {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return true;
  }
}

/** @param {App} app */
function dismiss(app) {
  try {
    localStorage.setItem(SEEN, "1");
  } catch {
    // without storage the hint comes back; nothing else is lost
  }
  app.redraw();
}

/**
 * Shown until it was put away: on the home screen the app opens by itself and its work is not thrown away.
 * @param {App} app
 */
export function installHint(app) {
  if (installed() || seen()) return null;
  return h(
    "aside.banner.hint",
    { key: "install", "aria-label": t("Add the app to the home screen") },
    icon("device"),
    h(
      "span",
      h("b", t("Add the app to the home screen")),
      " ",
      app.status.offlineReady
        ? t("This device opens without a network already. On the home screen it opens with one tap and stays.")
        : t("It opens with one tap, and the browser does not clear your work while the network is down."),
    ),
    h("button.btn", { type: "button", onclick: install }, offer ? t("Add it") : t("How")),
    h("button.btn.btn-quiet", { type: "button", onclick: () => dismiss(app) }, t("Not now")),
  );
}

function install() {
  if (offer) return offer.prompt();
  const body = h(
    "ul.list",
    h("li", t("iPad, iPhone: press Share, then “Add to Home Screen”")),
    h("li", t("Android: in the browser's menu, “Install app” or “Add to Home screen”")),
  );
  return ask({
    title: t("Add the app to the home screen"),
    body,
    actions: [{ value: "", words: t("Got it"), kind: ".btn-main", first: true }],
  });
}
