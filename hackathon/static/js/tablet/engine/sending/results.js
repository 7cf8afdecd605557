// Reads the server's answer to a batch: what proves nothing is left out, and stays in the queue.

import { check } from "../receipt/receipts.js";

/**
 * @import { CheckedAnswer, Fault, Head, Receipt, SentRevision, Verified } from "../../types.js"
 * @typedef {{judge: string, key: string}} By  the judge it was sent for, and the server's key that this device knows
 * @typedef {object} Result  as the server tells it; nothing of it is believed before the receipt has been checked
 * @property {string} id
 * @property {"accepted"|"duplicate"|"conflict"|"held"|"rejected"} status
 * @property {number|null} [revision]
 * @property {Receipt|null} [receipt]
 * @property {Head|null} [head]
 * @property {Fault|null} [error]
 * @property {"accepted"|"conflict"|"held"} [first]
 */

const KEPT = new Set(["accepted", "conflict", "held"]);
const STATUSES = new Set([...KEPT, "duplicate", "rejected"]);

/**
 * @param {Result[]} results
 * @param {Map<string, SentRevision>} sent  id → the revision as it was sent
 * @param {By} by @returns {Promise<CheckedAnswer[]>}
 */
export async function answersOf(results, sent, by) {
  const answers = await Promise.all(results.map((result) => answerOf(result, sent.get(result?.id), by)));
  return answers.filter((answer) => answer !== null);
}

/** @param {Result} result @param {SentRevision|undefined} sent @param {By} by @returns {Promise<CheckedAnswer|null>} */
async function answerOf(result, sent, by) {
  if (!sent || !STATUSES.has(result.status)) return null;
  if (result.status === "rejected") return rejectionOf(result, sent);
  const { receipt = null } = result;
  const verified = await check(sent, receipt, by);
  return receipt && verified ? keptOf(result, { id: result.id, sent, receipt, verified, error: null }) : null;
}

/**
 * The answer to a revision that the server keeps, in one way or another.
 * @param {Result} result @param {{id: string, sent: SentRevision, receipt: Receipt, verified: Verified, error: null}} proved
 * @returns {CheckedAnswer|null}
 */
function keptOf(result, proved) {
  const { head = null, revision = null } = result;
  const status = firstStatus(result);
  if (status !== "accepted") return { ...proved, head, status, revision };
  return revision !== null && isNumbered(revision, proved.receipt) ? { ...proved, head, status, revision } : null;
}

/** @param {Result} result @param {SentRevision} sent @returns {CheckedAnswer|null} */
function rejectionOf({ id, error }, sent) {
  return error?.code ? { id, sent, status: "rejected", revision: null, receipt: null, head: null, error } : null;
}

/** @param {number} revision @param {Receipt} receipt */
const isNumbered = (revision, receipt) => Number.isInteger(revision) && receipt.revision === revision;

/** What was answered when this revision came for the first time. @param {Result} result */
function firstStatus({ status, first, revision, head }) {
  if (status === "accepted" || status === "conflict" || status === "held") return status;
  if (first && KEPT.has(first)) return first;
  if (Number.isInteger(revision)) return "accepted";
  return head ? "conflict" : "held";
}

/**
 * The heads that these answers tell of: our own where it was accepted, the server's where it was not.
 * @param {CheckedAnswer[]} answers
 */
export function headsOf(answers) {
  return answers.map(headOf).filter((head) => head !== null);
}

/** @param {CheckedAnswer} answer @returns {Head|null} */
function headOf({ id, sent, status, revision, receipt, head, verified }) {
  if (status !== "accepted") return head;
  const { entry, marks, comment, note, sealed } = sent;
  return { entry, revision, id, marks, comment, note, sealed, receipt, verified };
}
