// The session on this tablet: who is signed in. Work belongs to a judge of an event; nobody else's name is ever put under it.

/**
 * @import { Done, Me } from "../../types.js"
 * @import { Net } from "../sending/net.js"
 * @import { Mirror } from "../store/mirror.js"
 * @import { Store } from "../store/store.js"
 */

const KEPT = "who"; // the name under which tablets already keep it

/** @param {any} body what the server says of whoever asks @returns {Me|null} */
function read(body) {
  const person = body?.person;
  if (!person || !Array.isArray(body.rounds)) return null;
  const judge = person.judge ?? body.judge ?? null;
  const roles = body.roles ?? person.roles ?? [];
  return { owner: ownerOf(body.event, judge), judge, rounds: body.rounds.map(roundOf), person: { ...person, roles } };
}

/** @param {{key?: string}|null|undefined} event @param {string|null} judge */
const ownerOf = (event, judge) => (judge ? `${event?.key ?? ""}:${judge}` : "");

/** @param {any} round */
const roundOf = ({ round, key, ...rest }) => ({ ...rest, key: key ?? round });

/** A sign-in link and a card's code lead here: whoever came by one has a session that was begun after any sign-out. */
function cameBySigningIn() {
  /** @type {Partial<PerformanceNavigationTiming>[]} */
  const [navigation] = performance.getEntriesByType("navigation");
  return (navigation?.redirectCount ?? 0) > 0;
}

export class Session {
  /** @param {{net: Net, store: Store, mirror: Mirror, changed: () => void}} parts */
  constructor({ net, store, mirror, changed }) {
    this.net = net;
    this.store = store;
    this.mirror = mirror;
    this.changed = changed;
    /** @type {Me|null} */
    this.me = null;
    this.signInNeeded = false;
    /** The server has confirmed it since this page was opened. */
    this.confirmed = false;
    /**
     * @type {string|null} who signed out here while the server could not be told: that session is ended at the first chance, nobody else's.
     */
    this.leaving = null;
    this.device = "";
    /** @type {Promise<boolean>|null} */
    this.identifying = null;
  }

  /** @param {string} name of this device, where it has none yet */
  async load(name) {
    const kept = this.mirror.get(KEPT) ?? (await this.store.get("meta", KEPT).catch(() => null)) ?? {};
    this.me = kept.me ?? null;
    this.leaving = cameBySigningIn() ? null : (kept.leaving ?? null);
    this.device = kept.device ?? name;
  }

  async keep() {
    const kept = { me: this.me, leaving: this.leaving, device: this.device };
    this.mirror.set(KEPT, kept);
    await this.store.put("meta", kept, KEPT).catch(() => {});
    this.changed();
  }

  /** Asks who is signed in. @returns {Promise<boolean>} whether the server said so */
  identify() {
    this.identifying ??= this.ask().finally(() => (this.identifying = null));
    return this.identifying;
  }

  async ask() {
    const reply = await this.net.get("/me", { wait: 8_000 });
    if (reply.status === 401) this.expired();
    const me = reply.status === 200 ? read(reply.body) : null;
    if (!me) return false;
    if (this.leaving === me.owner) {
      await this.end();
      return false;
    }
    this.leaving = null;
    Object.assign(this, { me, confirmed: true, signInNeeded: false });
    await this.keep();
    return true;
  }

  /** The session is gone: what was typed is kept, and goes on once the same judge has signed in again. */
  expired() {
    this.confirmed = false;
    this.signInNeeded = this.me !== null;
    this.changed();
  }

  /** @param {string} code @returns {Promise<Done>} */
  async signIn(code) {
    const reply = await this.net.post("/sign-in", { code });
    if (reply.status !== 200) return { ok: false, error: reply.status === 0 ? "offline" : reply.body.error.code };
    this.leaving = null;
    await this.identifying; // it may have been asked before
    const met = await this.identify();
    return { ok: met, error: met ? null : "offline" };
  }

  async signOut() {
    Object.assign(this, { leaving: this.me?.owner ?? null, me: null, confirmed: false, signInNeeded: false });
    await this.keep();
    await this.end();
  }

  /** @returns {Promise<boolean>} whether the server has ended the session, or knows of none */
  async end() {
    const reply = await this.net.post("/sign-out", {});
    if (![200, 204, 401].includes(reply.status)) return false;
    this.leaving = null;
    await this.keep();
    return true;
  }
}
