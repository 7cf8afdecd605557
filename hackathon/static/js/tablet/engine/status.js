// The state of the whole device in one object, as the screens read it.

/** @import { RoundName, Status } from "../types.js" @import { Engine } from "./engine.js" */

/** @param {Engine} engine @returns {Status} */
export function statusOf(engine) {
  const { session, contact, ballots, shell } = engine;
  const { me } = session;
  const counts = ballots.waiting();
  return {
    phase: me ? "ready" : "signed-out",
    ...{ person: me?.person ?? null, judge: me?.judge ?? null, rounds: roundsOf(engine) },
    ...{ online: contact.online, lastContact: contact.last, clockSkew: contact.skew },
    ...{ waiting: counts.get(engine.owner) ?? 0, refused: refusedOf(engine), others: othersOf(engine, counts) },
    ...{ signInNeeded: session.signInNeeded, storage: engine.health.report },
    ...{ update: shell.update, offlineReady: shell.offlineReady },
    ...{ receipts: engine.signatures ? "signature" : "digest", keyChanged: isKeyChanged(engine) },
  };
}

/**
 * A packet is asked for more often than the list of rounds: its state is the newer one.
 * @param {Engine} engine @returns {RoundName[]}
 */
function roundsOf(engine) {
  return (engine.session.me?.rounds ?? []).map((round) => ({
    ...round,
    state: engine.packet(round.key)?.state ?? round.state,
  }));
}

/** @param {Engine} engine */
const refusedOf = (engine) => engine.ballots.of(engine.owner).filter((ballot) => ballot.error).length;

/** @param {Engine} engine @param {Map<string, number>} counts */
function othersOf(engine, counts) {
  return [...counts]
    .filter(([owner]) => owner !== engine.owner)
    .map(([owner, waiting]) => ({ judge: owner.split(":").at(-1) ?? "", waiting }));
}

/** @param {Engine} engine */
const isKeyChanged = (engine) =>
  (engine.session.me?.rounds ?? []).some(({ key }) => engine.packets.isKeyChanged(engine.kept(key)));
