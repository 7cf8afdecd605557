// Which language and which light: the same two cookies as on every other page, read and written here without the server.

import { WORDS } from "../words.js";

/**
 * @import { Text } from "../types.js"
 * @typedef {"ko"|"en"} Language
 * @typedef {"auto"|"light"|"dark"} Theme
 */

/** @type {Record<string, string[]>} */
const TABLE = WORDS;
const A_YEAR = 365 * 24 * 3600;
const NIGHT = { from: 20, to: 7 };

/** @param {string} name */
const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];

/** @param {string} name @param {string} value */
function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
}

/** @returns {Language} */
export const language = () => (cookie("lang") === "en" ? "en" : "ko");

/** @param {Language} chosen */
export function chooseLanguage(chosen) {
  remember("lang", chosen);
  applyPreferences();
}

/** @returns {Theme} */
export function theme() {
  const chosen = cookie("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "auto";
}

/** @param {Theme} chosen */
export function chooseTheme(chosen) {
  remember("theme", chosen);
  applyPreferences();
}

/** Put both on the page. Until somebody chooses, it is dark in the evening whatever the system says. */
export function applyPreferences() {
  const hour = new Date().getHours();
  const dark = theme() === "auto" && (hour >= NIGHT.from || hour < NIGHT.to);
  const root = document.documentElement;
  root.lang = language();
  if (theme() === "auto" && !dark) delete root.dataset.theme;
  else root.dataset.theme = dark ? "dark" : theme();
}

/**
 * A sentence in the chosen language. In English `one|many` follows the number `n`.
 * @param {string} key @param {Record<string, unknown>} values
 */
export function t(key, values = {}) {
  const said = TABLE[key][language() === "en" ? 1 : 0];
  const forms = said.split("|");
  const text = forms.length > 1 && Number(values.n) !== 1 ? forms[1] : forms[0];
  return text.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => String(values[name] ?? ""));
}

/** A text that exists in both languages, or in the one it has. @param {Text} words @returns {string} */
export function pick(words) {
  if (typeof words === "string") return words;
  return words?.[language()] || words?.ko || words?.en || "";
}
