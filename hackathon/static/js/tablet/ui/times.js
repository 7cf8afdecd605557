// Moments in words, in the event's zone.

import { locale, t, tp } from "./text.js";

/** @typedef {string|number} Moment  as the protocol writes it, or ms */

/** @type {Record<string, string>} */
const NAMES = { "Asia/Seoul": "KST", UTC: "UTC" };
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} language @param {Intl.DateTimeFormatOptions} options */
function formatOf(language, options) {
  const key = `${language} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format;
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** 18:30 @param {Moment} moment @param {string} zone */
export function hour(moment, zone) {
  const format = formatOf("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  return format.format(new Date(moment));
}

/** Tue 2 Dec, 18:30 KST @param {Moment} moment @param {string} zone */
export function full(moment, zone) {
  const date = new Date(moment);
  const named = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    formatOf(locale(), { ...options, timeZone: zone }).format(date);
  return tp("date", "{weekday} {day} {month}, {time}", {
    weekday: named({ weekday: "short" }),
    day: formatOf("en", { day: "numeric", timeZone: zone }).format(date),
    month: named({ month: "short" }),
    time: `${hour(moment, zone)} ${zoneName(date, zone)}`,
  });
}

/** @param {Date} moment @param {string} zone */
function zoneName(moment, zone) {
  if (NAMES[zone]) return NAMES[zone];
  const named = formatOf("en-US", { timeZone: zone, timeZoneName: "short" }).formatToParts(moment);
  return named.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "UTC") ?? zone;
}

/**
 * How long it still takes: the last hour by the second, before that in the two largest units.
 * @param {number} wait ms
 */
export function left(wait) {
  const seconds = Math.max(0, Math.ceil(wait / 1000));
  if (seconds < 3600) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  const minutes = Math.floor(seconds / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const units = [days && t("{n} d", { n: days }), hours && t("{n} h", { n: hours }), rest && t("{n} min", { n: rest })];
  return t("in {time}", { time: (days ? units.slice(0, 2) : units.slice(1)).filter(Boolean).join(" ") });
}
