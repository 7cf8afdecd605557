// The engine's parts put together, and the verbs that the screens call.

import { asCodes, asFile, takenOut, unsent } from "./ballot/export.js";
import { Health } from "./store/health.js";
import { Heartbeat } from "./sending/heartbeat.js";
import { newId, newName } from "./ids.js";
import { Mirror } from "./store/mirror.js";
import { Net } from "./sending/net.js";
import { Packets } from "./session/packets.js";
import { canCheckSignatures } from "./receipt/receipts.js";
import { Sender } from "./sending/sender.js";
import { recused, resolved } from "./ballot/reconciliation.js";
import { edited, keyOf, sealed } from "./ballot/local-ballot.js";
import { BallotRepository } from "./ballot/repository.js";
import { statusOf } from "./status.js";
import { Store } from "./store/store.js";
import { Tabs } from "./store/tabs.js";
import { ballotOf } from "./ballot/view.js";
import { Session } from "./session/session.js";
import { Shell } from "./offline/shell.js";

/**
 * @import { Ballot, Change, Content, Done, Head, KeptPacket, LocalBallot, Packet, Sending, Status } from "../types.js"
 * @import { Written } from "./ballot/local-ballot.js"
 * @import { Reply } from "./sending/net.js"
 * @import { Message } from "./store/tabs.js"
 * @typedef {{online: boolean, last: number|null, skew: number}} Contact  whether the server answered, and its clock
 * @typedef {{head: Head|null, now: number, id: string}} About  what a change of a ballot needs to know
 */

const DONE = { ok: true, error: null };
const NOBODY = { ok: false, error: "signed-out" };

/** What tabs tell each other of; a tab that was opened before an update says and hears the same words. */
const KINDS = { session: "who", ballots: "sheets", packets: "packets" };

export class Engine {
  static async start() {
    const engine = new Engine();
    await engine.load();
    engine.heartbeat.start();
    engine.shell.start();
    if (!engine.session.me)
      await Promise.race([engine.heartbeat.now(), new Promise((resolve) => setTimeout(resolve, 4_000))]);
    return engine;
  }

  constructor() {
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {Promise<void>|null} */
    this.notifying = null;
    /** @type {Set<string>} */
    this.opened = new Set();
    /** @type {Contact} */
    this.contact = { online: false, last: null, skew: 0 };
    this.signatures = false;
    const changed = () => this.notify();
    this.store = new Store();
    this.mirror = new Mirror();
    this.health = new Health(changed);
    this.net = new Net((reply) => this.replied(reply));
    const parts = { store: this.store, mirror: this.mirror, health: this.health, net: this.net };
    this.tabs = new Tabs((message) => void this.tabChanged(message));
    this.ballots = new BallotRepository({ ...parts, changed: (keys, how) => this.changed(KINDS.ballots, keys, how) });
    this.packets = new Packets({
      ...parts,
      changed: (keys, how) => this.changed(KINDS.packets, keys, how),
      mayRepin: (owner, round) => !this.ballots.hasPending(owner, round),
    });
    this.session = new Session({ ...parts, changed });
    this.sender = new Sender({
      ...parts,
      ballots: this.ballots,
      packets: this.packets,
      me: () => this.sendingAs(),
      now: () => this.now(),
      refused: (status) => this.refused(status),
    });
    this.heartbeat = new Heartbeat({ beat: () => this.beat(), leave: () => void this.sender.flush({ leaving: true }) });
    this.shell = new Shell({ changed, mayReload: () => !this.ballots.isBusy });
  }

  async load() {
    const check = canCheckSignatures().then((can) => (this.signatures = can));
    const parts = [this.ballots.load(), this.packets.load(), this.session.load(`tablet-${newName()}`)];
    await Promise.all([check, this.health.examine(this.store, this.mirror), ...parts]);
    this.contact = { ...this.contact, ...this.mirror.get("contact"), online: false };
  }

  // --- what the screens read -----------------------------------------------------------------------------------------

  /** @param {() => void} listener called after any change, many changes at once @returns {() => void} stops it */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify() {
    this.notifying ??= Promise.resolve().then(() => {
      this.notifying = null;
      for (const listener of [...this.listeners]) listener();
    });
  }

  /** @returns {Status} */
  get status() {
    return statusOf(this);
  }

