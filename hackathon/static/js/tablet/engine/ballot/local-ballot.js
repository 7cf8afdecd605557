// One ballot on this device, and what can happen to it. Pure: the same change may be made twice, in memory and in the store.

/**
 * @import { Content, Head, LocalBallot, Revision, Work } from "../../types.js"
 * @typedef {Partial<Omit<Content, "marks">> & {marks?: Record<string, number|null>}} Written  a ballot's work, a version, or a part of one
 * @typedef {LocalBallot & {work: Work}} BegunBallot
 */

/** @param {string} owner @param {string} round @param {string} entry */
export const keyOf = (owner, round, entry) => `${owner}|${round}|${entry}`;

/** @param {string} owner @param {string} round @param {string} entry @returns {LocalBallot} */
export function blank(owner, round, entry) {
  const empty = {
    work: null,
    fresh: false,
    touched: 0,
    base: null,
    queue: [],
    kept: [],
    clash: false,
    error: null,
    recusal: null,
  };
  return { key: keyOf(owner, round, entry), owner, round, entry, seq: 0, ...empty };
}

/** A ballot by the name under which it is stored. @param {string} key */
export function blankOf(key) {
  const [owner, round, entry] = key.split("|");
  return blank(owner, round, entry);
}

/** @param {Record<string, number|null>} marks */
function present(marks) {
  const given = /** @type {[string, number][]} */ (Object.entries(marks).filter(([, mark]) => mark !== null));
  return Object.fromEntries(given);
}

/**
 * Of two copies of a ballot the one with more behind it.
 * @param {LocalBallot|null|undefined} one @param {LocalBallot|null|undefined} other
 */
export function newest(one, other) {
  if (!one || !other) return one ?? other ?? null;
  return other.seq > one.seq ? other : one;
}

/**
 * What a ballot or a head says, without the marks that were taken away.
 * @param {Written|null|undefined} written @returns {Content}
 */
export function contentOf(written) {
  const { marks = {}, comment, note, sealed = false } = written ?? {};
  return { marks: present(marks), comment: comment ?? "", note: note ?? "", sealed };
}

/** @param {Written|null} one @param {Written|null} other */
export function isSame(one, other) {
  const [a, b] = [contentOf(one), contentOf(other)];
  const keys = new Set([...Object.keys(a.marks), ...Object.keys(b.marks)]);
  return (
    a.comment === b.comment &&
    a.note === b.note &&
    a.sealed === b.sealed &&
    [...keys].every((key) => a.marks[key] === b.marks[key])
  );
}

/** @param {LocalBallot} ballot */
export const isPending = (ballot) => ballot.fresh || ballot.queue.length > 0 || ballot.recusal !== null;
/** @param {LocalBallot} ballot */
const isIdle = (ballot) => !isPending(ballot) && !ballot.clash && !ballot.error && ballot.kept.length === 0;

/**
 * Whether the store needs this ballot at all: one that says no more than the server's head is dropped.
 * @param {LocalBallot} ballot
 */
export const isSpent = (ballot) => ballot.work === null && isIdle(ballot);

/**
 * The ballot with work to write on: the head's content, at the first touch.
 * @param {LocalBallot} ballot @param {Head|null} head @returns {BegunBallot}
 */
function begun(ballot, head) {
  const { work } = ballot;
  if (work) return { ...ballot, work, seq: ballot.seq + 1 };
  return { ...ballot, seq: ballot.seq + 1, work: contentOf(head), base: head?.revision ?? null };
}

/**
 * A sealed ballot that is written on is open again: what was sealed goes on counting until it is sealed anew.
 * @param {LocalBallot} ballot @param {Written} patch @param {{head: Head|null, now: number}} act @returns {LocalBallot}
 */
export function edited(ballot, patch, { head, now }) {
  const next = begun(ballot, head);
  const marks = { ...next.work.marks, ...patch.marks };
  const work = {
    marks,
    comment: patch.comment ?? next.work.comment,
    note: patch.note ?? next.work.note,
    sealed: false,
  };
  if (isSame(work, next.work)) return ballot;
  return { ...next, work, fresh: true, touched: now, error: null };
}

/**
 * A draft that was never attempted gives way to what follows it; nothing else is ever taken from the queue unanswered.
 * @param {Revision[]} queue
 */
const lasting = (queue) => queue.filter(({ sealed, attempts, out }) => sealed || attempts > 0 || out);
/** @param {number} ms */
const stamp = (ms) => new Date(ms).toISOString();

/** @param {Written|null} work @param {{id: string, now: number}} act @returns {Revision} */
export function revisionOf(work, { id, now }) {
  return { ...contentOf(work), id, base: null, made_at: stamp(now), attempts: 0 };
}

/**
 * Sealing what is sealed already changes nothing: a second tap is no second ballot.
 * @param {LocalBallot} ballot @param {Head|null} head
 */
const isSealed = (ballot, head) =>
  ballot.work ? ballot.work.sealed && !ballot.fresh && !ballot.error : Boolean(head?.sealed);

/** @param {LocalBallot} ballot @param {{head: Head|null, now: number, id: string}} act @returns {LocalBallot} */
export function sealed(ballot, { head, now, id }) {
  if (isSealed(ballot, head) || ballot.queue.some((one) => one.id === id)) return ballot;
  const next = begun(ballot, head);
  const work = { ...next.work, sealed: true };
  const queue = [...lasting(next.queue), revisionOf(work, { id, now })];
  return { ...next, work, queue, fresh: false, touched: now, error: null };
}

/**
 * Makes a revision of what is written, once nothing sent before it is in doubt.
 * @param {LocalBallot} ballot @param {{now: number, id: string}} act @returns {LocalBallot}
 */
export function drafted(ballot, { now, id }) {
  if (!ballot.fresh || ballot.clash || ballot.queue.length > 0) return ballot;
  return {
    ...ballot,
    seq: ballot.seq + 1,
    fresh: false,
    queue: [revisionOf(ballot.work, { id, now: ballot.touched || now })],
  };
}

/**
 * Makes a revision of what is written although something before it is in doubt: it leaves the device by another way.
 * @param {LocalBallot} ballot @param {{now: number, id: string}} act @returns {LocalBallot}
 */
export function exported(ballot, { now, id }) {
  const made = ballot.fresh && !ballot.clash ? [revisionOf(ballot.work, { id, now: ballot.touched || now })] : [];
  if (made.length === 0 && ballot.queue.every((revision) => revision.out)) return ballot;
  const queue = [...ballot.queue, ...made].map((revision) => ({ ...revision, out: true }));
  queue[0] = { ...queue[0], base: baseOf(queue[0], ballot) };
  return { ...ballot, seq: ballot.seq + 1, queue, fresh: ballot.fresh && ballot.clash };
}

/**
 * A revision that may be known elsewhere keeps the base it went out with.
 * @param {Revision} first @param {LocalBallot} ballot
 */
const baseOf = (first, ballot) =>
  first.attempts > 0 || first.past || (first.out && first.base !== null) ? first.base : ballot.base;

/**
 * From now on the first revision of the queue may have reached the server: its base is fixed.
 * @param {LocalBallot} ballot @returns {LocalBallot}
 */
export function attempted(ballot) {
  const [first, ...rest] = ballot.queue;
  if (!first) return ballot;
  return {
    ...ballot,
    seq: ballot.seq + 1,
    queue: [{ ...first, base: baseOf(first, ballot), attempts: first.attempts + 1 }, ...rest],
  };
}
