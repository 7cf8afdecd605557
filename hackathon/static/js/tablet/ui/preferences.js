// Which language and which light: the same two cookies as on every other page, read and written here without the server.

/**
 * @typedef {{code: string, name: string, short: string, label: string, catalogue: string}} Offered  a language: its code, its
 *   name in itself, what of it fits into the top bar, its word for "language", and the address of its sentences ("" for
 *   none: the scripts hold the English ones)
 * @typedef {"auto"|"light"|"dark"} Theme
 */

const A_YEAR = 365 * 24 * 3600;
const NIGHT = { from: 20, to: 7 };

/** @type {Offered[]} the event's languages, the first one first */
export const OFFERED = JSON.parse(document.documentElement.dataset.languages ?? "[]");

/** @param {string} name */
const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];

/** @param {string} name @param {string} value */
function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
}

/** What was chosen on any page, else what the browser asks for, else the event's first. @returns {string} */
export function chosenLanguage() {
  const chosen = OFFERED.find(({ code }) => code === cookie("lang"));
  const [found] = chosen
    ? [chosen]
    : navigator.languages.flatMap((wish) => OFFERED.filter(({ code }) => fits(code, wish)));
  return (found ?? OFFERED[0])?.code ?? "en";
}

/** pt-BR is said to who asks for pt. @param {string} code @param {string} wish */
const fits = (code, wish) => code === wish || code.split("-")[0] === wish.split("-")[0];

/** @param {string} code */
export const chooseLanguage = (code) => remember("lang", code);

/** @returns {Theme} */
export function theme() {
  const chosen = cookie("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "auto";
}

/** @param {Theme} chosen */
export function chooseTheme(chosen) {
  remember("theme", chosen);
  applyTheme();
}

/** Until somebody chooses, it is dark in the evening whatever the system says. */
export function applyTheme() {
  const hour = new Date().getHours();
  const dark = theme() === "auto" && (hour >= NIGHT.from || hour < NIGHT.to);
  const root = document.documentElement;
  if (theme() === "auto" && !dark) delete root.dataset.theme;
  else root.dataset.theme = dark ? "dark" : theme();
}
