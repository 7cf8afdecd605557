// What the server's answer, or a newer packet, does to a ballot on this device. Pure, as local-ballot.js is.

import { contentOf, isPending, isSame, revisionOf } from "./local-ballot.js";

/**
 * @import { Answer, Content, Fault, Head, KeptRevision, LocalBallot, Receipt, Revision, ServerSide } from "../../types.js"
 */

/** @param {LocalBallot} ballot @param {Answer} answer @returns {LocalBallot} */
export function answered(ballot, answer) {
  const revision = ballot.queue.find((one) => one.id === answer.id);
  if (!revision) return ballot; // another tab was told first
  const next = { ...ballot, seq: ballot.seq + 1, queue: ballot.queue.filter((one) => one !== revision) };
  return released(outcome(next, revision, answer));
}

/**
 * @param {LocalBallot} ballot without the revision that was answered @param {Revision} revision
 * @param {Answer} answer
 */
function outcome(ballot, revision, answer) {
  if (answer.status === "accepted") return accepted(ballot, revision, answer.revision);
  if (answer.status === "conflict") return conflict(ballot, revision, answer.receipt);
  if (answer.status === "held") return withKept(ballot, { ...revision, status: "held", receipt: answer.receipt });
  return rejected(ballot, revision, answer.error);
}

/** @param {LocalBallot} ballot @param {Revision} revision @param {number} number @returns {LocalBallot} */
function accepted(ballot, revision, number) {
  const base = Math.max(ballot.base ?? 0, number);
  return { ...ballot, base, error: null, kept: revision.past ? ballot.kept : [] };
}

/** @param {LocalBallot} ballot @param {Revision} revision @param {Receipt} receipt @returns {LocalBallot} */
function conflict(ballot, revision, receipt) {
  if (revision.past) return ballot;
  return { ...withKept(ballot, { ...revision, status: "conflict", receipt }), clash: true };
}

/** @param {LocalBallot} ballot @param {KeptRevision} revision @returns {LocalBallot} */
const withKept = (ballot, revision) => ({ ...ballot, kept: [...ballot.kept, revision] });

/**
 * The content stays on the device as something to look at; what is not valid is not sealed.
 * @param {LocalBallot} ballot @param {Revision} revision @param {Fault|null} error @returns {LocalBallot}
 */
function rejected(ballot, revision, error) {
  if (ballot.queue.length > 0 || ballot.fresh || revision.past) return ballot;
  const work = { ...(ballot.work ?? contentOf(null)), sealed: false };
  return { ...ballot, error: error ?? { code: "rejected", message: "" }, work };
}

/** Once the server's head says all that was written here, the device's copy may go. @param {LocalBallot} ballot */
function released(ballot) {
  const done = !isPending(ballot) && !ballot.clash && !ballot.error && ballot.kept.length === 0;
  return done ? { ...ballot, work: null } : ballot;
}

/**
 * The judge has looked at both versions of a conflict and decided: what is still under way is sent for the record.
 * @param {LocalBallot} ballot @param {Content} content @param {{head: Head|null, now: number, id: string}} act @returns {LocalBallot}
 */
export function resolved(ballot, content, { head, now, id }) {
  if (ballot.queue.some((one) => one.id === id)) return ballot;
  const queue = ballot.queue.map((one) => ({ ...one, past: true, base: one.attempts > 0 ? one.base : ballot.base }));
  const made = revisionOf(content, { id, now });
  const base = head?.revision ?? null;
  const calm = { clash: false, fresh: false, error: null, touched: now, kept: [] };
  return { ...ballot, ...calm, seq: ballot.seq + 1, work: contentOf(content), base, queue: [...queue, made] };
}

/**
 * What a newer packet leaves of a ballot: what has been decided elsewhere needs no decision here.
 * @param {LocalBallot} ballot @param {ServerSide} server @returns {LocalBallot}
 */
export function reconciled(ballot, server) {
  if (isPending(ballot) || ballot.error || !ballot.work) return ballot;
  const { head } = server;
  if (!isOutdated(ballot, head) && !isAgreed(ballot, head) && !isDecided(ballot, server)) return ballot;
  return { ...ballot, seq: ballot.seq + 1, work: null, base: head?.revision ?? null, clash: false, kept: [] };
}

/** The server holds something newer than this device has seen. @param {LocalBallot} ballot @param {Head|null} head */
const isOutdated = (ballot, head) => !ballot.clash && (head?.revision ?? 0) > (ballot.base ?? 0);

/** Both versions of a conflict have come to say the same. @param {LocalBallot} ballot @param {Head|null} head */
const isAgreed = (ballot, head) => ballot.clash && head !== null && isSame(ballot.work, head);

/**
 * The chair has ruled on what was only kept, or the server no longer waits for it.
 * @param {LocalBallot} ballot @param {ServerSide} server
 */
function isDecided(ballot, { waiting, made, ruled }) {
  const last = ballot.kept.at(-1);
  if (!last) return false;
  const received = Date.parse(last.receipt.received_at);
  return ruled.has(received) || (made > received && !waiting.has(last.id));
}

/** @param {LocalBallot} ballot @param {{reason: string}} recusal @returns {LocalBallot} */
export function recused(ballot, { reason }) {
  return { ...ballot, seq: ballot.seq + 1, recusal: { reason } };
}

/**
 * The server knows of the recusal, or refused it for good.
 * @param {LocalBallot} ballot @param {Fault|null} error @returns {LocalBallot}
 */
export function recusalAnswered(ballot, error) {
  if (!ballot.recusal) return ballot;
  return { ...ballot, seq: ballot.seq + 1, recusal: null, error: error ?? ballot.error };
}
