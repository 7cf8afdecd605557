// All ballots of this device: in memory for the screens, in the store and its mirror for everything that can go wrong.

import { blank, isPending, isSpent, newest } from "./local-ballot.js";

/** @typedef {import("./local-ballot.js").Sheet} Sheet @typedef {(sheet: Sheet) => Sheet} Change */

export class Sheets {
  /** @param {{store: import("../store/store.js").Store, mirror: import("../store/mirror.js").Mirror, health: import("../store/health.js").Health, changed: (keys: string[], how: {isStored: boolean, isNew: boolean}) => void}} parts */
  constructor({ store, mirror, health, changed }) {
    Object.assign(this, { store, mirror, health, changed });
    /** @type {Map<string, Sheet>} */
    this.known = new Map();
    /** @type {Map<string, number>} writes under way by key */
    this.underway = new Map();
  }

  /** Takes the newer copy of every sheet, and puts into each store what only the other one had. */
  async load() {
    const stored = await this.store.all("sheets").catch(() => null);
    for (const sheet of [...(stored ?? []), ...this.mirror.all()])
      this.known.set(sheet.key, newest(this.known.get(sheet.key), sheet));
    if (!stored) return;
    const seqs = new Map(stored.map((sheet) => [sheet.key, sheet.seq]));
    const behind = [...this.known.values()].filter((sheet) => (seqs.get(sheet.key) ?? -1) < sheet.seq);
    if (behind.length > 0) await this.changeMany(new Map(behind.map((sheet) => [sheet.key, (kept) => kept])));
    for (const sheet of this.known.values()) this.mirror.write(sheet);
  }

  /** @returns {Sheet|null} */
  find(key) {
    return this.known.get(key) ?? null;
  }

  of(owner) {
    return [...this.known.values()].filter((sheet) => sheet.owner === owner);
  }

  /** Whether something is on its way into the store. */
  get isBusy() {
    return [...this.underway.values()].some((count) => count > 0);
  }

  /** How many ballots of each judge on this tablet wait. @returns {Map<string, number>} */
  waiting() {
    const counts = new Map();
    for (const sheet of this.known.values())
      if (isPending(sheet)) counts.set(sheet.owner, (counts.get(sheet.owner) ?? 0) + 1);
    return counts;
  }

  /** Changes one ballot: shown and mirrored before this returns, stored once the promise is kept. @param {Change} change */
  async change(owner, round, entry, change) {
    const key = [owner, round, entry].join("|");
    return (await this.changeMany(new Map([[key, change]]))).get(key);
  }

  /** @param {Map<string, Change>} changes @returns {Promise<Map<string, Sheet>>} */
  async changeMany(changes) {
    const seen = new Map([...changes].map(([key, change]) => [key, this.changeHere(key, change)]));
    this.changed([...changes.keys()], { isStored: false, isNew: true });
    const within = new Map(
      [...changes].map(([key, change]) => [key, (kept) => storable(change(latest(key, kept, seen.get(key).before)))]),
    );
    const results = await this.store.change("sheets", within).then(this.stored, this.failed);
    for (const [key, sheet] of results ?? []) this.take(key, sheet);
    for (const key of changes.keys()) this.underway.set(key, this.underway.get(key) - 1);
    const isNew = [...(results ?? [])].some(([key, sheet]) => (sheet?.seq ?? null) !== seen.get(key).seq); // another tab's work was in the store
    this.changed([...changes.keys()], { isStored: true, isNew });
    return new Map([...changes.keys()].map((key) => [key, results?.get(key) ?? seen.get(key).after]));
  }

  stored = (results) => {
    this.health.storeWorked();
    return results;
  };

  failed = (error) => {
    this.health.storeFailed(error);
    return null;
  };

  /** In memory and in the mirror, from whichever copy is newer: another tab may have just written the mirror. */
  changeHere(key, change) {
    const before = newest(this.known.get(key), this.mirror.read(key));
    const after = change(latest(key, before, null));
    this.underway.set(key, (this.underway.get(key) ?? 0) + 1);
    this.keepHere(key, after);
    return { before, after, seq: isSpent(after) ? null : after.seq };
  }

  /** What the store holds now, unless a later change of this tab is still on its way there. */
  take(key, sheet) {
    if (this.underway.get(key) === 1) this.keepHere(key, sheet ?? blank(...key.split("|")));
  }

  keepHere(key, sheet) {
    if (isSpent(sheet)) {
      this.known.delete(key);
      this.mirror.drop(key);
    } else {
      this.known.set(key, sheet);
      this.health.mirrored(this.mirror.write(sheet));
    }
  }

  /** Another tab has changed these. @param {string[]} keys */
  async reload(keys) {
    for (const key of keys) {
      const stored = await this.store.get("sheets", key).catch(() => this.mirror.read(key));
      if (this.underway.get(key)) continue;
      if (stored) this.known.set(key, stored);
      else this.known.delete(key);
    }
  }
}

const storable = (sheet) => (isSpent(sheet) ? null : sheet);
const latest = (key, one, other) => newest(one, other) ?? blank(...key.split("|"));
