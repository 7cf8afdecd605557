// All ballots of this device: in memory for the screens, in the store and its mirror for everything that can go wrong.

import { blank, isPending, isSpent, newest } from "./local-ballot.js";

/** @typedef {import("./local-ballot.js").LocalBallot} LocalBallot @typedef {(ballot: LocalBallot) => LocalBallot} Change */

export class BallotRepository {
  /** @param {{store: import("../store/store.js").Store, mirror: import("../store/mirror.js").Mirror, health: import("../store/health.js").Health, changed: (keys: string[], how: {isStored: boolean, isNew: boolean}) => void}} parts */
  constructor({ store, mirror, health, changed }) {
    Object.assign(this, { store, mirror, health, changed });
    /** @type {Map<string, LocalBallot>} */
    this.known = new Map();
    /** @type {Map<string, number>} writes under way by key */
    this.underway = new Map();
  }

  /** Takes the newer copy of every ballot, and puts into each store what only the other one had. */
  async load() {
    const stored = await this.store.all("sheets").catch(() => null);
    for (const ballot of [...(stored ?? []), ...this.mirror.all()])
      this.known.set(ballot.key, newest(this.known.get(ballot.key), ballot));
    if (!stored) return;
    const seqs = new Map(stored.map((ballot) => [ballot.key, ballot.seq]));
    const behind = [...this.known.values()].filter((ballot) => (seqs.get(ballot.key) ?? -1) < ballot.seq);
    if (behind.length > 0) await this.changeMany(new Map(behind.map((ballot) => [ballot.key, (kept) => kept])));
    for (const ballot of this.known.values()) this.mirror.write(ballot);
  }

  /** @returns {LocalBallot|null} */
  find(key) {
    return this.known.get(key) ?? null;
  }

  of(owner) {
    return [...this.known.values()].filter((ballot) => ballot.owner === owner);
  }

  /** Whether something is on its way into the store. */
  get isBusy() {
    return [...this.underway.values()].some((count) => count > 0);
  }

  /** How many ballots of each judge on this tablet wait. @returns {Map<string, number>} */
  waiting() {
    const counts = new Map();
    for (const ballot of this.known.values())
      if (isPending(ballot)) counts.set(ballot.owner, (counts.get(ballot.owner) ?? 0) + 1);
    return counts;
  }

  /** Changes one ballot: shown and mirrored before this returns, stored once the promise is kept. @param {Change} change */
  async change(owner, round, entry, change) {
    const key = [owner, round, entry].join("|");
    return (await this.changeMany(new Map([[key, change]]))).get(key);
  }

  /** @param {Map<string, Change>} changes @returns {Promise<Map<string, LocalBallot>>} */
  async changeMany(changes) {
    const seen = new Map([...changes].map(([key, change]) => [key, this.changeHere(key, change)]));
    this.changed([...changes.keys()], { isStored: false, isNew: true });
    const within = new Map(
      [...changes].map(([key, change]) => [key, (kept) => storable(change(latest(key, kept, seen.get(key).before)))]),
    );
    const results = await this.store.change("sheets", within).then(this.stored, this.failed);
    for (const [key, ballot] of results ?? []) this.take(key, ballot);
    for (const key of changes.keys()) this.underway.set(key, this.underway.get(key) - 1);
    const isNew = [...(results ?? [])].some(([key, ballot]) => (ballot?.seq ?? null) !== seen.get(key).seq); // another tab's work was in the store
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
  take(key, ballot) {
    if (this.underway.get(key) === 1) this.keepHere(key, ballot ?? blank(...key.split("|")));
  }

  keepHere(key, ballot) {
    if (isSpent(ballot)) {
      this.known.delete(key);
      this.mirror.drop(key);
    } else {
      this.known.set(key, ballot);
      this.health.mirrored(this.mirror.write(ballot));
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

const storable = (ballot) => (isSpent(ballot) ? null : ballot);
const latest = (key, one, other) => newest(one, other) ?? blank(...key.split("|"));
