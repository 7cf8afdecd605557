// Whether the server really holds what was sent: nothing counts as saved before a receipt has been checked here.

import { canonical } from "./canonical.js";
import { sha256 } from "./sha256.js";

/** @import { Marks, Receipt, Verified } from "../../types.js" */

/** Base64 or hex to bytes. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(text) {
  if (/^[0-9a-f]{64}$/i.test(text))
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** The short id under which a public key is named in receipts. @param {string} key */
export const keyId = (key) => sha256(bytesOf(key)).slice(0, 16);

/**
 * What the server digests of a revision.
 * @param {{entry: string, judge: string, marks: Marks, sealed: boolean}} revision
 */
export function digestOf({ entry, judge, marks, sealed }) {
  return sha256(canonical({ entry, judge, marks, sealed }));
}

/** @type {Promise<boolean>|undefined} */
let signatures;

/** Whether this browser checks Ed25519; on plain HTTP and on old devices it cannot. @returns {Promise<boolean>} */
export function canCheckSignatures() {
  signatures ??= tryKey().catch(() => false);
  return signatures;
}

async function tryKey() {
  if (!globalThis.crypto?.subtle) return false;
  const base = new Uint8Array(32).fill(0x66, 1); // the curve's base point is a public key as good as any
  base[0] = 0x58;
  await crypto.subtle.importKey("raw", base, "Ed25519", false, ["verify"]);
  return true;
}

/** @param {Receipt} receipt @param {string} key */
async function isSigned(receipt, key) {
  const { signature, ...signed } = receipt;
  const imported = await crypto.subtle.importKey("raw", bytesOf(key), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, bytesOf(signature), new TextEncoder().encode(canonical(signed)));
}

/**
 * @param {{id: string, entry: string, marks: Marks, sealed: boolean}} revision as it was sent
 * @param {Receipt|null|undefined} receipt
 * @param {{judge: string, key: string}} by the judge it was sent for, and the server's public key that this device knows
 * @returns {Promise<Verified>} how it was checked; null = it proves nothing
 */
export async function check(revision, receipt, { judge, key }) {
  try {
    if (receipt?.id !== revision.id || receipt.entry !== revision.entry || receipt.key_id !== keyId(key)) return null;
    if (receipt.digest !== digestOf({ ...revision, judge })) return null;
    if (!(await canCheckSignatures())) return "digest";
    return (await isSigned(receipt, key)) ? "signature" : null;
  } catch {
    return null; // a receipt of another shape
  }
}
