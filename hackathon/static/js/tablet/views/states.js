// Names of the states that a round, a ballot and its sending can be in.

import { t, tp } from "../ui/text.js";

/** @import { Item, RoundState, Trail } from "../types.js" */

/** @type {Record<RoundState, () => string>} */
export const ROUND = {
  planned: () => t("Planned"),
  open: () => t("Open"),
  closed: () => t("Closed"),
  locked: () => t("Locked"),
  published: () => t("Published"),
};

/** @type {Record<Item["state"], () => string>} */
export const BALLOT = {
  new: () => t("Not started"),
  draft: () => t("Draft"),
  sealed: () => t("Sealed"),
  conflict: () => tp("state", "Two versions"),
  rejected: () => t("Refused"),
  held: () => t("Held"),
  recused: () => t("Recused"),
};

/** @type {Record<NonNullable<Trail>, () => string>} */
export const TRAIL = {
  device: () => t("On device"),
  sent: () => t("Sent"),
  counted: () => t("Confirmed"),
};
