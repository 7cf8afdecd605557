// The teams of a round as their judge sees them: in the order of presentation, each with the ballot and where it stands.

import { has, totalOf } from "./rubric.js";

/**
 * @import { Engine } from "../engine/engine.js"
 * @import { Ballot, Entry, Item, Packet } from "../types.js"
 */

export const LEFT = new Set(["new", "draft"]);
export const LOOK = new Set(["conflict", "rejected"]);

/**
 * Every team of a packet: {entry, number, name, title, …, ballot, state, total, marked}.
 * @param {Engine} engine @param {Packet} packet @returns {Item[]}
 */
export function itemsOf(engine, packet) {
  return [...packet.entries].sort((a, b) => a.order - b.order).map((entry) => itemOf(engine, packet, entry));
}

/** @param {Engine} engine @param {Packet} packet @param {Entry} entry @returns {Item} */
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

/** @param {Entry} entry @param {Ballot} ballot @returns {Item["state"]} */
function stateOf(entry, ballot) {
  if (entry.recused || ballot.state === "recused") return "recused";
  if (ballot.state === "conflict" || ballot.conflicts.length) return "conflict";
  if (ballot.error) return "rejected";
  return ballot.state;
}

/**
 * The revision that counts now: the newest sealed one, which a newer draft has not replaced. Null where none does.
 * @param {Packet} packet @param {Item} item
 */
export function countingOf(packet, { entry, ballot: { head } }) {
  if (head?.sealed) return head.revision;
  return (packet.counting ?? []).find((told) => told.entry === entry)?.revision ?? null;
}

/** @param {Item[]} items */
export const begun = (items) => items.filter((item) => item.marked && item.state !== "recused");

/** @param {Item[]} items */
export const owed = (items) => items.filter((item) => item.state !== "recused").length;

/** @param {Item[]} items @param {...string} states */
export const inState = (items, ...states) => items.filter((item) => states.includes(item.state)).length;

/** The ways to look at the teams. @param {Item[]} items @param {string} tab */
export function shownIn(items, tab) {
  if (tab === "left") return items.filter((item) => LEFT.has(item.state));
  if (tab === "sealed") return items.filter((item) => item.state === "sealed");
  if (tab === "look")
    return items.filter((item) => LOOK.has(item.state) || (item.ballot.changed && item.state !== "recused"));
  return items;
}

/**
 * The next team in order that is not sealed yet, from the top again at the end.
 * @param {Item[]} items @param {string} [after] @returns {Item|null}
 */
export function nextUnscored(items, after) {
  const found = after ? items.findIndex((item) => item.entry === after) : -1;
  const turn = [...items.slice(found + 1), ...items.slice(0, Math.max(found, 0))];
  return turn.find((item) => LEFT.has(item.state)) ?? null;
}

/** The entry that the stage shows now; null for none of mine. @param {Packet} packet @param {Item[]} items */
export function presenting(packet, items) {
  return items.find((item) => item.entry === packet.now_presenting) ?? null;
}
