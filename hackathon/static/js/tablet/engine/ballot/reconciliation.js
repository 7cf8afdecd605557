// What the server's answer, or a newer packet, does to a ballot on this device. Pure, as local-ballot.js is.

import { contentOf, isPending, isSame } from "./local-ballot.js";

/**
 * @typedef {object} Answer  one result whose receipt has been checked (a rejection has none)
 * @property {string} id
 * @property {"accepted"|"conflict"|"held"|"rejected"} status  "duplicate" has been replaced by what the first answer was
 * @property {number|null} revision
 * @property {import("../types.js").Receipt|null} receipt
 * @property {object|null} error
 */

/** @param {import("./local-ballot.js").Sheet} sheet @param {Answer} answer */
export function settled(sheet, answer) {
  const revision = sheet.queue.find((one) => one.id === answer.id);
  if (!revision) return sheet; // another tab was told first
  const next = { ...sheet, seq: sheet.seq + 1, queue: sheet.queue.filter((one) => one !== revision) };
  return released(OUTCOMES[answer.status](next, revision, answer));
}

const OUTCOMES = { accepted, conflict, held, rejected };

function accepted(sheet, revision, { revision: number }) {
  const base = Math.max(sheet.base ?? 0, number);
  return { ...sheet, base, error: null, kept: revision.past ? sheet.kept : [] };
}

function conflict(sheet, revision, { receipt }) {
  if (revision.past) return sheet;
  return { ...sheet, clash: true, kept: [...sheet.kept, { ...revision, status: "conflict", receipt }] };
}

function held(sheet, revision, { receipt }) {
  return { ...sheet, kept: [...sheet.kept, { ...revision, status: "held", receipt }] };
}

/** The content stays on the device as something to look at; what is not valid is not sealed. */
function rejected(sheet, revision, { error }) {
  if (sheet.queue.length > 0 || sheet.fresh || revision.past) return sheet;
  return { ...sheet, error: error ?? { code: "rejected", message: "" }, work: { ...sheet.work, sealed: false } };
}

/** Once the server's head says all that was written here, the device's copy may go. */
function released(sheet) {
  const done = !isPending(sheet) && !sheet.clash && !sheet.error && sheet.kept.length === 0;
  return done ? { ...sheet, work: null } : sheet;
}

/** The judge has looked at both versions of a conflict and decided: what is still under way is sent for the record. */
export function resolved(sheet, content, { head, now, id }) {
  if (sheet.queue.some((one) => one.id === id)) return sheet;
  const queue = sheet.queue.map((one) => ({ ...one, past: true, base: one.attempts > 0 ? one.base : sheet.base }));
  const work = contentOf(content);
  const made = { ...work, id, base: null, made_at: new Date(now).toISOString(), attempts: 0 };
  const base = head?.revision ?? null;
  const calm = { clash: false, fresh: false, error: null, touched: now, kept: [] };
  return { ...sheet, ...calm, seq: sheet.seq + 1, work, base, queue: [...queue, made] };
}

/**
 * A newer packet: what has been decided elsewhere needs no decision here.
 * @param {import("./local-ballot.js").Sheet} sheet
 * @param {{head: import("../types.js").Head|null, waiting: Set<string>, made: number, ruled: Set<number>}} server  its head of this
 *   ballot, the ids of what it keeps undecided, and until when it has certainly told all
 */
export function noticed(sheet, { head, waiting, made, ruled }) {
  if (isPending(sheet) || sheet.error || !sheet.work) return sheet;
  const isNewer = !sheet.clash && (head?.revision ?? 0) > (sheet.base ?? 0);
  const isTheSame = sheet.clash && head !== null && isSame(sheet.work, head);
  const last = sheet.kept.at(-1);
  const received = Date.parse(last?.receipt.received_at ?? "");
  const isDecided = last && (ruled.has(received) || (made > received && !waiting.has(last.id)));
  if (!isNewer && !isTheSame && !isDecided) return sheet;
  return { ...sheet, seq: sheet.seq + 1, work: null, base: head?.revision ?? null, clash: false, kept: [] };
}

export function recused(sheet, { reason }) {
  return { ...sheet, seq: sheet.seq + 1, recusal: { reason } };
}

/** The server knows of the recusal, or refused it for good. */
export function recusalAnswered(sheet, error) {
  if (!sheet.recusal) return sheet;
  return { ...sheet, seq: sheet.seq + 1, recusal: null, error: error ?? sheet.error };
}
