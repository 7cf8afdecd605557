// Moments in the event's zone, by the server's clock: a tablet's own may be wrong by hours.

/**
 * @import { Language } from "../ui/language.js"
 * @import { Packet, RoundState } from "../types.js"
 * @typedef {string|number} Moment  as the protocol writes it, or ms
 */

const DAYS = { ko: "일월화수목금토", en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** @type {Record<string, string>} */
const NAMES = { "Asia/Seoul": "KST", UTC: "UTC" };
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Date} moment @param {string} zone */
function parts(moment, zone) {
  const format = formats.get(zone) ?? makeFormat(zone);
  formats.set(zone, format);
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
}

/** @param {string} zone */
function makeFormat(zone) {
  /** @type {Intl.DateTimeFormatOptions} */
  const fields = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  };
  return new Intl.DateTimeFormat("en-US", { ...fields, timeZone: zone });
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** 18:30 @param {Moment} moment @param {string} zone */
export function hour(moment, zone) {
  const local = parts(new Date(moment), zone);
  return `${two(local.hour)}:${two(local.minute)}`;
}

/** 12월 2일(화) 18:30 KST · Tue 2 Dec, 18:30 KST @param {Moment} moment @param {string} zone @param {Language} language */
export function full(moment, zone, language) {
  const local = parts(new Date(moment), zone);
  const weekday = DAYS[language][new Date(Date.UTC(local.year, local.month - 1, local.day)).getUTCDay()];
  const time = `${two(local.hour)}:${two(local.minute)} ${zoneName(new Date(moment), zone)}`;
  if (language === "ko") return `${local.month}월 ${local.day}일(${weekday}) ${time}`;
  return `${weekday} ${local.day} ${MONTHS[local.month - 1]}, ${time}`;
}

/** @param {Date} moment @param {string} zone */
function zoneName(moment, zone) {
  if (NAMES[zone]) return NAMES[zone];
  const named = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" }).formatToParts(moment);
  return named.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "UTC") ?? zone;
}

/**
 * How long it still takes: the last hour by the second, before that in the two largest units.
 * @param {number} wait ms @param {Language} language
 */
export function left(wait, language) {
  const seconds = Math.max(0, Math.ceil(wait / 1000));
  if (seconds < 3600) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  const minutes = Math.floor(seconds / 60);
  const amounts = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const units = language === "ko" ? ["일", "시간", "분"] : [" d", " h", " min"];
  const written = amounts.map((amount, at) => (amount ? `${amount}${units[at]}` : ""));
  const text = (amounts[0] ? written.slice(0, 2) : written.slice(1)).filter(Boolean).join(" ");
  return language === "ko" ? `${text} 뒤` : `in ${text}`;
}

/**
 * Where the round stands now: the packet's word may be older than a deadline that has passed since.
 * @param {Packet} packet @param {number} now @returns {RoundState}
 */
export function stateOf(packet, now) {
  if (packet.state === "planned" && packet.opens_at && now >= Date.parse(packet.opens_at)) return "open";
  if (packet.state === "open" && packet.closes_at && now >= Date.parse(packet.closes_at)) return "closed";
  return packet.state;
}
