// Reads the server's answer to a batch: what proves nothing is left out, and stays in the queue.

import { check } from "../receipt/receipts.js";

const STATUSES = new Set(["accepted", "duplicate", "conflict", "held", "rejected"]);

/**
 * @param {any[]} results
 * @param {Map<string, any>} sent  id → the revision as it was sent, with its entry and the key of its ballot
 * @param {{judge: string, key: string}} by
 */
export async function answersOf(results, sent, by) {
  const told = results.filter((result) => sent.has(result?.id) && STATUSES.has(result.status));
  const answers = await Promise.all(told.map((result) => answerOf(result, sent.get(result.id), by)));
  return answers.filter(Boolean);
}

async function answerOf(result, sent, by) {
  const { id, status, revision = null, receipt = null, head = null, error = null } = result;
  if (status === "rejected")
    return error?.code ? { id, sent, status, revision: null, receipt: null, head: null, error } : null;
  const verified = await check(sent, receipt, by);
  const first = status === "duplicate" ? firstStatus(result) : status;
  if (!verified || (first === "accepted" && !isNumbered(result))) return null;
  return { id, sent, status: first, revision, receipt, head, error: null, verified };
}

const isNumbered = ({ revision, receipt }) => Number.isInteger(revision) && receipt.revision === revision;

/** What was answered when this revision came for the first time. */
function firstStatus({ first, revision, head }) {
  if (STATUSES.has(first)) return first;
  if (Number.isInteger(revision)) return "accepted";
  return head ? "conflict" : "held";
}

/** The heads that these answers tell of: our own where it was accepted, the server's where it was not. */
export function headsOf(answers) {
  return answers.map(headOf).filter(Boolean);
}

function headOf({ id, sent, status, revision, receipt, head, verified }) {
  if (status !== "accepted") return head;
  const { entry, marks, comment, note, sealed } = sent;
  return { entry, revision, id, marks, comment, note, sealed, receipt, verified };
}
