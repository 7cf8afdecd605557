// What happened, what was kept, what to do: above the ballot that it is about.

import { countingOf } from "../../model/items.js";
import { h, icon } from "../../ui/dom.js";
import { rich, t, tn } from "../../ui/text.js";
import { full } from "../../ui/times.js";
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
    fault ? h("div", { role: "alert" }, banner(".banner-stop", "alert", `${t("Not sealed.")} ${fault}`)) : null,
    ballot.error && item.state !== "recused" ? refused(ballot.error) : null,
    item.state === "recused"
      ? banner(
          "",
          "alert",
          t("You are recused from this team. You do not score it, and what you sent before does not count."),
        )
      : ofRound(position),
    item.state === "conflict"
      ? banner(
          ".banner-stop",
          "alert",
          t("Two devices sent different ballots. Neither was deleted."),
          h("a.btn", { href: toEntry(packet.round, item.entry, "/conflict") }, t("Compare and choose")),
        )
      : ofBallot(position),
    ruled(packet, item.entry),
    ballot.held.length
      ? banner(
          ".banner-wait",
          "lock",
          tn(
            "{n} ballot sent outside the judging hours is held. It does not count; the chair looks at it.",
            "{n} ballots sent outside the judging hours are held. They do not count; the chair looks at them.",
            ballot.held.length,
          ),
        )
      : null,
    ballot.changed && item.state !== "recused"
      ? banner(
          ".banner-wait",
          "file",
          t("The team changed its submission after you scored. Look again, and change your marks if needed."),
        )
      : null,
    elsewhere(position),
  ];
}

export const changeIt = () => t("What you wrote is kept on this device. Change it, and it is sent again.");
const askWhy = () => t("Ask the organizer whether the assignment changed. What you wrote stays on this device.");
/** @type {Record<string, () => string>} code → what the judge can do */
const TODO = {
  recused: () => t("You do not score this team. What you wrote stays on this device."),
  "unknown-entry": askWhy,
  "not-assigned": askWhy,
};

/** The server's own sentence first; then what that means for the judge. @param {Fault} error */
function refused(error) {
  return h(
    "div",
    { role: "alert" },
    banner(".banner-stop", "alert", [
      h("b", t("The server refused this ballot.")),
      " ",
      error.message,
      error.message && " ",
      (TODO[error.code] ?? changeIt)(),
    ]),
  );
}

/** @param {Position} of */
function ofRound({ packet, state }) {
  const time = (/** @type {string|null} */ when) => (when ? full(when, zoneOf(packet)) : "");
  if (state === "planned")
    return banner(
      "",
      "clock",
      packet.opens_at
        ? t("Judging opens {time}. You can score from then on.", { time: time(packet.opens_at) })
        : t("Judging has not started yet."),
    );
  if (state === "closed")
    return banner(
      ".banner-wait",
      "clock",
      t("Judging closed {time}. What is sent now is held for the chair and does not count.", {
        time: time(packet.closes_at),
      }),
    );
  return state === "open" ? null : banner("", "lock", t("The result is locked; the ballot can no longer change."));
}

/** @param {Position} of */
function ofBallot({ item, packet }) {
  const { ballot } = item;
  const revision = countingOf(packet, item);
  return !ballot.sealed && revision !== null
    ? banner(
        ".banner-wait",
        "alert",
        t("You are changing a sealed ballot. Revision {revision} counts until you seal again.", { revision }),
      )
    : null;
}

/** What the chair made of ballots that were only kept. @param {Packet} packet @param {string} entry */
function ruled(packet, entry) {
  const told = (packet.ruled ?? []).filter((version) => version.entry === entry);
  return told.map(({ verdict, reason, received_at: when }) => {
    const time = full(when, zoneOf(packet));
    const words =
      verdict === "admitted"
        ? t("The ballot sent {time} was admitted and is now a revision of this one.", { time })
        : t("The ballot sent {time} was not admitted. It is kept, not deleted.", { time });
    return banner(
      "",
      verdict === "admitted" ? "check" : "lock",
      reason ? `${words} ${t("Reason: {reason}", { reason })}` : words,
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
    rich("Now presenting: {team}", { team: h("b", `${now.number} ${now.name}`) }),
    h("a.btn.btn-quiet", { href: toItem(packet.round, now) }, t("Go there"), icon("right")),
  );
}
