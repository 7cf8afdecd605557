// One ballot as a screen shows it: what this device holds over what the server said.

import { blank, contentOf, isPending, isSame } from "./local-ballot.js";

/**
 * @import { Ballot, BallotState, Entry, Head, LocalBallot, Packet, LateVersion, Receipt, ShownVersion, Trail, Verified, Version, Work } from "../../types.js"
 * @typedef {{head: Head|null, conflicts: Version[], held: Version[], about: Entry|null}} Told what the server says of one entry
 */

/** @param {string|null|undefined} stamp @returns {number} 0 where there is none */
const ms = (stamp) => Date.parse(stamp ?? "") || 0;

/** @param {Packet|null} packet @param {string} entry @returns {Told} */
function serverSide(packet, entry) {
  /** @template {{entry: string}} T @param {T[]|undefined} list */
  const of = (list) => (list ?? []).filter((one) => one.entry === entry);
  const [head = null] = of(packet?.ballots);
  const conflicts = of(packet?.conflicts).filter((one) => !isSame(one, head));
  const [about = null] = of(packet?.entries);
  return { head, conflicts, held: of(packet?.held), about };
}

/** @param {string} entry @param {LocalBallot|null} known @param {Packet|null} packet @returns {Ballot} */
export function ballotOf(entry, known, packet) {
  const ballot = known ?? blank("", "", entry);
  const server = serverSide(packet, entry);
  const held = heldOf(ballot, server);
  const late = lateOf(ballot, held, server.head);
  const version = late ?? server.head;
  const shown = ballot.work ?? version;
  const state = stateOf(ballot, server, { late, shown });
  return {
    ...{ entry, state, ...contentOf(shown), dirty: isPending(ballot) },
    ...proof(ballot, late, server.head),
    ...{ head: server.head, conflicts: state === "conflict" ? versions(ballot, server) : [], held },
    ...{ error: ballot.error, changed: shown !== null && isChanged(server, writtenAt(ballot, version)) },
  };
}

/**
 * @param {LocalBallot} ballot @param {Told} server
 * @param {{late: LateVersion|null, shown: Work|LateVersion|null}} what @returns {BallotState}
 */
function stateOf(ballot, server, { late, shown }) {
  if (server.about?.recused || ballot.recusal) return "recused";
  if (ballot.clash || (!ballot.work && server.conflicts.length > 0)) return "conflict";
  if (late) return "held";
  if (!shown) return "new";
  return shown.sealed ? "sealed" : "draft";
}

/**
 * The versions that came too late, told by the server or known here before the server has said so.
 * @param {LocalBallot} ballot @param {Told} server @returns {LateVersion[]}
 */
function heldOf(ballot, server) {
  const known = new Set(server.held.map((one) => one.id));
  return [...server.held, ...ballot.kept.filter((one) => one.status === "held" && !known.has(one.id))];
}

/**
 * When what is shown was written, by the server's clock.
 * @param {LocalBallot} ballot @param {LateVersion|null} version
 */
const writtenAt = (ballot, version) => (ballot.work ? ballot.touched : ms(version?.receipt?.received_at));

/** Whether the team changed what it handed in since. @param {Told} server @param {number} written */
const isChanged = ({ about }, written) => ms(about?.changed_at) > written;

/**
 * The newest late version, unless a head has come after it or something of this device stands above it.
 * @param {LocalBallot} ballot @param {LateVersion[]} held @param {Head|null} head @returns {LateVersion|null}
 */
function lateOf(ballot, held, head) {
  if (isPending(ballot) || ballot.clash) return null;
  const newest = held.at(-1);
  return newest && ms(newest.receipt?.received_at) > ms(head?.receipt?.received_at) ? newest : null;
}

/**
 * The two of a conflict: this device's and the server's.
 * @param {LocalBallot} ballot @param {Told} server @returns {ShownVersion[]}
 */
function versions(ballot, server) {
  const mine = ballot.clash ? { ...ballot.kept.at(-1), ...contentOf(ballot.work) } : server.conflicts.at(-1);
  return [mine, server.head].filter((version) => version !== null && version !== undefined);
}

/**
 * How far what is shown has come, and what proves it.
 * @param {LocalBallot} ballot @param {LateVersion|null} late @param {Head|null} head
 * @returns {{trail: Trail, receipt: Receipt|null, verified: Verified}}
 */
function proof(ballot, late, head) {
  if (isPending(ballot) || ballot.error) return { trail: "device", receipt: null, verified: null };
  const kept = ballot.clash ? ballot.kept.at(-1) : late;
  if (kept) return proofOf(kept, "sent");
  return head ? proofOf(head, isCounted(head) ? "counted" : "sent") : { trail: null, receipt: null, verified: null };
}

/** @param {LateVersion} version @param {Trail} trail */
const proofOf = ({ receipt = null, verified = null }, trail) => ({ trail, receipt, verified });

/** @param {Head} head */
const isCounted = ({ sealed, receipt }) => sealed && Boolean(receipt?.counted);
