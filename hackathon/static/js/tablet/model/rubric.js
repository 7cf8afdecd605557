// What is scored: scales, steps, levels, the points of a mark, the total of a ballot.

import { ZERO, compare, decimal, exact, fraction, minus, over, parsed, plus, times } from "./exact.js";

/** @import { Criterion, Fraction, Marks, Scale } from "../types.js" */

export const MOST_BUTTONS = 12;

/** @param {Criterion} criterion */
export const counts = (criterion) => exact(criterion.points).n !== 0n;

/** Whether a ballot holds a mark for the criterion. @param {Marks|null|undefined} marks @param {Criterion} criterion */
export function has(marks, criterion) {
  return parsed(marks?.[criterion.key] ?? "") !== null;
}

/** @param {number|string} mark */
export const markText = (mark) => decimal(exact(mark));

/** @param {Criterion} criterion @param {number} mark */
export function earned(criterion, mark) {
  return over(times(exact(criterion.points), exact(mark)), exact(criterion.scale.max));
}

/**
 * The points that these marks add up to, null while one that counts is missing.
 * @param {Criterion[]} criteria @param {Marks} marks
 */
export function totalOf(criteria, marks) {
  const counting = criteria.filter(counts);
  if (counting.some((criterion) => !has(marks, criterion))) return null;
  return counting.reduce((sum, criterion) => plus(sum, earned(criterion, marks[criterion.key])), ZERO);
}

/** What the marks given so far add up to. @param {Criterion[]} criteria @param {Marks} marks */
export function runningTotal(criteria, marks) {
  const given = criteria.filter((criterion) => counts(criterion) && has(marks, criterion));
  return given.reduce((sum, criterion) => plus(sum, earned(criterion, marks[criterion.key])), ZERO);
}

/** @param {Criterion[]} criteria */
export const fullMarks = (criteria) => criteria.reduce((sum, criterion) => plus(sum, exact(criterion.points)), ZERO);

/** @param {Criterion[]} criteria @param {Marks} marks */
export const missing = (criteria, marks) => criteria.filter((criterion) => counts(criterion) && !has(marks, criterion));

/** How many marks the scale has. @param {Scale} scale */
export function steps({ min, max, step }) {
  const room = over(minus(exact(max), exact(min)), exact(step));
  return Number(room.n / room.d) + 1;
}

/** @param {Scale} scale @param {number} at */
export const markAt = (scale, at) => plus(exact(scale.min), times(fraction(BigInt(at), 1n), exact(scale.step)));

/** The marks as buttons; none where the scale has too many steps for them. @param {Scale} scale */
export function buttonsOf(scale) {
  const many = steps(scale);
  return many > MOST_BUTTONS ? [] : Array.from({ length: many }, (_, at) => decimal(markAt(scale, at)));
}

/**
 * Where a mark lies on the scale: 0 for the lowest; null where it is none of the marks.
 * @param {Scale} scale @param {string|number} mark
 */
export function stepOf(scale, mark) {
  const value = parsed(mark);
  if (value === null || compare(value, exact(scale.min)) < 0 || compare(value, exact(scale.max)) > 0) return null;
  const at = over(minus(value, exact(scale.min)), exact(scale.step));
  return at.d === 1n ? Number(at.n) : null;
}

/**
 * What was typed as a mark of the scale: {mark}, {mark: undefined} for nothing, {fault: true} for what is none.
 * @param {Scale} scale @param {string} text @returns {{mark?: number, fault?: boolean}}
 */
export function readMark(scale, text) {
  const written = text.trim().replace(",", ".");
  if (written === "") return { mark: undefined };
  return stepOf(scale, written) === null ? { fault: true } : { mark: Number(written) };
}

/**
 * The mark one step further; from nothing to the lowest.
 * @param {Scale} scale @param {number|null|undefined} mark @param {number} by
 */
export function stepped(scale, mark, by) {
  const at = mark === undefined || mark === null ? null : stepOf(scale, mark);
  const next = at === null ? 0 : Math.min(Math.max(at + by, 0), steps(scale) - 1);
  return Number(decimal(markAt(scale, next)));
}

/**
 * Each level with the place on the buttons' grid that it covers, and whether it holds the mark.
 * @param {Criterion} criterion @param {number|null|undefined} mark
 */
export function levelsOf(criterion, mark) {
  const { scale } = criterion;
  const chosen = mark === undefined || mark === null ? null : parsed(mark);
  return (criterion.levels ?? []).map((level) => {
    const [low, high] = [exact(level.from), exact(level.to)];
    const within = (/** @type {Fraction} */ value) => compare(low, value) <= 0 && compare(value, high) <= 0;
    const all = Array.from({ length: Math.min(steps(scale), MOST_BUTTONS) }, (_, at) => at);
    const covered = all.filter((at) => within(markAt(scale, at)));
    const marks = compare(low, high) ? `${decimal(low)}–${decimal(high)}` : decimal(low);
    const on = chosen !== null && within(chosen);
    return { marks, name: level.name, first: (covered[0] ?? 0) + 1, span: covered.length, on };
  });
}
