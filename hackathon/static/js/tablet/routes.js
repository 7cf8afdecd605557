// The addresses of the app, the same ones that pages had before it.

const ROUND = String.raw`/judge/rounds/(?<round>[^/]+)`;
const ENTRY = String.raw`${ROUND}/entries/(?<entry>[^/]+)`;
const TABLE = [
  ["home", String.raw`/judge`],
  ["home", ROUND],
  ["compare", String.raw`${ROUND}/compare`],
  ["scoring", ENTRY],
  ["conflict", String.raw`${ENTRY}/conflict`],
  ["recuse", String.raw`${ENTRY}/recuse`],
  ["unsent", String.raw`/judge/unsent`],
  ["sign-in", String.raw`/judge/sign-in`],
].map(([name, pattern]) => [name, new RegExp(`^${pattern}/?$`)]);

/** {name, round, entry, query}; the name is "lost" where no screen has this address. */
export function routeOf(address) {
  const { pathname, searchParams } = new URL(address, location.origin);
  for (const [name, pattern] of TABLE) {
    const found = pattern.exec(pathname);
    if (found) return { name, ...decoded(found.groups), query: searchParams, path: pathname };
  }
  return { name: "lost", query: searchParams, path: pathname };
}

const decoded = (groups = {}) => Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decode(value)]));

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const toRound = (round, tab) =>
  `/judge/rounds/${encodeURIComponent(round)}${tab && tab !== "all" ? `?show=${tab}` : ""}`;
export const toEntry = (round, entry, more = "") =>
  `/judge/rounds/${encodeURIComponent(round)}/entries/${encodeURIComponent(entry)}${more}`;
export const toItem = (round, item) => toEntry(round, item.entry, item.state === "conflict" ? "/conflict" : "");
export const toCompare = (round, sort, down) =>
  `/judge/rounds/${encodeURIComponent(round)}/compare${sort ? `?sort=${encodeURIComponent(sort)}${down ? "" : "&up=1"}` : ""}`;
