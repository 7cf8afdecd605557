// Brings what is written to the server: by the page itself, in small batches, one revision of a ballot at a time, again
// and again until a receipt has been checked.

import { newId } from "../ids.js";
import { Backoff } from "./net.js";
import { answersOf, headsOf } from "./results.js";
import { attempted, drafted } from "../ballot/local-ballot.js";
import { reconciled, recusalAnswered, answered } from "../ballot/reconciliation.js";
import { exclusively } from "./send-lock.js";

/** How long a judge must have stopped writing before a draft is sent: in between, the device alone keeps it. */
export const PAUSE = 8_000;
const MOST = 25;
const MOST_TEXT = 48_000;

/**
 * @import { CheckedAnswer, Fault, LocalBallot, Revision, Sending } from "../../types.js"
 * @import { BallotRepository } from "../ballot/repository.js"
 * @import { Packets } from "../session/packets.js"
 * @import { Net, Reply } from "./net.js"
 * @typedef {{leaving?: boolean, all?: boolean}} How  all: drafts too that are still being written; leaving: the page is going
 * @typedef {object} Parts
 * @property {Net} net
 * @property {BallotRepository} ballots
 * @property {Packets} packets
 * @property {() => Sending|null} me
 * @property {() => number} now
 * @property {(status: number) => void} refused
 */

/**
 * What the server is told about one revision.
 * @param {Revision} revision @param {{entry: string, device: string}} of
 */
export function bodyOf({ id, base, marks, comment, note, sealed, made_at }, { entry, device }) {
  return { id, entry, base, marks, comment, note, sealed, made_at, device };
}

export class Sender {
  /** @param {Parts} parts */
  constructor({ net, ballots, packets, me, now, refused }) {
    this.net = net;
    this.ballots = ballots;
    this.packets = packets;
    this.me = me;
    this.now = now;
    this.refused = refused;
    this.backoff = new Backoff();
    this.size = MOST;
    this.timer = 0;
    this.due = 0;
    /** @type {Promise<void>|null} */
    this.running = null;
    this.again = false;
    this.all = false;
    /** @type {number|null} how long the server wants us to wait, ms */
    this.wait = null;
  }

  /** Send in a while; an earlier appointment stands. */
  schedule(wait = PAUSE + 100) {
    const at = performance.now() + wait;
    if (this.timer && this.due <= at) return;
    clearTimeout(this.timer);
    this.due = at;
    this.timer = setTimeout(() => {
      this.timer = 0;
      void this.flush();
    }, wait);
  }

  /** Send now. @param {How} how @returns {Promise<void>} */
  flush(how = {}) {
    if (this.running) {
      this.again = true;
      this.all ||= how.all ?? false;
      return this.running;
    }
    this.running = this.run(how).finally(() => (this.running = null));
    return this.running;
  }

  /** @param {How} how */
  async run(how) {
    let all = how.all ?? false;
    do {
      this.again = false;
      const through = await exclusively(() => this.sendAll({ ...how, all }));
      this.plan(through);
      if (!through) break;
      all = this.all;
      this.all = false;
    } while (this.again);
  }

  /** What comes next: nothing, or another attempt. @param {boolean} through */
  plan(through) {
    if (through) this.backoff.succeeded();
    const waits = this.own().some((ballot) => isSendable(ballot, { all: true }));
    if (!through && waits) this.schedule(this.wait ?? this.backoff.failed());
    else if (waits) this.schedule();
    this.wait = null;
  }

  own() {
    const me = this.me();
    return me ? this.ballots.of(me.owner) : [];
  }

  /** @param {How} how @returns {Promise<boolean>} whether nothing that could be sent is left */
  async sendAll(how) {
    this.size = MOST;
    const rounds = new Set(this.own().map(({ round }) => round));
    let through = true;
    for (const round of rounds) through = (await this.sendRound(round, how)) && through;
    return through;
  }

  /** @param {string} round @param {How} how */
  async sendRound(round, how) {
    const me = this.me();
    const kept = me && this.packets.findLoaded(me.owner, round);
    if (!kept || this.packets.isKeyChanged(kept)) return true; // nothing could be checked: it waits for a person
    if (!(await this.sendRecusals(round, me))) return false;
    for (;;) {
      const batch = await this.nextBatch(round, me, how);
      if (batch.length === 0) return true;
      if (!(await this.sendBatch(round, me, batch, { ...how, pin: kept.pin }))) return false;
    }
  }

  /**
   * The next revision of each ballot, stored as attempted before it leaves the device.
   * @param {string} round @param {Sending} me @param {How} how
   */
  async nextBatch(round, me, { all, leaving }) {
    const ready = this.ballots
      .of(me.owner)
      .filter((ballot) => ballot.round === round && isSendable(ballot, { all: all || leaving, now: this.now() }));
    const changes = new Map(ready.slice(0, this.size).map(({ key }) => [key, this.preparation()]));
    const ballots = changes.size > 0 ? await this.ballots.changeMany(changes) : [];
    return fitting(ballots.filter((ballot) => ballot.queue.length > 0));
  }

