// The addresses of the app, the same ones that pages had before it.

/** @typedef {{name: string, round?: string, entry?: string, query: URLSearchParams, path: string}} Route */

const ROUND = String.raw`/judge/rounds/(?<round>[^/]+)`;
const ENTRY = String.raw`${ROUND}/entries/(?<entry>[^/]+)`;
/** @type {[string, string][]} */
const PATTERNS = [
  ["home", String.raw`/judge`],
  ["home", ROUND],
  ["compare", String.raw`${ROUND}/compare`],
  ["scoring", ENTRY],
  ["conflict", String.raw`${ENTRY}/conflict`],
  ["recuse", String.raw`${ENTRY}/recuse`],
  ["unsent", String.raw`/judge/unsent`],
  ["sign-in", String.raw`/judge/sign-in`],
];
const TABLE = PATTERNS.map(([name, pattern]) => ({ name, pattern: new RegExp(`^${pattern}/?$`) }));

/** The name is "lost" where no screen has this address. @param {string} address @returns {Route} */
export function routeOf(address) {
  const { pathname, searchParams } = new URL(address, location.origin);
  for (const { name, pattern } of TABLE) {
    const found = pattern.exec(pathname);
    if (found) return { name, ...decoded(found.groups), query: searchParams, path: pathname };
  }
  return { name: "lost", query: searchParams, path: pathname };
}

/** @param {Record<string, string>|undefined} groups */
const decoded = (groups = {}) => Object.fromEntries(Object.entries(groups).map(([key, value]) => [key, decode(value)]));

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} round @param {string} [tab] */
export const toRound = (round, tab) =>
  `/judge/rounds/${encodeURIComponent(round)}${tab && tab !== "all" ? `?show=${tab}` : ""}`;
/** @param {string} round @param {string} entry @param {string} more */
export const toEntry = (round, entry, more = "") =>
  `/judge/rounds/${encodeURIComponent(round)}/entries/${encodeURIComponent(entry)}${more}`;
/** @param {string} round @param {{entry: string, state: string}} item */
export const toItem = (round, item) => toEntry(round, item.entry, item.state === "conflict" ? "/conflict" : "");
/** @param {string} round @param {string} [sort] @param {boolean} [down] */
export const toCompare = (round, sort, down) =>
  `/judge/rounds/${encodeURIComponent(round)}/compare${sort ? `?sort=${encodeURIComponent(sort)}${down ? "" : "&up=1"}` : ""}`;
