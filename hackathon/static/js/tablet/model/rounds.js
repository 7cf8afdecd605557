// Where a round stands.

/** @import { Packet, RoundState } from "../types.js" */

/**
 * Where the round stands now: the packet's word may be older than a deadline that has passed since.
 * @param {Packet} packet @param {number} now by the server's clock: a tablet's own may be wrong by hours @returns {RoundState}
 */
export function stateOf(packet, now) {
  if (packet.state === "planned" && packet.opens_at && now >= Date.parse(packet.opens_at)) return "open";
  if (packet.state === "open" && packet.closes_at && now >= Date.parse(packet.closes_at)) return "closed";
  return packet.state;
}
