// What is scored: scales, steps, levels, the points of a mark, the total of a ballot.

import { ZERO, compare, decimal, exact, fraction, minus, over, plus, times } from "./exact.js";

export const MOST_BUTTONS = 12;

export const counts = (criterion) => exact(criterion.points).n !== 0n;

/** Whether a ballot holds a mark for the criterion. */
export const has = (marks, criterion) =>
  marks?.[criterion.key] !== undefined && marks[criterion.key] !== null && exact(marks[criterion.key]) !== null;

export const markText = (mark) => decimal(exact(mark));

export function earned(criterion, mark) {
  return over(times(exact(criterion.points), exact(mark)), exact(criterion.scale.max));
}

/** The points that these marks add up to, null while one that counts is missing. */
export function totalOf(criteria, marks) {
  const counting = criteria.filter(counts);
  if (counting.some((criterion) => !has(marks, criterion))) return null;
  return counting.reduce((sum, criterion) => plus(sum, earned(criterion, marks[criterion.key])), ZERO);
}

/** What the marks given so far add up to. */
export function runningTotal(criteria, marks) {
  const given = criteria.filter((criterion) => counts(criterion) && has(marks, criterion));
  return given.reduce((sum, criterion) => plus(sum, earned(criterion, marks[criterion.key])), ZERO);
}

export const fullMarks = (criteria) => criteria.reduce((sum, criterion) => plus(sum, exact(criterion.points)), ZERO);

export const missing = (criteria, marks) => criteria.filter((criterion) => counts(criterion) && !has(marks, criterion));

/** How many marks the scale has. */
export function steps({ min, max, step }) {
  const room = over(minus(exact(max), exact(min)), exact(step));
  return Number(room.n / room.d) + 1;
}

export const markAt = (scale, at) => plus(exact(scale.min), times(fraction(BigInt(at), 1n), exact(scale.step)));

/** The marks as buttons; none where the scale has too many steps for them. */
export function buttonsOf(scale) {
  const many = steps(scale);
  return many > MOST_BUTTONS ? [] : Array.from({ length: many }, (_, at) => decimal(markAt(scale, at)));
}

/** Where a mark lies on the scale: 0 for the lowest; null where it is none of the marks. */
export function stepOf(scale, mark) {
  const value = exact(mark);
  if (value === null || compare(value, exact(scale.min)) < 0 || compare(value, exact(scale.max)) > 0) return null;
  const at = over(minus(value, exact(scale.min)), exact(scale.step));
  return at.d === 1n ? Number(at.n) : null;
}

/** What was typed as a mark of the scale: {mark}, {mark: undefined} for nothing, {fault: true} for what is none. */
export function readMark(scale, text) {
  const written = text.trim().replace(",", ".");
  if (written === "") return { mark: undefined };
  return stepOf(scale, written) === null ? { fault: true } : { mark: Number(written) };
}

/** The mark one step further; from nothing to the lowest. */
export function stepped(scale, mark, by) {
  const at = mark === undefined || mark === null ? null : stepOf(scale, mark);
  const next = at === null ? 0 : Math.min(Math.max(at + by, 0), steps(scale) - 1);
  return Number(decimal(markAt(scale, next)));
}

/** Each level with the place on the buttons' grid that it covers, and whether it holds the mark. */
export function levelsOf(criterion, mark) {
  const { scale } = criterion;
  const chosen = mark === undefined || mark === null ? null : exact(mark);
  return (criterion.levels ?? []).map((level) => {
    const [low, high] = [exact(level.from), exact(level.to)];
    const within = (value) => compare(low, value) <= 0 && compare(value, high) <= 0;
    const all = Array.from({ length: Math.min(steps(scale), MOST_BUTTONS) }, (_, at) => at);
    const covered = all.filter((at) => within(markAt(scale, at)));
    const marks = compare(low, high) ? `${decimal(low)}–${decimal(high)}` : decimal(low);
    const on = chosen !== null && within(chosen);
    return { marks, name: level.name, first: (covered[0] ?? 0) + 1, span: covered.length, on };
  });
}
