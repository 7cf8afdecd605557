// How often each mark was given, and how the totals went from the first team to the last.

import { ZERO, approximately, decimal, exact, fraction, over, plus, rounded } from "./exact.js";
import { fit } from "./standing.js";
import { MOST_BUTTONS, has, markAt, steps } from "./rubric.js";

/** @import { Criterion, Item, Marks, Scale } from "../types.js" */

export const [WIDTH, FLOOR, TALLEST] = [242, 78, 56];

/**
 * One picture a criterion: bars on a ground of WIDTH by FLOOR.
 * @param {Criterion} criterion @param {{marks: Marks}[]} ballots
 */
export function distributionOf(criterion, ballots) {
  const marks = ballots.filter(({ marks }) => has(marks, criterion)).map(({ marks }) => exact(marks[criterion.key]));
  const labels = labelsOf(criterion.scale);
  const reach = (Number(criterion.scale.max) - Number(criterion.scale.min)) / Math.max(labels.length - 1, 1);
  const counted = labels.map(() => 0);
  for (const mark of marks) counted[Math.round((approximately(mark) - Number(criterion.scale.min)) / reach)] += 1;
  const [highest, room] = [Math.max(...counted, 1), WIDTH / labels.length];
  return {
    mean: marks.length ? rounded(over(marks.reduce(plus, ZERO), fraction(BigInt(marks.length), 1n))) : "–",
    width: room * 0.72,
    bars: labels.map((label, at) => ({
      x: room * (at + 0.5),
      height: (TALLEST * counted[at]) / highest,
      label,
      count: counted[at],
    })),
  };
}

/** Every mark of a short scale, eleven even parts of a long one. @param {Scale} scale */
function labelsOf(scale) {
  const many = steps(scale);
  if (many <= MOST_BUTTONS) return Array.from({ length: many }, (_, at) => decimal(markAt(scale, at)));
  const [min, max] = [Number(scale.min), Number(scale.max)];
  return Array.from({ length: 11 }, (_, at) => String(Number((min + ((max - min) * at) / 10).toPrecision(3))));
}

const [TOP, BOTTOM, NEAR] = [8, 76, 2];

/**
 * The totals in the order of presentation, and the middle of each with its neighbours; null before there are two.
 * @param {Item[]} items
 */
export function courseOf(items) {
  const totals = items.flatMap(({ number, total }) => (total ? [{ number, total: approximately(total) }] : []));
  if (totals.length < 2) return null;
  const scale = fit(totals.map(({ total }) => total));
  const [first, last] = [totals[0].number, totals[totals.length - 1].number];
  const x = (/** @type {number} */ number) => 34 + ((number - first) / Math.max(last - first, 1)) * 220;
  const y = (/** @type {number} */ value) => BOTTOM - ((value - scale.low) / (scale.high - scale.low)) * (BOTTOM - TOP);
  const near = (/** @type {number} */ at) =>
    median(totals.slice(Math.max(0, at - NEAR), at + NEAR + 1).map(({ total }) => total));
  return {
    dots: totals.map(({ number, total }) => ({ x: x(number), y: y(total) })),
    line: totals.map(({ number }, at) => `${x(number).toFixed(1)},${y(near(at)).toFixed(1)}`).join(" "),
    rows: [scale.low, scale.high].map((value) => ({ y: y(value), label: String(value) })),
    columns: [first, last].map((number) => ({ x: x(number), label: String(number) })),
  };
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
