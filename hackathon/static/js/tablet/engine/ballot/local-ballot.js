// One ballot on this device, and what can happen to it. Pure: the same change may be made twice, in memory and in the store.

/**
 * @typedef {object} Revision  its content never changes once it may have been sent
 * @property {string} id
 * @property {number|null} base   the head it was based on; fixed at the first attempt
 * @property {import("../types.js").Marks} marks
 * @property {string} comment
 * @property {string} note
 * @property {boolean} sealed
 * @property {string} made_at
 * @property {number} attempts
 * @property {boolean} [out]      it left the device in an export
 * @property {boolean} [past]     the judge has decided on a conflict since: it is sent for the record only
 *
 * @typedef {object} LocalBallot
 * @property {string} key
 * @property {string} owner
 * @property {string} round
 * @property {string} entry
 * @property {number} seq         grows with every change: the newer copy wins when a store was lost
 * @property {object|null} work   marks (null = taken away), comment, note, sealed: the newest the judge wrote
 * @property {boolean} fresh      the work holds something that no revision in the queue carries
 * @property {number} touched     when it was last written on, by the server's clock, ms
 * @property {number|null} base   the newest head that this line of work has seen
 * @property {Revision[]} queue   in order, not yet receipted
 * @property {(Revision & {status: string, receipt: object})[]} kept  what the server keeps without counting it
 * @property {boolean} clash      a conflict waits for the judge
 * @property {object|null} error  why the server refused the last version
 * @property {{reason: string, error?: object}|null} recusal  not yet sent
 */

export const keyOf = (owner, round, entry) => `${owner}|${round}|${entry}`;

/** @returns {LocalBallot} */
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

const present = (marks) => Object.fromEntries(Object.entries(marks).filter(([, mark]) => mark !== null));

/** Of two copies of a ballot the one with more behind it. @param {LocalBallot|null|undefined} one @param {LocalBallot|null|undefined} other */
export function newest(one, other) {
  if (!one || !other) return one ?? other ?? null;
  return other.seq > one.seq ? other : one;
}

/** What a ballot or a head says, without the marks that were taken away. @returns {import("../types.js").Content} */
export function contentOf(written) {
  const { marks = {}, comment, note, sealed = false } = written ?? {};
  return { marks: present(marks), comment: comment ?? "", note: note ?? "", sealed };
}

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

export const isPending = (ballot) => ballot.fresh || ballot.queue.length > 0 || ballot.recusal !== null;
const isIdle = (ballot) => !isPending(ballot) && !ballot.clash && !ballot.error && ballot.kept.length === 0;

/** Whether the store needs this ballot at all: one that says no more than the server's head is dropped. */
export const isSpent = (ballot) => ballot.work === null && isIdle(ballot);

/** The ballot with work to write on: the head's content, at the first touch. */
function begun(ballot, head) {
  if (ballot.work) return { ...ballot, seq: ballot.seq + 1 };
  return { ...ballot, seq: ballot.seq + 1, work: contentOf(head), base: head?.revision ?? null };
}

/** A sealed ballot that is written on is open again: what was sealed goes on counting until it is sealed anew. */
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

/** A draft that was never attempted gives way to what follows it; nothing else is ever taken from the queue unanswered. */
const lasting = (queue) => queue.filter(({ sealed, attempts, out }) => sealed || attempts > 0 || out);
const stamp = (ms) => new Date(ms).toISOString();

function revisionOf(work, { id, now }) {
  return { ...contentOf(work), id, base: null, made_at: stamp(now), attempts: 0 };
}

/** Sealing what is sealed already changes nothing: a second tap is no second ballot. */
const isSealed = (ballot, head) =>
  ballot.work ? ballot.work.sealed && !ballot.fresh && !ballot.error : Boolean(head?.sealed);

export function sealed(ballot, { head, now, id }) {
  if (isSealed(ballot, head) || ballot.queue.some((one) => one.id === id)) return ballot;
  const next = begun(ballot, head);
  const work = { ...next.work, sealed: true };
  const queue = [...lasting(next.queue), revisionOf(work, { id, now })];
  return { ...next, work, queue, fresh: false, touched: now, error: null };
}

/** Makes a revision of what is written, once nothing sent before it is in doubt. */
export function drafted(ballot, { now, id }) {
  if (!ballot.fresh || ballot.clash || ballot.queue.length > 0) return ballot;
  return {
    ...ballot,
    seq: ballot.seq + 1,
    fresh: false,
    queue: [revisionOf(ballot.work, { id, now: ballot.touched || now })],
  };
}

/** Makes a revision of what is written although something before it is in doubt: it leaves the device by another way. */
export function exported(ballot, { now, id }) {
  const made = ballot.fresh && !ballot.clash ? [revisionOf(ballot.work, { id, now: ballot.touched || now })] : [];
  if (made.length === 0 && ballot.queue.every((revision) => revision.out)) return ballot;
  const queue = [...ballot.queue, ...made].map((revision) => ({ ...revision, out: true }));
  queue[0] = { ...queue[0], base: baseOf(queue[0], ballot) };
  return { ...ballot, seq: ballot.seq + 1, queue, fresh: ballot.fresh && ballot.clash };
}

/** A revision that may be known elsewhere keeps the base it went out with. */
const baseOf = (first, ballot) =>
  first.attempts > 0 || first.past || (first.out && first.base !== null) ? first.base : ballot.base;

/** From now on the first revision of the queue may have reached the server: its base is fixed. */
export function attempted(ballot) {
  const [first, ...rest] = ballot.queue;
  if (!first) return ballot;
  return {
    ...ballot,
    seq: ballot.seq + 1,
    queue: [{ ...first, base: baseOf(first, ballot), attempts: first.attempts + 1 }, ...rest],
  };
}
