// What the server said about each round, as this device last heard it, with what it has receipted since.

import { keyId } from "../receipt/receipts.js";

const CLOCK_MARGIN = 10_000;

/**
 * @typedef {object} Kept
 * @property {string} key
 * @property {string} owner
 * @property {string} round
 * @property {any} packet
 * @property {string|null} etag
 * @property {string} pin  the server's public key that this device knows
 */

const ms = (stamp) => Date.parse(stamp ?? "") || 0;
const byEntry = (ballots) => new Map(ballots.map((head) => [head.entry, head]));

/** Heads that were receipted about when this packet was made, or later, are newer than it. */
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

/** How a receipt was checked on this device is not lost when the packet comes anew. */
function checkedBefore(kept, head) {
  const known = kept?.ballots.find((one) => one.id === head.id);
  return known?.verified ? { ...head, verified: known.verified } : head;
}

/** A ballot moved on: its new head, what counts of it, and nothing that waits for a decision. */
export function withHead(packet, head) {
  const known = packet.ballots.find((one) => one.entry === head.entry);
  if (known && (known.revision ?? 0) >= (head.revision ?? 0) && known.id !== head.id) return packet;
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

const isPacket = (body) =>
  Array.isArray(body?.entries) && Array.isArray(body?.ballots) && typeof body.public_key === "string";

export class Packets {
  /** @param {{store: any, mirror: any, net: import("../sending/net.js").Net, changed: (keys: string[], how: {isStored: boolean, isNew: boolean}) => void, mayRepin: (owner: string, round: string) => boolean}} parts */
  constructor({ store, mirror, net, changed, mayRepin }) {
    Object.assign(this, { store, mirror, net, changed, mayRepin });
    /** @type {Map<string, Kept>} */
    this.known = new Map();
    /** @type {Map<string, number>} writes under way by key: until the last one is through, memory is ahead of the store */
    this.underway = new Map();
    /** @type {Map<string, Promise<import("../sending/net.js").Reply>>} */
    this.asking = new Map();
  }

  async load() {
    const stored = await this.store.all("packets").catch(() => this.mirror.get("packets") ?? []);
    for (const kept of stored) this.known.set(kept.key, kept);
  }

  /** @returns {Kept|null} */
  find(owner, round) {
    return this.known.get(`${owner}|${round}`) ?? null;
  }

  /** @returns {import("../types.js").Head|null} */
  head(owner, round, entry) {
    return this.find(owner, round)?.packet?.ballots.find((one) => one.entry === entry) ?? null;
  }

  /** What the server says of one ballot. */
  server(owner, round, entry) {
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

  /** Asks the server; what was known stays where nothing better comes. @returns {Promise<import("../sending/net.js").Reply>} */
  refresh(owner, judge, round) {
    const key = `${owner}|${round}`;
    if (!this.asking.has(key))
      this.asking.set(
        key,
        this.ask(owner, judge, round).finally(() => this.asking.delete(key)),
      );
    return this.asking.get(key);
  }

  async ask(owner, judge, round) {
    const kept = this.find(owner, round);
    const reply = await this.net.get(`/rounds/${encodeURIComponent(round)}/packet`, { etag: kept?.etag });
    const isOurs = reply.status === 200 && isPacket(reply.body) && reply.body.judge === judge;
    if (isOurs) await this.change(owner, round, (known) => this.renewed(known, reply));
    return reply;
  }

  renewed(known, reply) {
    const { packet, isOlder } = merged(known.packet, reply.body);
    const pin = known.pin && !this.mayRepin(known.owner, known.round) ? known.pin : packet.public_key;
    return { ...known, packet, pin, etag: isOlder ? null : reply.etag };
  }

  /** @param {object[]} heads what the server has just receipted */
  async receipted(owner, round, heads) {
    if (heads.length > 0 && this.find(owner, round))
      await this.change(owner, round, (known) => ({ ...known, packet: heads.reduce(withHead, known.packet) }));
  }

  async recused(owner, round, entry) {
    const mark = (one) => (one.entry === entry ? { ...one, recused: true } : one);
    await this.change(owner, round, (known) => ({
      ...known,
      packet: { ...known.packet, entries: known.packet.entries.map(mark) },
    }));
  }

  async pledged(owner, round, pledge) {
    await this.change(owner, round, (known) => ({ ...known, etag: null, packet: { ...known.packet, pledge } }));
  }

  /** Somebody deliberately trusts the key that the server signs with now. */
  async repin(owner, round) {
    await this.change(owner, round, (known) => ({ ...known, pin: known.packet.public_key }));
  }

  isKeyChanged(kept) {
    return Boolean(
      kept?.packet && kept.pin !== kept.packet.public_key && keyId(kept.pin) !== keyId(kept.packet.public_key),
    );
  }

  async change(owner, round, change) {
    const key = `${owner}|${round}`;
    const start = { key, owner, round, packet: null, etag: null, pin: null };
    const here = change(this.known.get(key) ?? start);
    this.known.set(key, here);
    this.underway.set(key, (this.underway.get(key) ?? 0) + 1);
    const stored = await this.store
      .change("packets", new Map([[key, (known) => change(known ?? start)]]))
      .catch(() => null);
    if (!stored) this.mirror.set("packets", [...this.known.values()]);
    else if (this.underway.get(key) === 1) this.known.set(key, stored.get(key));
    this.underway.set(key, this.underway.get(key) - 1);
    this.changed([key], { isStored: true, isNew: true });
  }

  async reload(keys) {
    for (const key of keys) {
      const stored = await this.store.get("packets", key).catch(() => null);
      if (stored && !this.underway.get(key)) this.known.set(key, stored);
    }
  }

  /** Whoever signs out leaves no team's work behind on a shared tablet. */
  async forget(owner) {
    for (const { key } of [...this.known.values()].filter((kept) => kept.owner === owner)) {
      this.known.delete(key);
      await this.store.drop("packets", key).catch(() => {});
    }
    if (this.mirror.get("packets")) this.mirror.set("packets", [...this.known.values()]);
  }
}
