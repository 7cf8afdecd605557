// The service worker that lets the app open without a network, and the change to a newer version of the app.
// Without one (plain HTTP, old browsers) everything else works as long as the page stays open.

const ASK_AGAIN = 10 * 60_000;
const LATER = 10_000;

export class Shell {
  /** @param {{changed: () => void, mayReload: () => boolean}} parts */
  constructor({ changed, mayReload }) {
    this.changed = changed;
    this.mayReload = mayReload;
    this.workers = navigator.serviceWorker ?? null;
    /** @type {ServiceWorker|null} */
    this.waiting = null;
    this.controlled = false;
    this.taken = false;
    this.wanted = false;
  }

  get update() {
    return this.waiting !== null || this.taken;
  }

  get offlineReady() {
    return Boolean(this.workers?.controller);
  }

  /** Not waited for: a page that cannot have a worker is a page all the same. */
  start() {
    if (!this.workers) return;
    this.controlled = this.offlineReady;
    this.workers.addEventListener("controllerchange", () => this.takenOver());
    this.workers.register("/sw.js", { scope: "/judge", updateViaCache: "none" }).then(
      (registration) => this.watch(registration),
      () => {},
    );
    this.workers.ready.then(({ active }) => setTimeout(() => active?.postMessage({ type: "keep-later" }), LATER));
  }

  /** @param {ServiceWorkerRegistration} registration */
  watch(registration) {
    const look = () => {
      this.waiting = registration.waiting;
      this.changed();
      this.quietly();
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
    look();
    setInterval(() => document.visibilityState === "visible" && registration.update().catch(() => {}), ASK_AGAIN);
  }

  /** Nobody is looking and nothing is half written: the newer version may come in by itself. */
  quietly() {
    if (this.update && document.visibilityState === "hidden" && this.mayReload()) this.apply();
  }

  apply() {
    this.wanted = true;
    if (this.waiting) this.waiting.postMessage({ type: "take-over" });
    else if (this.taken) location.reload();
  }

  /**
   * Another worker is in charge: the first one of all changes nothing for this page, a newer one wants it loaded anew.
   */
  takenOver() {
    this.waiting = null;
    this.taken ||= this.controlled;
    this.controlled = true;
    if (this.taken && (this.wanted || (document.visibilityState === "hidden" && this.mayReload()))) location.reload();
    this.changed();
  }
}
