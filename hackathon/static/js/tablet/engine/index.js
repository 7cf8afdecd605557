// The engine of the judge's app: what the device holds, what the server has receipted, and the way between the two.
// The screens read `status`, `packet()` and `ballot()` (all at once, never waiting), and call the verbs below.

import { Engine } from "./engine.js";

/** @type {Promise<Engine>|undefined} */
let only;

/**
 * Opens the storage and loads what the device holds. Works without a network and never hangs.
 * There is one engine a page: a second call gives the same one.
 */
export function createEngine() {
  only ??= Engine.start().then((engine) => {
    Object.assign(globalThis, { judging: engine }); // for whoever has to look into a tablet that misbehaves
    return engine;
  });
  return only;
}

export { givePledge } from "./session/pledge.js";
export { qr } from "./qr/qr.js";