  /**
   * The last known packet of a round; null = never loaded on this device.
   * @param {string} round @returns {Packet|null}
   */
  packet(round) {
    return this.kept(round)?.packet ?? null;
  }

  /** @param {string} round @param {string} entry @returns {Ballot} */
  ballot(round, entry) {
    return ballotOf(entry, this.ballots.find(keyOf(this.owner, round, entry)), this.packet(round));
  }

  /** The server's time as well as this device knows it, ms. */
  now() {
    return Date.now() + this.contact.skew;
  }

  get owner() {
    return this.session.me?.owner ?? "";
  }

  /** @param {string} round @returns {KeptPacket|null} */
  kept(round) {
    return this.packets.find(this.owner, round);
  }

  // --- signing in and out --------------------------------------------------------------------------------------------

  /** @param {string} code @returns {Promise<Done>} error: the server's code, or "offline" */
  async signIn(code) {
    const done = await this.session.signIn(code);
    if (!done.ok) return done;
    for (const { key } of this.session.me?.rounds ?? []) {
      if (this.packet(key)) await this.packets.repin(this.owner, key);
    }
    this.tabs.tell(KINDS.session);
    await this.heartbeat.now();
    void this.sender.flush();
    return done;
  }

  /** Ends the session here. Unsent work stays on the device, apart; the screen asks first when `status.waiting` > 0. */
  async signOut() {
    const { owner } = this;
    await this.sender.flush({ all: true });
    await this.session.signOut();
    await this.packets.forget(owner);
    this.tabs.tell(KINDS.session);
    this.notify();
  }

  // --- writing -------------------------------------------------------------------------------------------------------

  /**
   * Loads a round, or what is new of it, and keeps it fresh from now on. Fails only where the device holds nothing of it.
   * @param {string} round @returns {Promise<Done>}
   */
  async open(round) {
    this.opened.add(round);
    await this.refresh(round);
    if (!this.packet(round)) throw new Error("this round was never loaded on this device");
    return this.contact.online ? DONE : { ok: false, error: "offline" };
  }

  /**
   * Keeps a change at once on this device; the promise is kept when it is stored. A mark of null takes the mark away.
   * @param {string} round @param {string} entry @param {Written} patch @returns {Promise<Done>}
   */
  async edit(round, entry, patch) {
    if (!this.owner) return NOBODY;
    const act = { head: this.head(round, entry), now: this.now() };
    const stored = this.ballots.change(this.owner, round, entry, (ballot) => edited(ballot, patch, act));
    this.sender.schedule();
    await stored;
    return DONE;
  }

  /**
   * @param {string} round @param {string} entry
   * @returns {Promise<Done>} error "conflict": both versions are to be looked at first
   */
  async seal(round, entry) {
    const { state } = this.ballot(round, entry);
    if (state === "conflict" || state === "recused") return { ok: false, error: state };
    return this.act(round, entry, sealed);
  }

  /**
   * Opens a sealed ballot for writing. What was sealed goes on counting until it is sealed anew.
   * @param {string} round @param {string} entry
   */
  reopen(round, entry) {
    return this.edit(round, entry, {});
  }

  /**
   * Ends a conflict with the content that the judge chose.
   * @param {string} round @param {string} entry @param {Content} content
   */
  resolve(round, entry, content) {
    return this.act(round, entry, (ballot, act) => resolved(ballot, content, act));
  }

  /**
   * @param {string} round @param {string} entry @param {string} reason
   * @returns {Promise<Done>} kept, and sent with the next contact
   */
  recuse(round, entry, reason) {
    return this.act(round, entry, (ballot) => recused(ballot, { reason }));
  }

  /**
   * One change with a name of its own, sent at once.
   * @param {string} round @param {string} entry @param {(ballot: LocalBallot, about: About) => LocalBallot} change @returns {Promise<Done>}
   */
  async act(round, entry, change) {
    if (!this.owner) return NOBODY;
    const about = { head: this.head(round, entry), now: this.now(), id: newId() };
    await this.ballots.change(this.owner, round, entry, (ballot) => change(ballot, about));
    void this.sender.flush();
    return DONE;
  }

  /** @param {string} round @param {string} entry @returns {Head|null} */
  head(round, entry) {
    return this.packets.head(this.owner, round, entry);
  }

