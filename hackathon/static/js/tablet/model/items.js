// The teams of a round as their judge sees them: in the order of presentation, each with the ballot and where it stands.

import { has, totalOf } from "./rubric.js";

export const LEFT = new Set(["new", "draft"]);
export const LOOK = new Set(["conflict", "rejected"]);

/** Every team of a packet: {entry, number, name, title, …, ballot, state, total, marked}. */
export function itemsOf(engine, packet) {
  return [...packet.entries].sort((a, b) => a.order - b.order).map((entry) => itemOf(engine, packet, entry));
}

export function itemOf(engine, packet, entry) {
  const ballot = engine.ballot(packet.round, entry.entry);
  const { criteria } = packet.rubric;
  return {
    ...entry,
    number: entry.order,
    ballot,
    state: stateOf(entry, ballot),
    total: totalOf(criteria, ballot.marks),
    marked: criteria.filter((criterion) => has(ballot.marks, criterion)).length,
  };
}

function stateOf(entry, ballot) {
  if (entry.recused || ballot.state === "recused") return "recused";
  if (ballot.state === "conflict" || ballot.conflicts.length) return "conflict";
  if (ballot.error) return "rejected";
  return ballot.state;
}

/** The revision that counts now: the newest sealed one, which a newer draft has not replaced. Null where none does. */
export function countingOf(packet, { entry, ballot: { head } }) {
  if (head?.sealed) return head.revision;
  return (packet.counting ?? []).find((told) => told.entry === entry)?.revision ?? null;
}

export const begun = (items) => items.filter((item) => item.marked && item.state !== "recused");

export const owed = (items) => items.filter((item) => item.state !== "recused").length;

export const inState = (items, ...states) => items.filter((item) => states.includes(item.state)).length;

/** The ways to look at the teams. */
export function shownIn(items, tab) {
  if (tab === "left") return items.filter((item) => LEFT.has(item.state));
  if (tab === "sealed") return items.filter((item) => item.state === "sealed");
  if (tab === "look")
    return items.filter((item) => LOOK.has(item.state) || (item.ballot.changed && item.state !== "recused"));
  return items;
}

/** The next team in order that is not sealed yet, from the top again at the end. */
export function nextUnscored(items, after) {
  const found = after ? items.findIndex((item) => item.entry === after) : -1;
  const turn = [...items.slice(found + 1), ...items.slice(0, Math.max(found, 0))];
  return turn.find((item) => LEFT.has(item.state)) ?? null;
}

/** The entry that the stage shows now, whatever shape the pointer has; null for none of mine. */
export function presenting(packet, items) {
  const now = packet.now_presenting;
  const code = typeof now === "string" ? now : now?.entry;
  return items.find((item) => item.entry === code) ?? null;
}
