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

/** @param {import("./local-ballot.js").LocalBallot} ballot @param {Answer} answer */
export function answered(ballot, answer) {
  const revision = ballot.queue.find((one) => one.id === answer.id);
  if (!revision) return ballot; // another tab was told first
  const next = { ...ballot, seq: ballot.seq + 1, queue: ballot.queue.filter((one) => one !== revision) };
  return released(OUTCOMES[answer.status](next, revision, answer));
}

const OUTCOMES = { accepted, conflict, held, rejected };

function accepted(ballot, revision, { revision: number }) {
  const base = Math.max(ballot.base ?? 0, number);
  return { ...ballot, base, error: null, kept: revision.past ? ballot.kept : [] };
}

function conflict(ballot, revision, { receipt }) {
  if (revision.past) return ballot;
  return { ...ballot, clash: true, kept: [...ballot.kept, { ...revision, status: "conflict", receipt }] };
}

function held(ballot, revision, { receipt }) {
  return { ...ballot, kept: [...ballot.kept, { ...revision, status: "held", receipt }] };
}

/** The content stays on the device as something to look at; what is not valid is not sealed. */
function rejected(ballot, revision, { error }) {
  if (ballot.queue.length > 0 || ballot.fresh || revision.past) return ballot;
  return { ...ballot, error: error ?? { code: "rejected", message: "" }, work: { ...ballot.work, sealed: false } };
}

/** Once the server's head says all that was written here, the device's copy may go. */
function released(ballot) {
  const done = !isPending(ballot) && !ballot.clash && !ballot.error && ballot.kept.length === 0;
  return done ? { ...ballot, work: null } : ballot;
}

/** The judge has looked at both versions of a conflict and decided: what is still under way is sent for the record. */
export function resolved(ballot, content, { head, now, id }) {
  if (ballot.queue.some((one) => one.id === id)) return ballot;
  const queue = ballot.queue.map((one) => ({ ...one, past: true, base: one.attempts > 0 ? one.base : ballot.base }));
  const work = contentOf(content);
  const made = { ...work, id, base: null, made_at: new Date(now).toISOString(), attempts: 0 };
  const base = head?.revision ?? null;
  const calm = { clash: false, fresh: false, error: null, touched: now, kept: [] };
  return { ...ballot, ...calm, seq: ballot.seq + 1, work, base, queue: [...queue, made] };
}

/**
 * A newer packet: what has been decided elsewhere needs no decision here.
 * @param {import("./local-ballot.js").LocalBallot} ballot
 * @param {{head: import("../types.js").Head|null, waiting: Set<string>, made: number, ruled: Set<number>}} server  its head of this
 *   ballot, the ids of what it keeps undecided, and until when it has certainly told all
 */
export function reconciled(ballot, { head, waiting, made, ruled }) {
  if (isPending(ballot) || ballot.error || !ballot.work) return ballot;
  const isNewer = !ballot.clash && (head?.revision ?? 0) > (ballot.base ?? 0);
  const isTheSame = ballot.clash && head !== null && isSame(ballot.work, head);
  const last = ballot.kept.at(-1);
  const received = Date.parse(last?.receipt.received_at ?? "");
  const isDecided = last && (ruled.has(received) || (made > received && !waiting.has(last.id)));
  if (!isNewer && !isTheSame && !isDecided) return ballot;
  return { ...ballot, seq: ballot.seq + 1, work: null, base: head?.revision ?? null, clash: false, kept: [] };
}

export function recused(ballot, { reason }) {
  return { ...ballot, seq: ballot.seq + 1, recusal: { reason } };
}

/** The server knows of the recusal, or refused it for good. */
export function recusalAnswered(ballot, error) {
  if (!ballot.recusal) return ballot;
  return { ...ballot, seq: ballot.seq + 1, recusal: null, error: error ?? ballot.error };
}
