// The way out when all networks die: what the server has not receipted, as a file and as text for QR codes.
//
// {"format": "hackathon-unsent-1", "event", "judge", "device", "made_at",
//  "revisions": [{"round", "entry", "after": null | id, …a revision as the protocol sends it}]}
// Revisions of one ballot stand in their order; one with `after` is based on what that revision becomes.

import { exported, isPending } from "./local-ballot.js";
import { bodyOf } from "../sending/sender.js";
import { newId } from "../ids.js";
import { sha256 } from "../receipt/sha256.js";

/**
 * @import { LocalBallot } from "../../types.js"
 * @import { BallotRepository } from "./repository.js"
 * @typedef {{format: string, event: string, judge: string|null, device: string, made_at: string|null, revisions: object[]}} Unsent
 */

const FORMAT = "hackathon-unsent-1";
/** Bytes of text in one code: dense enough for few codes, coarse enough for a tablet's screen and any camera. */
const PART = 640;

/**
 * What leaves by another way keeps its names: when it comes over the network too, it is known there.
 * @param {BallotRepository} repository @param {string} owner @param {number} now @returns {LocalBallot[]}
 */
export function takenOut(repository, owner, now) {
  const going = repository.of(owner).filter(isPending);
  /** @param {LocalBallot} ballot @returns {[string, (ballot: LocalBallot) => LocalBallot]} */
  const named = ({ key }) => {
    const id = newId();
    return [key, (ballot) => exported(ballot, { now, id })];
  };
  const changes = new Map(going.map(named).filter(([key, change]) => isChanged(repository.find(key), change)));
  if (changes.size > 0) void repository.changeMany(changes);
  return going.map(({ key }) => repository.find(key)).filter((ballot) => ballot !== null);
}

/** @param {LocalBallot|null} ballot @param {(ballot: LocalBallot) => LocalBallot} change */
const isChanged = (ballot, change) => ballot !== null && change(ballot) !== ballot;

/**
 * @param {LocalBallot[]} ballots @param {{me: {owner: string, judge: string|null}, device: string}} whose
 * @returns {Unsent}
 */
export function unsent(ballots, { me, device }) {
  const [event] = me.owner.split(":");
  const revisions = ballots.flatMap((ballot) => revisionsOf(ballot, device));
  const made_at =
    revisions
      .map((revision) => revision.made_at)
      .sort()
      .at(-1) ?? null;
  return { format: FORMAT, event, judge: me.judge, device, made_at, revisions };
}

/** @param {LocalBallot} ballot @param {string} device */
function revisionsOf(ballot, device) {
  const { round, entry, queue } = ballot;
  return queue.map((revision, at) => ({
    round,
    after: at > 0 && !revision.past ? queue[at - 1].id : null,
    ...bodyOf(revision, { entry, device }),
  }));
}

/** @param {Unsent} data @returns {{name: string, blob: Blob}} */
export function asFile(data) {
  const text = `${JSON.stringify(data, null, 1)}\n`;
  const when = (data.made_at ?? "nothing").slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
  return { name: `unsent-${data.judge}-${when}.json`, blob: new Blob([text], { type: "application/json" }) };
}

/**
 * `HJ1:<set>:<part>/<parts>:<text>`; the parts of a set, in their order, are the file's JSON.
 * @param {Unsent} data @returns {string[]}
 */
export function asCodes(data) {
  if (data.revisions.length === 0) return [];
  const text = JSON.stringify(data);
  const parts = split(text);
  const set = sha256(text).slice(0, 8); // the same work makes the same codes, and a part of other work is told apart
  return parts.map((part, at) => `HJ1:${set}:${at + 1}/${parts.length}:${part}`);
}

/** Whole characters: none is cut in two. @param {string} text */
function split(text) {
  const encoder = new TextEncoder();
  const parts = [""];
  let size = 0;
  for (const letter of text) {
    size += encoder.encode(letter).length;
    if (size > PART) size = parts.push("") && encoder.encode(letter).length;
    parts[parts.length - 1] += letter;
  }
  return parts;
}