  /** Sends what waits at once, drafts too. To be called when a ballot's screen is left. @returns {Promise<void>} */
  flush() {
    return this.sender.flush({ all: true });
  }

  // --- ways out ------------------------------------------------------------------------------------------------------

  /** The unsent ballots as a file for the organizer's import. @returns {{name: string, blob: Blob}} */
  unsentFile() {
    return asFile(this.unsent());
  }

  /** The same in parts for QR codes. @returns {string[]} */
  unsentCodes() {
    return asCodes(this.unsent());
  }

  unsent() {
    const me = this.session.me ?? { owner: ":", judge: null };
    return unsent(takenOut(this.ballots, this.owner, this.now()), { me, device: this.session.device });
  }

  /** Takes over the newer version of the app that waits, and loads the page anew. */
  async applyUpdate() {
    await this.sender.flush({ all: true });
    this.shell.apply();
  }

  /**
   * Accepts the key that the server signs with now (`status.keyChanged`), after somebody asked the organizer.
   * @param {string} round
   */
  async trustKey(round) {
    await this.packets.repin(this.owner, round);
    void this.sender.flush();
  }

  // --- what happens by itself ----------------------------------------------------------------------------------------

  /** @returns {Promise<boolean>} whether the server answered */
  async beat() {
    if (!this.session.confirmed) await this.session.identify();
    if (!this.session.me || !this.session.confirmed) return this.contact.online;
    if (this.ballots.hasPending(this.owner)) void this.sender.flush();
    const known = this.session.me.rounds.filter(
      ({ key, state }) => state === "open" || this.opened.has(key) || this.ballots.hasPending(this.owner, key),
    );
    for (const { key } of known) await this.refresh(key);
    if (this.ballots.hasPending(this.owner)) void this.sender.flush();
    return this.contact.online;
  }

  /** Asks for what is new of a round, and lets it settle what is open here. @param {string} round */
  async refresh(round) {
    if (!this.session.confirmed) await this.session.identify();
    const { owner, judge } = this.session.me ?? { owner: "", judge: null };
    if (!judge || !this.session.confirmed) return;
    const reply = await this.packets.refresh(owner, judge, round);
    const isForeign = reply.status === 200 && reply.body.judge !== judge; // another judge has signed in here
    if (isForeign && this.owner === owner) this.refused(409);
    else if (reply.status === 200 || reply.status === 304) await this.reconcile(owner, round);
    else this.refused(reply.status);
  }

  /** @param {string} owner @param {string} round */
  reconcile(owner, round) {
    return this.ballots.reconcile(owner, round, (entry) => this.packets.serverSide(owner, round, entry));
  }

  /** Whom to send for: only whom the server has named since this page was opened. @returns {Sending|null} */
  sendingAs() {
    const { me, confirmed, device } = this.session;
    return me?.judge && confirmed ? { owner: me.owner, judge: me.judge, device } : null;
  }

  /** @param {number} status with which the server turned something away */
  refused(status) {
    const { confirmed } = this.session;
    if (status === 401) this.session.expired();
    if (status === 404 || status === 409) this.session.confirmed = false;
    if (confirmed && !this.session.confirmed) setTimeout(() => void this.heartbeat.now(), 50); // somebody else may have signed in here
  }

  /** @param {Reply} reply */
  replied(reply) {
    const online = reply.status > 0 && reply.status < 500;
    this.contact = { online, last: online ? Date.now() : this.contact.last, skew: reply.skew ?? this.contact.skew };
    if (online) this.mirror.set("contact", { last: this.contact.last, skew: this.contact.skew });
    this.notify();
  }

  /**
   * Other tabs hear of what is stored, the screens of what is new to them.
   * @param {string} kind @param {string[]} keys @param {Change} how
   */
  changed(kind, keys, { isStored, isNew }) {
    if (isStored) this.tabs.tell(kind, keys);
    if (isNew) this.notify();
  }

  /** Another tab has changed something. @param {Message} message */
  async tabChanged({ kind, keys }) {
    if (kind === KINDS.session) {
      await this.session.load(this.session.device);
      Object.assign(this.session, { confirmed: false, signInNeeded: false });
      void this.heartbeat.now();
    } else await (kind === KINDS.ballots ? this.ballots : this.packets).reload(keys);
    this.notify();
  }
}
