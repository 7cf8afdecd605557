// Starts the app: one engine below, one screen above, and addresses that work like those of any other page.

import { createEngine } from "./engine/index.js";
import { actsOf } from "./acts/acts.js";
import { stateOf } from "./model/rounds.js";
import { say } from "./ui/dialog.js";
import { find, h, morph, targetOf } from "./ui/dom.js";
import { applyTheme } from "./ui/preferences.js";
import { language, speakChosen, t } from "./ui/text.js";
import { left } from "./ui/times.js";
import { routeOf } from "./routes.js";
import { eventName, frame } from "./views/frame.js";
import { screenOf } from "./views/screens.js";
import { wayBack } from "./views/sign-in.js";

const SLOW = 8000;
/** How long the app waits for the sentences of its language: without them it speaks English. */
const LONGEST = 4000;

/**
 * @import { Engine } from "./engine/engine.js"
 * @import { Route } from "./routes.js"
 * @import { Packet } from "./types.js"
 * @typedef {Core & ReturnType<typeof actsOf>} App  what the screens are given: what is shown, and every act of a judge
 * @typedef {App & {round: string, packet: Packet}} RoundApp  the same where the packet of the round on screen is here
 * @typedef {{text: string, fault?: boolean}} Typed  what stands in a field, whether it is a mark or not
 * @typedef {Record<string, Typed|undefined>} Texts  criterion → what was typed
 */

export class Core {
  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.route = routeOf(location.href);
    /** @type {Map<string, "loading"|"done"|"failed">} */
    this.opened = new Map();
    /** @type {number|null} */
    this.waitingSince = null;
    /** @type {string|undefined} */
    this.lastRound = undefined;
    /** @type {Record<string, string|null>} */
    this.keys = {};
    /** @type {{path: string, words: string}|null} */
    this.trail = null;
    /** @type {number|undefined} */
    this.drawing = undefined;
    this.seen = "";
    this.busy = false;
    /** @type {(() => void)|null} draws a dialog over the screen anew */
    this.repaint = null;
    this.forget();
    Object.assign(this, actsOf(this.whole));
  }

  /** What one screen remembers of its own, gone with the next. */
  forget() {
    /** @type {Record<string, string>} field → what is wrong with it */
    this.faults = {};
    /** @type {Record<string, Texts>} entry → marks as they were typed */
    this.texts = {};
    /** @type {Record<string, Record<string, string|undefined>>} entry → texts that are too long to be kept */
    this.longTexts = {};
    /** @type {Record<string, Record<string, number>>} entry → line of a conflict → which version */
    this.picked = {};
    /** @type {string[]|null} what waits, as QR codes */
    this.codes = null;
    /** @type {number} which of them is shown */
    this.code = 0;
  }

  get whole() {
    return /** @type {App} */ (/** @type {unknown} */ (this));
  }

  get status() {
    return this.engine.status;
  }

  /** The server's clock, as well as this device knows it. */
  now = () => Date.now() + this.status.clockSkew;

  /** The round on screen: the one of the address, else the one looked at last, else the one that is open. */
  get round() {
    const { rounds } = this.status;
    if (this.route.round) return this.route.round;
    if (rounds.some(({ key }) => key === this.lastRound)) return this.lastRound ?? null;
    return (rounds.find(({ state }) => state === "open") ?? rounds.at(-1))?.key ?? null;
  }

  /** The same for acts that only a screen of a round has. @returns {string} */
  get openRound() {
    if (!this.round) throw new Error("no round is on screen");
    return this.round;
  }

  /** @returns {Packet|null} */
  get packet() {
    return this.round ? this.engine.packet(this.round) : null;
  }

  get slow() {
    return this.waitingSince !== null && Date.now() - this.waitingSince > SLOW;
  }

  /** Somebody who comes home from signing in elsewhere goes on where they were. */
  begin() {
    const way = this.route.path === "/judge" && this.status.phase === "ready" ? wayBack() : null;
    if (way && routeOf(way).name !== "lost" && routeOf(way).name !== "sign-in") this.go(way, { replace: true });
    else this.redraw();
  }

  // ---- drawing

  redraw = () => {
    this.watch();
    const view = screenOf(this.whole);
    this.keys = view.keys ?? {};
    document.title = [view.title, eventName(this.whole)].filter(Boolean).join(" · ");
    morph(root, h("div", { id: "app", "data-ready": true }, frame(this.whole, view)));
    this.announceTrail();
  };

  /** Whoever listens hears when the server has confirmed the ballot on screen. */
  announceTrail() {
    const { path } = this.route;
    const words = document.querySelector(".trail .now")?.textContent ?? "";
    const came = this.trail?.path === path && this.trail.words !== words && words === t("Confirmed");
    this.trail = { path, words };
    if (came) say(words);
  }

  /** Many changes in one go are drawn once. */
  soon = () => {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      this.redraw();
    });
  };

  watch() {
    const { waiting, phase } = this.status;
    this.waitingSince = waiting ? (this.waitingSince ?? Date.now()) : null;
    if (phase === "ready" && this.round) this.open(this.round);
  }

  /** Load what a round needs, once; "failed" only where the device holds nothing of it either. @param {string} round */
  open(round) {
    if (this.opened.has(round)) return;
    this.opened.set(round, "loading");
    const done = (/** @type {"done"|"failed"} */ how) => {
      this.opened.set(round, how);
      this.soon();
    };
    this.engine.open(round).then(
      ({ ok }) => done(ok ? "done" : "failed"),
      () => done("failed"),
    );
  }

  /** @param {() => void} choose another language or light */
  async prefer(choose) {
    choose();
    await speakChosen();
    this.redraw();
  }

  // ---- going somewhere

  /** @param {string} address @param {{replace?: boolean, stay?: boolean}} how */
  go = (address, { replace = false, stay = false } = {}) => {
    const route = routeOf(address);
    if (route.name === "lost") return location.assign(address);
    history.replaceState({ ...history.state, y: scrollY }, "");
    history[replace ? "replaceState" : "pushState"]({}, "", address);
    this.arrive(route, { stay, y: 0 });
  };

  /** @param {Route} route @param {{stay?: boolean, y: number}} where */
  arrive(route, { stay, y }) {
    if (this.route.name === "scoring") this.engine.flush();
    if (route.path !== this.route.path) this.forget();
    this.route = route;
    this.lastRound = route.round ?? this.lastRound;
    this.redraw();
    if (stay) return;
    (find("main h1") ?? find("main"))?.focus({ preventScroll: true });
    scrollTo({ top: y, behavior: "instant" });
  }

  /** To the team before or after, where there is one. @param {1|-1} by */
  turn = (by) => {
    const address = this.keys[by > 0 ? "ArrowRight" : "ArrowLeft"];
    if (address) this.go(address);
  };

  /** @param {MouseEvent} event */
  follow = (event) => {
    const link = targetOf(event)?.closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || !isOurs(link) || isSpecial(event)) return;
    if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
    event.preventDefault();
    this.go(link.pathname + link.search, { stay: link.hasAttribute("data-stay") });
  };

  /** @param {KeyboardEvent} event */
  press = (event) => {
    const address = this.keys[event.key];
    const busy = targetOf(event)?.closest("input, textarea, dialog, select, [tabindex='0']");
    if (!address || busy || event.altKey || event.metaKey || event.ctrlKey || find("dialog[open]")) return;
    event.preventDefault();
    this.go(address);
  };

  /** Once a second: the countdowns, and the moment at which a round opens or closes. */
  tick = () => {
    for (const node of countdowns()) {
      const words = left(Number(node.dataset.until) - this.now());
      if (node.textContent !== words) node.textContent = words;
    }
    const state = `${this.packet ? stateOf(this.packet, this.now()) : ""} ${this.slow} ${language()}`;
    if (state !== this.seen) this.redraw();
    this.seen = state;
    applyTheme();
    void speakChosen(); // another page may have chosen anew
  };
}

