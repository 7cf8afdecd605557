// Moments in the event's zone, by the server's clock: a tablet's own may be wrong by hours.

const DAYS = { ko: "일월화수목금토", en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NAMES = { "Asia/Seoul": "KST", UTC: "UTC" };
const formats = new Map();

function parts(moment, zone) {
  if (!formats.has(zone)) formats.set(zone, makeFormat(zone));
  return Object.fromEntries(
    formats
      .get(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
}

function makeFormat(zone) {
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

const two = (number) => String(number).padStart(2, "0");

/** 18:30 */
export function hour(moment, zone) {
  const local = parts(new Date(moment), zone);
  return `${two(local.hour)}:${two(local.minute)}`;
}

/** 12월 2일(화) 18:30 KST · Tue 2 Dec, 18:30 KST */
export function full(moment, zone, language) {
  const local = parts(new Date(moment), zone);
  const weekday = DAYS[language][new Date(Date.UTC(local.year, local.month - 1, local.day)).getUTCDay()];
  const time = `${two(local.hour)}:${two(local.minute)} ${zoneName(new Date(moment), zone)}`;
  if (language === "ko") return `${local.month}월 ${local.day}일(${weekday}) ${time}`;
  return `${weekday} ${local.day} ${MONTHS[local.month - 1]}, ${time}`;
}

function zoneName(moment, zone) {
  if (NAMES[zone]) return NAMES[zone];
  const named = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" }).formatToParts(moment);
  return named.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "UTC") ?? zone;
}

/** How long it still takes: the last hour by the second, before that in the two largest units. */
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

/** Where the round stands now: the packet's word may be older than a deadline that has passed since. */
export function stateOf(packet, now) {
  if (packet.state === "planned" && packet.opens_at && now >= Date.parse(packet.opens_at)) return "open";
  if (packet.state === "open" && packet.closes_at && now >= Date.parse(packet.closes_at)) return "closed";
  return packet.state;
}
