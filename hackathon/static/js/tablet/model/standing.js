// A total among one's own on the ruler that every number of the product stands on. Geometry, and one exact comparison.

import { approximately, compare } from "./exact.js";

/**
 * @import { Fraction } from "../types.js"
 * @typedef {{low: number, high: number, step: number}} Axis
 */

export const [LEFT, RIGHT] = [10, 250];
const [FLOOR, STEP, ROOM] = [22, 9, 18];
const TOUCH = 8;
const MOST_INTERVALS = 8;

/**
 * The scale with round numbers at its ends that shows all these values in at most eight intervals.
 * @param {number[]} values @returns {Axis}
 */
export function fit(values) {
  const [low, high] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 100];
  for (let power = -2; ; power += 1)
    for (const factor of [1, 2, 5]) {
      const step = factor * 10 ** power;
      let [bottom, top] = [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
      if (top <= bottom) [bottom, top] = [bottom - step, bottom + step];
      if ((top - bottom) / step <= MOST_INTERVALS + 1e-9) return { low: bottom, high: top, step };
    }
}

/** @param {Axis} scale @param {number} value */
export function across(scale, value) {
  const inside = Math.min(Math.max(value, scale.low), scale.high);
  return tenth(LEFT + ((inside - scale.low) / (scale.high - scale.low)) * (RIGHT - LEFT));
}

/** @param {number} number */
const tenth = (number) => Math.round(number * 10) / 10;

/** @param {Axis} scale */
export function ticks(scale) {
  const many = Math.round((scale.high - scale.low) / scale.step);
  return Array.from({ length: many + 1 }, (_, at) => {
    const value = scale.low + at * scale.step;
    return { x: across(scale, value), label: String(Number(value.toPrecision(9))), end: at === 0 || at === many };
  });
}

/** The dots on the lowest level on which each touches no other. @param {number[]} values @param {Axis} scale */
export function dots(values, scale) {
  /** @type {number[]} */
  const ends = [];
  const placed = values
    .map((value) => across(scale, value))
    .sort((a, b) => a - b)
    .map((x) => {
      const free = ends.findIndex((end) => x - end >= TOUCH);
      const level = free < 0 ? ends.length : free;
      ends[level] = x;
      return { x, level };
    });
  const rise = Math.min(STEP, ROOM / Math.max(ends.length - 1, 1));
  return placed.map(({ x, level }) => ({ x, y: tenth(FLOOR - level * rise) }));
}

/**
 * Which place a total takes among all of one's own: {place, of}; null without a total.
 * @param {Fraction[]} others @param {Fraction|null} total
 */
export function placeAmong(others, total) {
  if (total === null) return null;
  return { place: 1 + others.filter((other) => compare(other, total) > 0).length, of: others.length + 1 };
}

/** Everything that the ruler draws. @param {Fraction[]} others @param {Fraction|null} total @param {Fraction} full */
export function standing(others, total, full) {
  const numbers = others.map(approximately);
  const mine = total === null ? null : approximately(total);
  const scale = fit([...numbers, ...(mine === null ? [] : [mine]), approximately(full)]);
  const me = mine === null ? null : across(scale, mine);
  return { ticks: ticks(scale), dots: dots(numbers, scale), me, among: placeAmong(others, total) };
}
