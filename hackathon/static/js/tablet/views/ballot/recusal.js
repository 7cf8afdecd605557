// A judge who must not score a team says so, with a reason, before any result stands.

import { h, targetOf } from "../../ui/dom.js";
import { t } from "../../ui/text.js";
import { toEntry } from "../../routes.js";
import { link, plate } from "../parts.js";
import { positionOf } from "./scoring.js";

/**
 * @import { RoundApp } from "../../app.js"
 * @import { Item, Position, View } from "../../types.js"
 */

export const LONGEST_REASON = 500;

/** @param {RoundApp} app @returns {View|null} */
export function recuse(app) {
  const position = positionOf(app, app.route.entry);
  if (!position) return null;
  const { item, packet } = position;
  return {
    title: `${t("Recusal")} · ${item.number} ${item.name}`,
    area: "teams",
    kind: "one",
    main: h(
      "div.card.stack",
      h(
        "div.row.nowrap",
        plate(item, packet.rubric.criteria.length),
        h("h1.h-team", { tabindex: "-1" }, t("Recuse yourself from {team}?", { team: item.name })),
      ),
      body(app, position, toEntry(packet.round, item.entry)),
    ),
  };
}

/** @param {RoundApp} app @param {Position} of @param {string} back */
function body(app, { item, state }, back) {
  const goBack = link(back, t("Go back"));
  if (item.state === "recused") return [h("p", t("You are recused from this team already.")), goBack];
  if (["locked", "published"].includes(state))
    return [h("p", t("The result is locked, so you can no longer recuse yourself. Tell an organizer.")), goBack];
  return [
    h(
      "p.muted",
      t(
        "For when you could not judge fairly: family, a mentor, the same company. You will not score this team, and what you sent before will not count. Only an organizer can undo it.",
      ),
    ),
    form(app, item, back),
  ];
}

/** @param {RoundApp} app @param {Item} item @param {string} back */
function form(app, item, back) {
  const fault = app.faults.reason;
  const field = h("textarea.input", {
    id: "reason",
    rows: 3,
    maxlength: LONGEST_REASON,
    "aria-invalid": fault ? "true" : null,
    "aria-describedby": fault ? "reason-fault" : null,
  });
  const send = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const written = targetOf(event)?.querySelector("textarea")?.value ?? "";
    app.recuse(item, written.trim());
  };
  return h(
    "form.stack",
    { onsubmit: send, novalidate: true },
    h(
      "div.field",
      h("label", { for: "reason" }, t("Reason"), " ", h("span", t("read by organizers and the chair only"))),
      field,
      fault ? h("p.error", { id: "reason-fault", role: "alert" }, fault) : null,
    ),
    h("div.actions", link(back, t("Cancel")), h("button.btn.btn-stop", t("Recuse myself"))),
  );
}