/** @returns {NodeListOf<HTMLElement>} */
const countdowns = () => document.querySelectorAll("[data-until]");

/** Whether a link leads to a screen of this app, in this window. @param {HTMLAnchorElement} link */
const isOurs = (link) => !link.target && link.origin === location.origin && routeOf(link.href).name !== "lost";

/** A click that the browser should follow its own way: into a new tab, or not at all. @param {MouseEvent} event */
const isSpecial = (event) =>
  event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Speak, and say what takes so long. */
async function opening() {
  await speakChosen();
  setTimeout(() => root.dataset.ready ?? (root.textContent = t("Opening…")), 300);
}

/** @param {Core} app */
function listen(app) {
  history.scrollRestoration = "manual";
  addEventListener("popstate", (event) => app.arrive(routeOf(location.href), { y: event.state?.y ?? 0 }));
  addEventListener("pagehide", () => app.engine.flush());
  document.addEventListener("click", app.follow);
  document.addEventListener("keydown", app.press);
  app.engine.subscribe(app.soon);
  setInterval(app.tick, 1000);
}

/** The server's page holds it; every screen is drawn into it. */
const root = /** @type {HTMLElement} */ (document.getElementById("app"));

applyTheme();
const [engine] = await Promise.all([createEngine(), Promise.race([opening(), pause(LONGEST)])]);
const app = new Core(engine);
root.textContent = "";
document.body.append(h("p.sr", { id: "said", role: "status" }));
listen(app);
app.begin();
