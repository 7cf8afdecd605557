// Fractions of big integers: a total is the same number here as on the server, and equal totals are equal.

const NUMBER = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/** @import { Fraction } from "../types.js" */

/** A number as the server and the scale write it. @param {string|number} value @returns {Fraction} */
export function exact(value) {
  const found = parsed(value);
  if (!found) throw new RangeError(`no number: ${value}`);
  return found;
}

/** A decimal as a fraction; null where it is no number. @param {unknown} value @returns {Fraction|null} */
export function parsed(value) {
  const found = NUMBER.exec(String(value).trim());
  if (!found || !(found[2] || found[3])) return null;
  const [, sign, whole, part = "", power = "0"] = found;
  const digits = BigInt(whole + part) * (sign ? -1n : 1n);
  const shift = part.length - Number(power);
  return shift >= 0 ? fraction(digits, 10n ** BigInt(shift)) : fraction(digits * 10n ** BigInt(-shift), 1n);
}

/** @type {Fraction} */
export const ZERO = { n: 0n, d: 1n };

/** @param {bigint} n @param {bigint} d @returns {Fraction} */
export function fraction(n, d) {
  if (d < 0n) return fraction(-n, -d);
  const common = divisor(n < 0n ? -n : n, d) || 1n;
  return { n: n / common, d: d / common };
}

/** @param {bigint} a @param {bigint} b */
function divisor(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

/** @typedef {(a: Fraction, b: Fraction) => Fraction} Operation */

/** @type {Operation} */
export const plus = (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
/** @type {Operation} */
export const minus = (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
/** @type {Operation} */
export const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
/** @type {Operation} */
export const over = (a, b) => fraction(a.n * b.d, a.d * b.n);
/** @param {Fraction} a @param {Fraction} b */
export const compare = (a, b) => {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
};
/** @param {Fraction} a */
export const approximately = (a) => Number(a.n) / Number(a.d);

/** At most two decimals and no idle zeros, half away from zero: 86, 72.5, 33.33. @param {Fraction} a */
export function rounded(a) {
  const size = a.n < 0n ? -a.n : a.n;
  const cents = (size * 200n + a.d) / (2n * a.d);
  const part = String(cents % 100n)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${a.n < 0n && cents ? "-" : ""}${cents / 100n}${part && `.${part}`}`;
}

/** A mark exactly as it is written on the scale: 7, 7.5, 0.125. @param {Fraction} a */
export function decimal(a) {
  let places = 0;
  while (10n ** BigInt(places) % a.d && places < 12) places += 1;
  const size = (a.n < 0n ? -a.n : a.n) * 10n ** BigInt(places);
  const digits = String(size / a.d).padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "") : digits;
  return (a.n < 0n ? "-" : "") + text;
}
