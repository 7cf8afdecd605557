// One ballot as a screen shows it: what this device holds over what the server said.

import { contentOf, isPending, isSame } from "./local-ballot.js";

const ms = (stamp) => Date.parse(stamp ?? "") || 0;
const NONE = {
  work: null,
  fresh: false,
  queue: [],
  kept: [],
  clash: false,
  error: null,
  recusal: null,
  base: null,
  touched: 0,
};

/** What the server says of one entry. */
export function serverSide(packet, entry) {
  const of = (list) => (list ?? []).filter((one) => one.entry === entry);
  const [head = null] = of(packet?.ballots);
  const conflicts = of(packet?.conflicts).filter((one) => !isSame(one, head));
  const [about = null] = of(packet?.entries);
  return { head, conflicts, held: of(packet?.held), about };
}

/**
 * @param {string} entry
 * @param {import("./local-ballot.js").LocalBallot|null} known
 * @param {any} packet
 * @returns {import("../types.js").Ballot}
 */
export function ballotOf(entry, known, packet) {
  const ballot = known ?? NONE;
  const server = serverSide(packet, entry);
  const held = heldOf(ballot, server);
  const late = isPending(ballot) || ballot.clash ? null : lateOf(held, server.head);
  const shown = ballot.work ?? late ?? server.head;
  const state = stateOf(ballot, server, { late, shown });
  return {
    ...{ entry, state, ...contentOf(shown), dirty: isPending(ballot) },
    ...proof(ballot, late, server.head),
    ...{ head: server.head, conflicts: state === "conflict" ? versions(ballot, server) : [], held },
    ...{ error: ballot.error, changed: Boolean(shown) && ms(server.about?.changed_at) > writtenAt(ballot, shown) },
  };
}

function stateOf(ballot, server, { late, shown }) {
  if (server.about?.recused || ballot.recusal) return "recused";
  if (ballot.clash || (!ballot.work && server.conflicts.length > 0)) return "conflict";
  if (late) return "held";
  if (!shown) return "new";
  return shown.sealed ? "sealed" : "draft";
}

/** The versions that came too late, told by the server or known here before the server has said so. */
function heldOf(ballot, server) {
  const known = new Set(server.held.map((one) => one.id));
  return [...server.held, ...ballot.kept.filter((one) => one.status === "held" && !known.has(one.id))];
}

/** The newest late version, unless a head has come after it. */
function lateOf(held, head) {
  const newest = held.at(-1);
  return newest && ms(newest.receipt?.received_at) > ms(head?.receipt?.received_at) ? newest : null;
}

function versions(ballot, server) {
  const mine = ballot.clash ? { ...ballot.kept.at(-1), ...contentOf(ballot.work) } : server.conflicts.at(-1);
  return [mine, server.head].filter(Boolean);
}

/** How far what is shown has come, and what proves it. */
function proof(ballot, late, head) {
  if (isPending(ballot) || ballot.error) return { trail: "device", receipt: null, verified: null };
  const kept = ballot.clash ? ballot.kept.at(-1) : late;
  const proven = kept ?? head;
  if (!proven) return { trail: null, receipt: null, verified: null };
  const receipt = proven.receipt ?? null;
  return {
    trail: !kept && proven.sealed && receipt?.counted ? "counted" : "sent",
    receipt,
    verified: proven.verified ?? null,
  };
}

const writtenAt = (ballot, shown) => (ballot.work ? ballot.touched : ms(shown?.receipt?.received_at));
