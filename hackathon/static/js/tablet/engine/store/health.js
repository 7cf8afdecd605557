// Whether this device really keeps what is typed: tried before the judge starts, and watched afterwards.

import { isFull } from "./store.js";

/** @import { StorageReport } from "../../types.js" */

export class Health {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.store = false;
    this.mirror = false;
    this.full = false;
    this.evicted = false;
    /** @type {boolean|null} */
    this.persisted = null;
  }

  /**
   * A real write and a real reading of it.
   * @param {import("./store.js").Store} store @param {import("./mirror.js").Mirror} mirror
   */
  async examine(store, mirror) {
    this.mirror = mirror.works;
    const born = await store.get("meta", "born").catch(() => null);
    this.evicted = !born && mirror.get("born") !== null;
    const now = born ?? Date.now();
    this.store = await store.put("meta", now, "born").then(
      () => true,
      () => false,
    );
    if (this.store) mirror.set("born", now);
    this.askToPersist();
  }

  /** Nobody waits for this: one browser never answers, another does not know it. */
  askToPersist() {
    const note = (/** @type {boolean} */ persisted) => {
      this.persisted = persisted;
      this.changed();
    };
    try {
      navigator.storage?.persisted?.().then(note, () => {});
      navigator.storage?.persist?.().then(note, () => {});
    } catch {
      // it stays unknown
    }
  }

  storeWorked() {
    if (!this.store || this.full) this.changed();
    this.store = true;
    this.full = false;
  }

  /** @param {unknown} error */
  storeFailed(error) {
    this.store = false;
    this.full = isFull(error);
    this.changed();
  }

  /** @param {boolean} worked */
  mirrored(worked) {
    this.mirror = worked;
  }

  /** @returns {StorageReport} */
  get report() {
    const kind = this.store ? "indexeddb" : this.mirror ? "mirror" : "none";
    return { kind, persisted: this.persisted, warning: this.warning(kind) };
  }

  /** @param {StorageReport["kind"]} kind @returns {StorageReport["warning"]} */
  warning(kind) {
    if (this.full) return "full";
    if (kind === "none") return "no-storage";
    if (kind === "mirror") return "mirror-only";
    return this.evicted ? "evicted" : null;
  }
}
