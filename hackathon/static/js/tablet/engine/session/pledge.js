// The pledge goes to the server or nowhere: a promise that waits on a tablet is none.

/** @import { Done } from "../../types.js" @import { Engine } from "../engine.js" */

/** @param {Engine} engine @param {string} round @param {number} version @returns {Promise<Done>} */
export async function givePledge(engine, round, version) {
  const { owner, judge } = engine.session.me ?? { owner: "", judge: null };
  if (!judge) return { ok: false, error: "signed-out" };
  const reply = await engine.net.post(
    `/rounds/${encodeURIComponent(round)}/pledge`,
    { version },
    { headers: { "X-Hackathon-Judge": judge } },
  );
  if (reply.status === 200) {
    await engine.packets.pledged(owner, round, reply.body.pledge);
    return { ok: true, error: null };
  }
  engine.refused(reply.status);
  if (reply.status === 422) await engine.refresh(round); // other words stand there now
  return { ok: false, error: reply.body?.error?.code ?? "offline" };
}
