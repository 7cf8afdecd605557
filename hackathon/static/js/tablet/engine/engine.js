// A first engine in memory: the interface is complete, storage and sending follow.

/** @typedef {import("./types.js").Ballot} Ballot */
/** @typedef {import("./types.js").Status} Status */

const HEADERS = { "X-Hackathon-Client": "1", "Content-Type": "application/json" };
const ask = (path, init) => fetch(`/api/v1${path}`, { headers: HEADERS, redirect: "error", ...init });

export class Engine {
  static async start() {
    const engine = new Engine();
    await engine.meet().catch(() => {});
    return engine;
  }

  constructor() {
    this.listeners = new Set();
    this.packets = new Map();
    this.sheets = new Map();
    /** @type {Status} */
    this.status = {
      phase: "signed-out", person: null, judge: null, rounds: [], online: false, lastContact: null, waiting: 0, refused: 0,
      signInNeeded: false, others: [], storage: { kind: "none", persisted: null, warning: null }, update: false,
      clockSkew: 0, offlineReady: false, receipts: "digest", keyChanged: false,
    };
  }

  /** @param {() => void} listener called after any change, many at once; returns the way to stop it */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  async meet() {
    const response = await ask("/me");
    if (!response.ok) return;
    const me = await response.json();
    Object.assign(this.status, { phase: "ready", ...me, online: true, lastContact: Date.now() });
    this.tell();
  }

  /** @param {string} code @returns {Promise<{ok: boolean, error: string|null}>} error: a code such as "wrong-code", "too-often", "offline" */
  async signIn(code) {
    const response = await ask("/sign-in", { method: "POST", body: JSON.stringify({ code }) });
    if (response.ok) await this.meet();
    return { ok: response.ok, error: response.ok ? null : (await response.json()).error.code };
  }

  /** Unsent work stays on the device, apart; the screen asks first when `status.waiting` > 0. */
  async signOut() {
    this.status.phase = "signed-out";
    this.tell();
  }

  /** @param {string} round @returns {object|null} the last known packet; null = never loaded on this device */
  packet(round) {
    return this.packets.get(round) ?? null;
  }

  /** Loads or refreshes a round's packet and keeps it fresh from now on. @param {string} round */
  async open(round) {
    const response = await ask(`/rounds/${round}/packet`);
    if (response.ok) this.packets.set(round, await response.json());
    this.tell();
  }

  /** @param {string} round @param {string} entry @returns {Ballot} */
  ballot(round, entry) {
    const packet = this.packet(round);
    const head = packet?.ballots.find((one) => one.entry === entry) ?? null;
    const work = this.sheets.get(`${round}|${entry}`);
    const shown = work ?? head ?? { marks: {}, comment: "", note: "", sealed: false };
    const recused = packet?.entries.find((one) => one.entry === entry)?.recused;
    const state = recused ? "recused" : shown.sealed ? "sealed" : work || head ? "draft" : "new";
    const { marks, comment, note, sealed } = shown;
    return {
      entry, state, marks: { ...marks }, comment: comment ?? "", note: note ?? "", sealed, dirty: Boolean(work),
      trail: work ? "device" : head ? (head.receipt?.counted ? "counted" : "sent") : null,
      receipt: work ? null : (head?.receipt ?? null), verified: null, head, conflicts: [], held: [], error: null, changed: false,
    };
  }

  /** Keeps a change at once on this device. A mark of null takes the mark away.
   * @param {string} round @param {string} entry @param {{marks?: Object.<string, number|null>, comment?: string, note?: string}} patch */
  async edit(round, entry, patch) {
    const { marks, comment, note, sealed } = this.ballot(round, entry);
    const merged = { ...marks, ...patch.marks };
    const present = Object.fromEntries(Object.entries(merged).filter(([, mark]) => mark !== null));
    this.sheets.set(`${round}|${entry}`, { marks: present, comment: patch.comment ?? comment, note: patch.note ?? note, sealed: sealed && false });
    this.tell();
  }

  /** @param {string} round @param {string} entry @returns {Promise<{ok: boolean, error: string|null}>} */
  async seal(round, entry) {
    await this.edit(round, entry, {});
    this.sheets.get(`${round}|${entry}`).sealed = true;
    this.tell();
    return { ok: true, error: null };
  }

  /** Opens a sealed ballot for editing. What was sealed goes on counting until it is sealed anew. @param {string} round @param {string} entry */
  async reopen(round, entry) {
    await this.edit(round, entry, {});
  }

  /** Ends a conflict with the content the judge chose. @param {string} round @param {string} entry @param {import("./types.js").Content} content */
  async resolve(round, entry, content) {
    this.sheets.set(`${round}|${entry}`, { ...content });
    this.tell();
  }

  /** @param {string} round @param {string} entry @param {string} reason @returns {Promise<{ok: boolean, error: string|null}>} ok also while it waits for a network */
  async recuse(round, entry, reason) {
    await ask(`/rounds/${round}/recusals`, { method: "POST", body: JSON.stringify({ entry, kind: "self", reason }) });
    await this.open(round);
    return { ok: true, error: null };
  }

  /** Sends what waits, at once. To be called when a ballot's screen is left. @returns {Promise<void>} */
  async flush() {}

  /** The unsent ballots as a file for the organizer's import. @returns {{name: string, blob: Blob}} */
  unsentFile() {
    return { name: "unsent.json", blob: new Blob(["{}"], { type: "application/json" }) };
  }

  /** The same in parts for QR codes: `HJ1:<set>:<part>/<parts>:<text>`. @returns {string[]} */
  unsentCodes() {
    return [];
  }

  /** Takes over the newer version of the app that waits, and loads the page anew. */
  async applyUpdate() {}

  /** Accepts the key that the server signs with now (`status.keyChanged`), after somebody asked the organizer. @param {string} round */
  async trustKey(round) {
    void round;
  }
}
