// All ballots of this device: in memory for the screens, in the store and its mirror for everything that can go wrong.

import { blankOf, isPending, isSpent, keyOf, newest } from "./local-ballot.js";
import { reconciled } from "./reconciliation.js";

/**
 * @import { Health } from "../store/health.js"
 * @import { Mirror } from "../store/mirror.js"
 * @import { Store } from "../store/store.js"
 * @import { Change, LocalBallot, ServerSide } from "../../types.js"
 * @typedef {(ballot: LocalBallot) => LocalBallot} Act
 * @typedef {{before: LocalBallot|null, after: LocalBallot, seq: number|null}} Seen  a change as it was made in memory
 */

const STORE = "sheets"; // the name under which tablets already hold ballots

export class BallotRepository {
  /** @param {{store: Store, mirror: Mirror, health: Health, changed: (keys: string[], how: Change) => void}} parts */
  constructor({ store, mirror, health, changed }) {
    this.store = store;
    this.mirror = mirror;
    this.health = health;
    this.changed = changed;
    /** @type {Map<string, LocalBallot>} */
    this.known = new Map();
    /** @type {Map<string, number>} writes under way by key */
    this.underway = new Map();
  }

  /** Takes the newer copy of every ballot, and puts into each store what only the other one had. */
  async load() {
    /** @type {LocalBallot[]|null} */
    const stored = await this.store.all(STORE).catch(() => null);
    for (const ballot of [...(stored ?? []), ...this.mirror.all()]) {
      this.known.set(ballot.key, newest(this.known.get(ballot.key), ballot) ?? ballot);
    }
    if (!stored) return;
    const seqs = new Map(stored.map((ballot) => [ballot.key, ballot.seq]));
    const behind = [...this.known.values()].filter((ballot) => (seqs.get(ballot.key) ?? -1) < ballot.seq);
    if (behind.length > 0) await this.changeMany(new Map(behind.map((ballot) => [ballot.key, (kept) => kept])));
    for (const ballot of this.known.values()) this.mirror.write(ballot);
  }

  /** @param {string} key @returns {LocalBallot|null} */
  find(key) {
    return this.known.get(key) ?? null;
  }

  /** @param {string} owner */
  of(owner) {
    return [...this.known.values()].filter((ballot) => ballot.owner === owner);
  }

  /**
   * Whether a judge's ballots, of one round or of all, hold something unsent.
   * @param {string} owner @param {string|null} [round]
   */
  hasPending(owner, round = null) {
    return this.of(owner).some((ballot) => isPending(ballot) && (round === null || ballot.round === round));
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

  /**
   * Changes one ballot: shown and mirrored before this returns, stored once the promise is kept.
   * @param {string} owner @param {string} round @param {string} entry @param {Act} change
   */
  async change(owner, round, entry, change) {
    await this.changeMany(new Map([[keyOf(owner, round, entry), change]]));
  }

  /**
   * What a newer packet changes of a round's ballots.
   * @param {string} owner @param {string} round @param {(entry: string) => ServerSide} serverSide
   */
  async reconcile(owner, round, serverSide) {
    const change = (/** @type {LocalBallot} */ ballot) => reconciled(ballot, serverSide(ballot.entry));
    const changes = this.of(owner).filter((ballot) => ballot.round === round && change(ballot) !== ballot);
    if (changes.length > 0) await this.changeMany(new Map(changes.map(({ key }) => [key, change])));
  }

  /** @param {Map<string, Act>} changes @returns {Promise<LocalBallot[]>} in the order of the changes */
  async changeMany(changes) {
    const keys = [...changes.keys()];
    const acts = [...changes].map(([key, change]) => ({ key, change, seen: this.changeHere(key, change) }));
    this.changed(keys, { isStored: false, isNew: true });
    const results = await this.write(acts);
    for (const [key, ballot] of results ?? []) this.take(key, ballot);
    for (const key of keys) this.underway.set(key, (this.underway.get(key) ?? 0) - 1);
    const isOthers = acts.some(({ key, seen }) => results !== null && (results.get(key)?.seq ?? null) !== seen.seq);
    this.changed(keys, { isStored: true, isNew: isOthers }); // another tab's work was in the store
    return acts.map(({ key, seen }) => results?.get(key) ?? seen.after);
  }

  /**
   * The same changes, made of what the store holds.
   * @param {{key: string, change: Act, seen: Seen}[]} acts @returns {Promise<Map<string, LocalBallot|null>|null>} null = it is not stored
   */
  async write(acts) {
    /**
     * @param {{key: string, change: Act, seen: Seen}} act
     * @returns {[string, (kept: LocalBallot|undefined) => LocalBallot|null]}
     */
    const stored = ({ key, change, seen }) => [
      key,
      (kept) => storable(change(newest(kept, seen.before) ?? blankOf(key))),
    ];
    try {
      const results = await this.store.change(STORE, new Map(acts.map(stored)));
      this.health.storeWorked();
      return results;
    } catch (error) {
      this.health.storeFailed(error);
      return null;
    }
  }

  /**
   * In memory and in the mirror, from whichever copy is newer: another tab may have just written the mirror.
   * @param {string} key @param {Act} change @returns {Seen}
   */
  changeHere(key, change) {
    const before = newest(this.known.get(key), this.mirror.read(key));
    const after = change(before ?? blankOf(key));
    this.underway.set(key, (this.underway.get(key) ?? 0) + 1);
    this.keepHere(key, after);
    return { before, after, seq: isSpent(after) ? null : after.seq };
  }

  /**
   * What the store holds now, unless a later change of this tab is still on its way there.
   * @param {string} key @param {LocalBallot|null} ballot
   */
  take(key, ballot) {
    if (this.underway.get(key) === 1) this.keepHere(key, ballot ?? blankOf(key));
  }

  /** @param {string} key @param {LocalBallot} ballot */
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
      /** @type {LocalBallot|null|undefined} */
      const stored = await this.store.get(STORE, key).catch(() => this.mirror.read(key));
      if (this.underway.get(key)) continue;
      if (stored) this.known.set(key, stored);
      else this.known.delete(key);
    }
  }
}

/** @param {LocalBallot} ballot */
const storable = (ballot) => (isSpent(ballot) ? null : ballot);
