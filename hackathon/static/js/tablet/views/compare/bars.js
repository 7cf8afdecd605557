// How often each mark of a criterion was given, as bars.

import { FLOOR, WIDTH, distributionOf } from "../../model/distribution.js";
import { h, s } from "../../ui/dom.js";
import { number, pick, t } from "../../ui/text.js";
import { pointsOf } from "../parts.js";

/** @import { Criterion, Marks } from "../../types.js" */

/** @param {Criterion} each @param {{marks: Marks}[]} ballots */
export function distribution(each, ballots) {
  const { mean, bars, width } = distributionOf(each, ballots);
  const told = bars
    .filter(({ count }) => count)
    .map(({ label, count }) => `${number(label)} × ${count}`)
    .join(", ");
  return h(
    "figure.card.fig-card",
    { key: each.key },
    h(
      "h2",
      pick(each.name),
      " ",
      h("span.small.muted.num", t("{points} pts · mean {mean}", { points: pointsOf(each), mean: number(mean) })),
    ),
    s(
      "svg.ruler",
      {
        viewBox: `0 0 ${WIDTH} 98`,
        role: "img",
        "aria-label": t("How often each mark was given for {name}: {told}", { name: pick(each.name), told }),
      },
      s("line", { x1: 0, y1: FLOOR + 0.5, x2: WIDTH, y2: FLOOR + 0.5 }),
      bars.map((bar) => [
        bar.count
          ? [
              s("rect", { x: bar.x - width / 2, y: FLOOR - bar.height, width, height: bar.height, rx: 2 }),
              text(bar.x, FLOOR - 4 - bar.height, bar.count),
            ]
          : null,
        text(bar.x, 94, number(bar.label)),
      ]),
    ),
  );
}

/** @param {number} x @param {number} y @param {string|number} words @param {string} anchor */
export const text = (x, y, words, anchor = "middle") => s("text", { x, y, "text-anchor": anchor }, words);
