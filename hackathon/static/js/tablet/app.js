// Starts the app: one engine below, one screen above, and addresses that work like those of any other page.

import { createEngine } from "./engine/index.js";
import { actsOf } from "./acts/acts.js";
import { stateOf, left } from "./model/times.js";
import { say } from "./ui/dialog.js";
import { h, morph } from "./ui/dom.js";
import { applyPreferences, language, t } from "./ui/language.js";
import { routeOf } from "./routes.js";
import { eventName, frame } from "./views/frame.js";
import { screenOf } from "./views/screens.js";
import { wayBack } from "./views/sign-in.js";

const SLOW = 8000;

class App {
  constructor(engine) {
    this.engine = engine;
    this.route = routeOf(location.href);
    this.opened = new Map();
    this.waitingSince = null;
    this.forget();
    Object.assign(this, actsOf(this));
  }

  /** What one screen remembers of its own, gone with the next. */
  forget() {
    this.faults = {};
    this.texts = {};
    this.picked = {};
    this.codes = null;
    this.code = 0;
  }

  get status() {
    return this.engine.status;
  }

  /** The server's clock, as well as this device knows it. */
  now = () => Date.now() + this.status.clockSkew;

  /** The round on screen: the one of the address, else the one looked at last, else the one that is open. */
  get round() {
    const { rounds } = this.status;
    const known = (key) => rounds.some((round) => round.key === key);
    if (this.route.round) return this.route.round;
    if (known(this.lastRound)) return this.lastRound;
    return (rounds.find(({ state }) => state === "open") ?? rounds.at(-1))?.key ?? null;
  }

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
    const view = screenOf(this);
    this.keys = view.keys ?? {};
    document.title = [view.title, eventName(this)].filter(Boolean).join(" · ");
    morph(document.getElementById("app"), h("div", { id: "app", "data-ready": true }, frame(this, view)));
    this.announceTrail();
  };

  /** Whoever listens hears when the server has confirmed the ballot on screen. */
  announceTrail() {
    const { path } = this.route;
    const words = document.querySelector(".trail .now")?.textContent ?? "";
    const came = this.trail?.path === path && this.trail.words !== words && words === t("trail-counted");
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

  /** Load what a round needs, once; "failed" only where the device holds nothing of it either. */
  open(round) {
    if (this.opened.has(round)) return;
    this.opened.set(round, "loading");
    const done = (how) => {
      this.opened.set(round, how);
      this.soon();
    };
    this.engine.open(round).then(
      ({ ok }) => done(ok ? "done" : "failed"),
      () => done("failed"),
    );
  }

  prefer(choose) {
    choose();
    this.redraw();
  }

  // ---- going somewhere

  go = (address, { replace = false, stay = false } = {}) => {
    const route = routeOf(address);
    if (route.name === "lost") return location.assign(address);
    history.replaceState({ ...history.state, y: scrollY }, "");
    history[replace ? "replaceState" : "pushState"]({}, "", address);
    this.arrive(route, { stay, y: 0 });
  };

  arrive(route, { stay, y }) {
    if (this.route.name === "scoring") this.engine.flush();
    if (route.path !== this.route.path) this.forget();
    this.route = route;
    this.lastRound = route.round ?? this.lastRound;
    this.redraw();
    if (stay) return;
    (document.querySelector("main h1") ?? document.querySelector("main")).focus({ preventScroll: true });
    scrollTo({ top: y, behavior: "instant" });
  }

  /** To the team before or after, where there is one. */
  turn = (by) => {
    const address = this.keys[by > 0 ? "ArrowRight" : "ArrowLeft"];
    if (address) this.go(address);
  };

  follow = (event) => {
    const link = event.target.closest("a[href]");
    const ours = link && !link.target && link.origin === location.origin && routeOf(link.href).name !== "lost";
    if (!ours || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
    event.preventDefault();
    this.go(link.pathname + link.search, { stay: link.hasAttribute("data-stay") });
  };

  press = (event) => {
    const busy =
      event.target.closest("input, textarea, dialog, select, [tabindex='0']") ||
      event.altKey ||
      event.metaKey ||
      event.ctrlKey;
    if (busy || document.querySelector("dialog[open]") || !this.keys[event.key]) return;
    event.preventDefault();
    this.go(this.keys[event.key]);
  };

  /** Once a second: the countdowns, and the moment at which a round opens or closes. */
  tick = () => {
    for (const node of document.querySelectorAll("[data-until]")) {
      const words = left(Number(node.dataset.until) - this.now(), language());
      if (node.textContent !== words) node.textContent = words;
    }
    const state = `${this.packet ? stateOf(this.packet, this.now()) : ""} ${this.slow}`;
    if (state !== this.seen) this.redraw();
    this.seen = state;
    applyPreferences();
  };
}

function listen(app) {
  history.scrollRestoration = "manual";
  addEventListener("popstate", (event) => app.arrive(routeOf(location.href), { y: event.state?.y ?? 0 }));
  addEventListener("pagehide", () => app.engine.flush());
  document.addEventListener("click", app.follow);
  document.addEventListener("keydown", app.press);
  app.engine.subscribe(app.soon);
  setInterval(app.tick, 1000);
}

applyPreferences();
const waiting = setTimeout(() => (document.getElementById("app").textContent = t("opening")), 300);
const app = new App(await createEngine());
clearTimeout(waiting);
document.getElementById("app").textContent = "";
document.body.append(h("p.sr", { id: "said", role: "status" }));
listen(app);
app.begin();
