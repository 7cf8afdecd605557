// Sentences in the language that is spoken. The scripts hold them in English; what the language says for each comes as
// one small file, which the service worker keeps with the rest of the app.

import { OFFERED, chosenLanguage } from "./preferences.js";

/**
 * @import { Child, Text } from "../types.js"
 * @typedef {Record<string, unknown>} Values
 * @typedef {object} Catalogue
 * @property {string} plural  which form goes with a number of things: one digit for each of 0 to 199
 * @property {Record<string, string|string[]>} words  English → what is said, in all forms where they follow a number
 */

const AGAIN = 10_000;
const BLANK = /\{(\w+)\}/;
/** @type {Catalogue} */
const ENGLISH = { plural: "", words: {} };

/** @type {{language: string, catalogue: Catalogue}} */
let spoken = { language: "en", catalogue: ENGLISH };
/** @type {string|null} */
let asked = null;

/** The language that is spoken now. */
export const language = () => spoken.language;

/** Speak what was chosen, on this page or any other. What cannot be had now is asked for again. */
export async function speakChosen() {
  const wish = chosenLanguage();
  if (wish === asked) return;
  asked = wish;
  const catalogue = await catalogueOf(wish).catch(() => null);
  if (asked !== wish) return;
  if (!catalogue) {
    setTimeout(() => (asked = null), AGAIN);
    return;
  }
  spoken = { language: wish, catalogue };
  document.documentElement.lang = wish;
}

/** @param {string} code @returns {Promise<Catalogue>} */
async function catalogueOf(code) {
  const address = OFFERED.find((each) => each.code === code)?.catalogue;
  if (!address) return ENGLISH;
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
  return reply.json();
}

/** A sentence; its English is a literal, or nobody finds it to translate. @param {string} sentence @param {Values} values */
export const t = (sentence, values = {}) => filled(found(sentence), values).join("");

/** A sentence whose English serves several things: the context says which. @param {string} context @param {string} sentence @param {Values} values */
export const tp = (context, sentence, values = {}) => filled(found(`${context}\u0004${sentence}`), values).join("");

/**
 * A sentence that depends on a number, which fills its blank {n}.
 * @param {string} one @param {string} many @param {number} n @param {Values} values
 */
export function tn(one, many, n, values = {}) {
  const { plural, words } = spoken.catalogue;
  const forms = words[one] ?? [one, many];
  const form = one in words ? Number(plural[n < 200 ? n : 100 + (n % 100)]) : Number(n !== 1);
  return filled(typeof forms === "string" ? forms : forms[form], { n, ...values }).join("");
}

/** A sentence whose blanks hold elements. @param {string} sentence @param {Record<string, Child>} values @returns {Child[]} */
export const rich = (sentence, values) => filled(found(sentence), values);

/** @param {string} id */
function found(id) {
  const said = spoken.catalogue.words[id];
  return typeof said === "string" ? said : id.slice(id.indexOf("\u0004") + 1);
}

/** The parts of a sentence and what fills its blanks, in turn. @template V @param {string} sentence @param {Record<string, V>} values @returns {(string|V)[]} */
const filled = (sentence, values) => sentence.split(BLANK).map((part, at) => (at % 2 ? (values[part] ?? "") : part));

/** A text of the event in the spoken language, else in the first that it has. @param {Text} words @returns {string} */
export function pick(words) {
  if (!words || typeof words === "string") return words ?? "";
  const codes = [language(), ...OFFERED.map(({ code }) => code), ...Object.keys(words)];
  return codes.map((code) => words[code]).find(Boolean) ?? "";
}

/** The language as dates and numbers know it; one that they do not know writes them as English does. */
export function locale() {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language().replace("_", "-"))[0] ?? "en";
  } catch {
    return "en";
  }
}

/** A decimal with the sign of the language between whole and part: 7.5, 7,5. @param {string} decimal */
export function number(decimal) {
  const parts = new Intl.NumberFormat(locale(), { numberingSystem: "latn" }).formatToParts(0.5);
  return decimal.replaceAll(".", parts.find(({ type }) => type === "decimal")?.value ?? ".");
}
