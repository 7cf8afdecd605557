// What a judge promises before scoring: read once, given once, on whichever device.

import { stateOf } from "../model/rounds.js";
import { h, icon } from "../ui/dom.js";
import { pick, t } from "../ui/text.js";
import { full } from "../ui/times.js";
import { banner, zoneOf } from "./parts.js";

/**
 * @import { RoundApp } from "../app.js"
 * @import { View } from "../types.js"
 */

/** Whether this judge still owes the pledge; once the round is over nobody is asked any more. @param {RoundApp} app */
export function owesPledge(app) {
  const { packet } = app;
  return Boolean(
    packet.pledge && !packet.pledge.accepted_at && ["planned", "open", "closed"].includes(stateOf(packet, app.now())),
  );
}

/** It comes before everything else of the round, as long as the server can hear it. @param {RoundApp} app */
export const asksForPledge = (app) => app.status.online && owesPledge(app);

/** @param {RoundApp} app @returns {View} */
export function pledge(app) {
  const fault = app.faults.pledge;
  return {
    title: t("Pledge of the judges"),
    area: "teams",
    kind: "one",
    main: h(
      "section.card.stack.pledge",
      { key: "pledge" },
      h("h1", { tabindex: "-1" }, t("Pledge of the judges")),
      h("p.muted", t("Please read and give it before scoring. Once is enough: no other device asks again.")),
      h("blockquote.lines", pick(app.packet.pledge?.text)),
      fault ? h("p.error", { role: "alert" }, fault) : null,
      h(
        "div.row",
        h(
          "button.btn.btn-main.btn-big",
          { type: "button", "aria-disabled": app.busy ? "true" : null, onclick: app.givePledge },
          icon("check"),
          t("I have read this and pledge it"),
        ),
      ),
    ),
  };
}

/**
 * Without a network scoring can be prepared, and nothing of it is lost; the pledge is still to come.
 * @param {RoundApp} app
 */
export const pledgeBanner = (app) =>
  owesPledge(app)
    ? banner(
        ".banner-wait",
        "lock",
        t(
          "The pledge comes first, and without a connection it cannot be given. You can prepare your scoring; it is kept here, and the pledge is asked for once the network is back.",
        ),
      )
    : null;

/** @param {RoundApp} app */
export function pledgeGiven({ packet }) {
  const { accepted_at: given, text } = packet.pledge ?? {};
  if (!given) return null;
  return h(
    "details.small",
    h("summary.tap", t("Pledge given · {time}", { time: full(given, zoneOf(packet)) })),
    h("p.lines", pick(text)),
  );
}
