// What a judge does on the screens. Each act tells the engine, draws, and says what became of it.

import { conflictActs } from "./conflict.js";
import { markActs } from "./marks.js";
import { pledgeActs } from "./pledge.js";
import { sealActs } from "./seal.js";
import { sessionActs } from "./session.js";
import { unsentActs } from "./unsent.js";

/** @import { Core } from "../app.js" */

/** @param {Core} app */
export function actsOf(app) {
  return {
    ...markActs(app),
    ...sealActs(app),
    ...conflictActs(app),
    ...sessionActs(app),
    ...unsentActs(app),
    ...pledgeActs(app),
  };
}
