// What happened, what was kept, what to do: above the ballot that it is about.

import { countingOf } from "../../model/items.js";
import { full } from "../../model/times.js";
import { h, icon } from "../../ui/dom.js";
import { language, t } from "../../ui/language.js";
import { toEntry, toItem } from "../../routes.js";
import { banner, zoneOf } from "../parts.js";
import { drillBanner } from "../drill.js";
import { pledgeBanner } from "../pledge.js";

/**
 * @import { RoundApp } from "../../app.js"
 * @import { Fault, Packet, Position } from "../../types.js"
 */

/** @param {RoundApp} app @param {Position} position */
export function banners(app, position) {
  const { item, packet } = position;
  const { ballot } = item;
  const fault = Object.values(app.faults)[0];
  return [
    pledgeBanner(app),
    drillBanner(app),
    fault ? h("div", { role: "alert" }, banner(".banner-stop", "alert", `${t("notSealed")} ${fault}`)) : null,
    ballot.error && item.state !== "recused" ? refused(ballot.error) : null,
    item.state === "recused" ? banner("", "alert", t("recusedHere")) : ofRound(position),
    item.state === "conflict"
      ? banner(
          ".banner-stop",
          "alert",
          t("conflictHere"),
          h("a.btn", { href: toEntry(packet.round, item.entry, "/conflict") }, t("conflictOpen")),
        )
      : ofBallot(position),
    ruled(packet, item.entry),
    ballot.held.length ? banner(".banner-wait", "lock", t("heldHere", { n: ballot.held.length })) : null,
    ballot.changed && item.state !== "recused" ? banner(".banner-wait", "file", t("changedHere")) : null,
    elsewhere(position),
  ];
}

/** The server's own sentence first; then what that means for the judge. @param {Fault} error */
function refused(error) {
  const todo =
    { recused: "refusedRecused", "unknown-entry": "refusedUnknown", "not-assigned": "refusedUnknown" }[error.code] ??
    "refusedEdit";
  return h(
    "div",
    { role: "alert" },
    banner(".banner-stop", "alert", [h("b", t("refused")), " ", error.message, error.message && " ", t(todo)]),
  );
}

/** @param {Position} of */
function ofRound({ packet, state }) {
  const time = (/** @type {string|null} */ when) => (when ? full(when, zoneOf(packet), language()) : "");
  if (state === "planned")
    return banner("", "clock", packet.opens_at ? t("startsAt", { time: time(packet.opens_at) }) : t("notOpen"));
  if (state === "closed") return banner(".banner-wait", "clock", t("closedHere", { time: time(packet.closes_at) }));
  return state === "open" ? null : banner("", "lock", t("lockedHere"));
}

/** @param {Position} of */
function ofBallot({ item, packet }) {
  const { ballot } = item;
  const revision = countingOf(packet, item);
  return !ballot.sealed && revision !== null ? banner(".banner-wait", "alert", t("reopened", { revision })) : null;
}

/** What the chair made of ballots that were only kept. @param {Packet} packet @param {string} entry */
function ruled(packet, entry) {
  const told = (packet.ruled ?? []).filter((version) => version.entry === entry);
  return told.map(({ verdict, reason, received_at: when }) => {
    const time = full(when, zoneOf(packet), language());
    const words = t(verdict === "admitted" ? "admitted" : "declined", { time });
    return banner(
      "",
      verdict === "admitted" ? "check" : "lock",
      reason ? `${words} ${t("because", { reason })}` : words,
    );
  });
}

/** The stage has gone on to another team that waits for this judge. @param {Position} of */
function elsewhere({ items, item, packet }) {
  const now = items.find((other) => other.entry === packet.now_presenting);
  if (!now || now.entry === item.entry || now.state === "recused") return null;
  return banner(
    "",
    "clock",
    [t("nowPresenting"), ": ", h("b", `${now.number} ${now.name}`)],
    h("a.btn.btn-quiet", { href: toItem(packet.round, now) }, t("goThere"), icon("right")),
  );
}
