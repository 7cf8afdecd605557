// A judge who must not score a team says so, with a reason, before any result stands.

import { h, targetOf } from "../../ui/dom.js";
import { t } from "../../ui/language.js";
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
    title: `${t("recusal")} · ${item.number} ${item.name}`,
    area: "teams",
    kind: "one",
    main: h(
      "div.card.stack",
      h(
        "div.row.nowrap",
        plate(item, packet.rubric.criteria.length),
        h("h1.h-team", { tabindex: "-1" }, t("recuseTitle", { team: item.name })),
      ),
      body(app, position, toEntry(packet.round, item.entry)),
    ),
  };
}

/** @param {RoundApp} app @param {Position} of @param {string} back */
function body(app, { item, state }, back) {
  const goBack = link(back, t("back"));
  if (item.state === "recused") return [h("p", t("recusedAlready")), goBack];
  if (["locked", "published"].includes(state)) return [h("p", t("recuseLocked")), goBack];
  return [h("p.muted", t("recuseHelp")), form(app, item, back)];
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
      h("label", { for: "reason" }, t("reason"), " ", h("span", t("reasonHint"))),
      field,
      fault ? h("p.error", { id: "reason-fault", role: "alert" }, fault) : null,
    ),
    h("div.actions", link(back, t("cancel")), h("button.btn.btn-stop", t("recuseNow"))),
  );
}
