// What the server said about each round, as this device last heard it, with what it has receipted since.

import { keyId } from "../receipt/receipts.js";

const CLOCK_MARGIN = 10_000;

/**
 * @import { Change, Entry, Head, KeptPacket, LoadedPacket, Packet, Pledge, ServerSide } from "../../types.js"
 * @import { Net, Reply } from "../sending/net.js"
 * @import { Mirror } from "../store/mirror.js"
 * @import { Store } from "../store/store.js"
 * @typedef {object} Parts
 * @property {Store} store
 * @property {Mirror} mirror
 * @property {Net} net
 * @property {(keys: string[], how: Change) => void} changed
 * @property {(owner: string, round: string) => boolean} mayRepin  whether another key of the server may be taken as it comes
 */

/** @param {string|null|undefined} stamp */
const ms = (stamp) => Date.parse(stamp ?? "") || 0;
/** @param {Head[]} ballots */
const byEntry = (ballots) => new Map(ballots.map((head) => [head.entry, head]));

/**
 * Heads that were receipted about when this packet was made, or later, are newer than it.
 * @param {Packet|null} kept @param {Packet} packet @returns {{packet: Packet, isOlder: boolean}}
 */
export function merged(kept, packet) {
  const told = byEntry(packet.ballots);
  const made = ms(packet.server_time);
  const ahead = (kept?.ballots ?? []).filter((head) => {
    const isHigher = (head.revision ?? 0) > (told.get(head.entry)?.revision ?? 0);
    return isHigher && ms(head.receipt?.received_at) > made - CLOCK_MARGIN;
  });
  for (const head of ahead) told.set(head.entry, head);
  return {
    packet: { ...packet, ballots: [...told.values()].map((head) => checkedBefore(kept, head)) },
    isOlder: ahead.length > 0,
  };
}

/**
 * How a receipt was checked on this device is not lost when the packet comes anew.
 * @param {Packet|null} kept @param {Head} head
 */
function checkedBefore(kept, head) {
  const known = kept?.ballots.find((one) => one.id === head.id);
  return known?.verified ? { ...head, verified: known.verified } : head;
}

/**
 * A ballot moved on: its new head, what counts of it, and nothing that waits for a decision.
 * @param {Packet} packet @param {Head} head @returns {Packet}
 */
export function withHead(packet, head) {
  const known = packet.ballots.find((one) => one.entry === head.entry);
  if (known && (known.revision ?? 0) >= (head.revision ?? 0) && known.id !== head.id) return packet;
  /** @template {{entry: string}} T @param {T[]|undefined} list */
  const others = (list) => (list ?? []).filter((one) => one.entry !== head.entry);
  const counting = head.sealed
    ? [...others(packet.counting), { entry: head.entry, revision: head.revision }]
    : (packet.counting ?? []);
  return {
    ...packet,
    ballots: [...others(packet.ballots), head],
    conflicts: others(packet.conflicts),
    held: others(packet.held),
    counting,
  };
}

/** @param {any} body @returns {body is Packet} */
const isPacket = (body) =>
  Array.isArray(body?.entries) && Array.isArray(body?.ballots) && typeof body.public_key === "string";

export class Packets {
  /** @param {Parts} parts */
  constructor({ store, mirror, net, changed, mayRepin }) {
    this.store = store;
    this.mirror = mirror;
    this.net = net;
    this.changed = changed;
    this.mayRepin = mayRepin;
    /** @type {Map<string, KeptPacket>} */
    this.known = new Map();
    /**
     * @type {Map<string, number>} writes under way by key: until the last one is through, memory is ahead of the store
     */
    this.underway = new Map();
    /** @type {Map<string, Promise<Reply>>} */
    this.asking = new Map();
  }

  async load() {
    /** @type {KeptPacket[]} */
    const stored = await this.store.all("packets").catch(() => this.mirror.get("packets") ?? []);
    for (const kept of stored) this.known.set(kept.key, kept);
  }

  /** @param {string} owner @param {string} round @returns {KeptPacket|null} */
  find(owner, round) {
    return this.known.get(`${owner}|${round}`) ?? null;
  }

  /**
   * The same where the packet itself is here.
   * @param {string} owner @param {string} round @returns {LoadedPacket|null}
   */
  findLoaded(owner, round) {
    const kept = this.find(owner, round);
    return kept && isLoaded(kept) ? kept : null;
  }

  /** @param {string} owner @param {string} round @param {string} entry @returns {Head|null} */
  head(owner, round, entry) {
    return this.find(owner, round)?.packet?.ballots.find((one) => one.entry === entry) ?? null;
  }

  /**
   * What the server holds of one ballot.
   * @param {string} owner @param {string} round @param {string} entry @returns {ServerSide}
   */
  serverSide(owner, round, entry) {
    const packet = this.find(owner, round)?.packet;
    const waiting = new Set([...(packet?.conflicts ?? []), ...(packet?.held ?? [])].map((one) => one.id));
    const ruled = new Set((packet?.ruled ?? []).filter((one) => one.entry === entry).map((one) => ms(one.received_at)));
    return {
      head: this.head(owner, round, entry),
      waiting,
      ruled,
      made: packet?.held ? ms(packet.server_time) - CLOCK_MARGIN : 0,
    };
  }

