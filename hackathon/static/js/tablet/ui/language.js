// Which language and which light: the same two cookies as on every other page, read and written here without the server.

import { WORDS } from "../words.js";

const A_YEAR = 365 * 24 * 3600;
const NIGHT = { from: 20, to: 7 };

const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
}

export const language = () => (cookie("lang") === "en" ? "en" : "ko");

export function chooseLanguage(chosen) {
  remember("lang", chosen);
  applyPreferences();
}

export const theme = () => (["light", "dark"].includes(cookie("theme")) ? cookie("theme") : "auto");

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

/** A sentence in the chosen language. In English `one|many` follows the number `n`. */
export function t(key, values = {}) {
  const said = WORDS[key][language() === "en" ? 1 : 0];
  const forms = said.split("|");
  const text = forms.length > 1 && Number(values.n) !== 1 ? forms[1] : forms[0];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A text that exists in both languages, or in the one it has. */
export function pick(words) {
  if (typeof words === "string") return words;
  return words?.[language()] || words?.ko || words?.en || "";
}
