// What a judge should know about this device before the first ballot: whether it can keep work, and how to install the app.

import { ask } from "../ui/dialog.js";
import { h, icon } from "../ui/dom.js";
import { t } from "../ui/language.js";

/**
 * @import { App } from "../app.js"
 * @typedef {Event & {prompt: () => void}} InstallEvent  of browsers that can ask for it
 */

const SEEN = "judge-install-seen";

/** @param {App} app */
export function storageWarning({ status, engine, round }) {
  const { warning } = status.storage;
  const lines = [
    warning &&
      h(
        "div.banner.banner-stop",
        { key: "storage" },
        icon("alert"),
        h("span", h("b", t(`storage-${warning}`)), " ", t(`storage-${warning}-help`)),
      ),
    status.keyChanged &&
      h(
        "div.banner.banner-stop",
        { key: "key" },
        icon("lock"),
        h("span", h("b", t("keyChanged")), " ", t("keyChangedHelp")),
        h("button.btn", { type: "button", onclick: () => round && engine.trustKey(round) }, t("trustKey")),
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
    { key: "install", "aria-label": t("installTitle") },
    icon("device"),
    h("span", h("b", t("installTitle")), " ", t(app.status.offlineReady ? "installReady" : "installWhy")),
    h("button.btn", { type: "button", onclick: install }, t(offer ? "install" : "installHow")),
    h("button.btn.btn-quiet", { type: "button", onclick: () => dismiss(app) }, t("later")),
  );
}

function install() {
  if (offer) return offer.prompt();
  const body = h("ul.list", h("li", t("installApple")), h("li", t("installAndroid")));
  return ask({
    title: t("installTitle"),
    body,
    actions: [{ value: "", words: t("understood"), kind: ".btn-main", first: true }],
  });
}