  /**
   * Asks the server; what was known stays where nothing better comes.
   * @param {string} owner @param {string} judge @param {string} round @returns {Promise<Reply>}
   */
  refresh(owner, judge, round) {
    const key = `${owner}|${round}`;
    const asked = this.asking.get(key) ?? this.ask(owner, judge, round).finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    return asked;
  }

  /** @param {string} owner @param {string} judge @param {string} round @returns {Promise<Reply>} */
  async ask(owner, judge, round) {
    const kept = this.find(owner, round);
    const reply = await this.net.get(`/rounds/${encodeURIComponent(round)}/packet`, { etag: kept?.etag });
    const { status, body, etag } = reply;
    const isOurs = status === 200 && isPacket(body) && body.judge === judge;
    if (isOurs) await this.change(owner, round, (known) => this.renewed(known, body, etag));
    return reply;
  }

  /** @param {KeptPacket} known @param {Packet} told @param {string|null} etag @returns {KeptPacket} */
  renewed(known, told, etag) {
    const { packet, isOlder } = merged(known.packet, told);
    const pin = known.pin && !this.mayRepin(known.owner, known.round) ? known.pin : packet.public_key;
    return { ...known, packet, pin, etag: isOlder ? null : etag };
  }

  /** @param {string} owner @param {string} round @param {Head[]} heads what the server has just receipted */
  async receipted(owner, round, heads) {
    if (heads.length > 0) await this.changePacket(owner, round, (packet) => heads.reduce(withHead, packet));
  }

  /** @param {string} owner @param {string} round @param {string} entry */
  async recused(owner, round, entry) {
    const mark = (/** @type {Entry} */ one) => (one.entry === entry ? { ...one, recused: true } : one);
    await this.changePacket(owner, round, (packet) => ({ ...packet, entries: packet.entries.map(mark) }));
  }

  /** @param {string} owner @param {string} round @param {Pledge} pledge */
  async pledged(owner, round, pledge) {
    await this.changePacket(owner, round, (packet) => ({ ...packet, pledge }), { etag: null });
  }

  /**
   * Somebody deliberately trusts the key that the server signs with now.
   * @param {string} owner @param {string} round
   */
  async repin(owner, round) {
    await this.change(owner, round, (known) => ({ ...known, pin: known.packet?.public_key ?? known.pin }));
  }

  /** @param {KeptPacket|null} kept */
  isKeyChanged(kept) {
    if (!kept || !isLoaded(kept)) return false;
    const { pin, packet } = kept;
    return pin !== packet.public_key && keyId(pin) !== keyId(packet.public_key);
  }

  /**
   * Changes a packet that this device has; one that it never had stays unknown.
   * @param {string} owner @param {string} round @param {(packet: Packet) => Packet} change @param {{etag?: null}} [more]
   */
  async changePacket(owner, round, change, more = {}) {
    if (!this.findLoaded(owner, round)) return;
    await this.change(owner, round, (known) =>
      known.packet ? { ...known, ...more, packet: change(known.packet) } : known,
    );
  }

  /** @param {string} owner @param {string} round @param {(known: KeptPacket) => KeptPacket} change */
  async change(owner, round, change) {
    const key = `${owner}|${round}`;
    const before = this.known.get(key) ?? { key, owner, round, packet: null, etag: null, pin: null };
    this.known.set(key, change(before));
    this.underway.set(key, (this.underway.get(key) ?? 0) + 1);
    const stored = await this.write(key, (known) => change(known ?? before)); // a store that lost it gets it back
    if (!stored) this.mirror.set("packets", [...this.known.values()]);
    else if (this.underway.get(key) === 1) this.known.set(key, stored);
    this.underway.set(key, (this.underway.get(key) ?? 0) - 1);
    this.changed([key], { isStored: true, isNew: true });
  }

  /**
   * @param {string} key @param {(known: KeptPacket|undefined) => KeptPacket} change
   * @returns {Promise<KeptPacket|null>} null = it is not stored
   */
  async write(key, change) {
    const stored = await this.store.change("packets", new Map([[key, change]])).catch(() => null);
    return stored?.get(key) ?? null;
  }

  /** @param {string[]} keys */
  async reload(keys) {
    for (const key of keys) {
      const stored = await this.store.get("packets", key).catch(() => null);
      if (stored && !this.underway.get(key)) this.known.set(key, stored);
    }
  }

  /** Whoever signs out leaves no team's work behind on a shared tablet. @param {string} owner */
  async forget(owner) {
    for (const { key } of [...this.known.values()].filter((kept) => kept.owner === owner)) {
      this.known.delete(key);
      await this.store.drop("packets", key).catch(() => {});
    }
    if (this.mirror.get("packets")) this.mirror.set("packets", [...this.known.values()]);
  }
}

/** @param {KeptPacket} kept @returns {kept is LoadedPacket} */
const isLoaded = (kept) => kept.packet !== null && kept.pin !== null;
