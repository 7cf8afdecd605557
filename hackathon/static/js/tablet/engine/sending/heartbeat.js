// Signs of life: whenever the page wakes, the network comes back or some time has passed, the server is asked again.

import { Backoff } from "./net.js";

const BEAT = 20_000;

export class Heartbeat {
  /** @param {{beat: () => Promise<boolean>, leave: () => void}} parts beat: true when the server answered */
  constructor({ beat, leave }) {
    this.beat = beat;
    this.leave = leave;
    this.backoff = new Backoff({ first: BEAT / 4, longest: 60_000 });
    this.timer = 0;
    this.again = false;
    /** @type {Promise<void>|null} */
    this.beating = null;
  }

  start() {
    const wake = () => document.visibilityState === "visible" && void this.now();
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
    addEventListener("focus", wake);
    document.addEventListener("visibilitychange", () =>
      document.visibilityState === "visible" ? wake() : this.leave(),
    );
    addEventListener("pagehide", () => this.leave());
    void this.now();
  }

  /**
   * A sign of life that comes in the middle of a beat is not lost: the network may have come back just now.
   * @returns {Promise<void>}
   */
  now() {
    this.again = Boolean(this.beating);
    this.beating ??= this.once().finally(() => (this.beating = null));
    return this.beating;
  }

  async once() {
    clearTimeout(this.timer);
    let answered;
    do {
      this.again = false;
      answered = await this.beat().catch(() => false);
    } while (this.again);
    if (answered) this.backoff.succeeded();
    const wait = answered ? BEAT * (0.9 + Math.random() / 5) : this.backoff.failed();
    this.timer = setTimeout(() => (document.visibilityState === "visible" ? void this.now() : void this.sleep()), wait);
  }

  /** A page that nobody sees does not ask; it looks now and then whether it is seen again. */
  sleep() {
    this.timer = setTimeout(() => (document.visibilityState === "visible" ? void this.now() : this.sleep()), BEAT);
  }
}