  /** Makes what is written a revision, and marks it as attempted. @returns {(ballot: LocalBallot) => LocalBallot} */
  preparation() {
    const id = newId();
    const now = this.now();
    return (ballot) => attempted(drafted(ballot, { now, id }));
  }

  /**
   * @param {string} round @param {Sending} me @param {LocalBallot[]} batch @param {{leaving?: boolean, pin: string}} how
   * @returns {Promise<boolean>} whether there is any use in going on
   */
  async sendBatch(round, me, batch, { leaving, pin }) {
    const revisions = batch.map((ballot) => bodyOf(ballot.queue[0], { entry: ballot.entry, device: me.device }));
    const path = `/rounds/${encodeURIComponent(round)}/ballots`;
    const reply = await this.net.post(path, { revisions }, { leaving, headers: { "X-Hackathon-Judge": me.judge } });
    if (reply.status === 200 && Array.isArray(reply.body.results)) {
      return this.receive(round, me, batch, { reply, pin });
    }
    if (reply.status === 413 || reply.status === 422) return this.narrow(batch, reply.body.error);
    this.wait = reply.retryAfter;
    this.refused(reply.status);
    return false;
  }

  /**
   * @param {string} round @param {Sending} me @param {LocalBallot[]} batch @param {{reply: Reply, pin: string}} answer
   * @returns {Promise<boolean>} whether anything came off the queue
   */
  async receive(round, me, batch, { reply, pin }) {
    const sent = new Map(
      batch.map((ballot) => [ballot.queue[0].id, { ...ballot.queue[0], entry: ballot.entry, key: ballot.key }]),
    );
    const answers = await answersOf(reply.body.results, sent, { judge: me.judge, key: pin });
    await this.packets.receipted(me.owner, round, headsOf(answers));
    /** @param {CheckedAnswer} answer @returns {[string, (ballot: LocalBallot) => LocalBallot]} */
    const change = (answer) => [
      answer.sent.key,
      (ballot) => reconciled(answered(ballot, answer), this.packets.serverSide(me.owner, round, ballot.entry)),
    ];
    if (answers.length > 0) await this.ballots.changeMany(new Map(answers.map(change)));
    return answers.length > 0;
  }

  /**
   * A body that the server takes no part of: half as much is tried, and one revision alone goes back to the judge.
   * @param {LocalBallot[]} batch @param {Fault} error
   */
  async narrow(batch, error) {
    if (batch.length > 1) this.size = Math.ceil(batch.length / 2);
    else await this.refuse(batch[0], error);
    return true;
  }

  /** @param {LocalBallot} ballot @param {Fault} error */
  async refuse({ owner, round, entry, queue: [{ id }] }, error) {
    await this.ballots.change(owner, round, entry, (ballot) =>
      answered(ballot, { id, status: "rejected", revision: null, receipt: null, error }),
    );
  }

  /** @param {string} round @param {Sending} me @returns {Promise<boolean>} whether all of them were answered */
  async sendRecusals(round, me) {
    for (const ballot of this.ballots.of(me.owner)) {
      if (ballot.round === round && ballot.recusal && !(await this.sendRecusal(ballot, ballot.recusal, me)))
        return false;
    }
    return true;
  }

  /** @param {LocalBallot} ballot @param {{reason: string}} recusal @param {Sending} me */
  async sendRecusal({ round, entry }, { reason }, me) {
    const body = { entry, kind: "self", reason };
    const reply = await this.net.post(`/rounds/${encodeURIComponent(round)}/recusals`, body, {
      headers: { "X-Hackathon-Judge": me.judge },
    });
    const done = reply.status === 200 || reply.status === 201;
    const never = [404, 409, 413, 422].includes(reply.status);
    if (!done && !never) {
      this.refused(reply.status);
      return false;
    }
    if (done) await this.packets.recused(me.owner, round, entry);
    await this.ballots.change(me.owner, round, entry, (ballot) =>
      recusalAnswered(ballot, done ? null : reply.body.error),
    );
    return true;
  }
}

/**
 * Whether something of a ballot can go out: an open conflict waits for the judge, a draft for a pause in writing.
 * @param {LocalBallot} ballot @param {{all?: boolean, now?: number}} when
 */
function isSendable(ballot, { all = false, now = 0 }) {
  if (ballot.recusal || ballot.queue.length > 0) return true;
  return ballot.fresh && !ballot.clash && (all || now - ballot.touched >= PAUSE || now < ballot.touched);
}

/** As many as one request should carry. @param {LocalBallot[]} ballots */
function fitting(ballots) {
  let size = 0;
  return ballots.filter((ballot, at) => (size += JSON.stringify(ballot.queue[0]).length) <= MOST_TEXT || at === 0);
}
