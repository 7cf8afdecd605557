// A drill: a round that counts for nothing, and afterwards how everybody marked the sample, without a name.

import { h } from "../ui/dom.js";
import { pick, t } from "../ui/text.js";
import { distribution } from "./compare/bars.js";
import { banner } from "./parts.js";

/** @import { RoundApp } from "../app.js" */

/** @param {RoundApp} app */
export const drillBanner = ({ packet }) =>
  packet.drill
    ? banner("", "alert", t("This is a practice round. Nothing that you give here counts for any ranking or result."))
    : null;

/** @param {RoundApp} app */
export function drillSpread({ packet }) {
  const spread = packet.drill?.spread;
  if (!spread) return null;
  const { criteria } = packet.rubric;
  return h(
    "section.stack",
    { key: "spread", "aria-labelledby": "spread-head" },
    h("h2", { id: "spread-head" }, t("How everybody marked the sample")),
    h("p.small.muted", t("Whose marks they are is not shown. Compare them with your own yardstick.")),
    h(
      "div.quad",
      criteria.map((each) =>
        distribution(
          each,
          (spread[each.key] ?? []).map((mark) => ({ marks: { [each.key]: mark } })),
        ),
      ),
    ),
    h(
      "section.sheet.scroll",
      { tabindex: "0", "aria-label": t("How everybody marked the sample") },
      h(
        "table.table",
        h("caption.sr", t("How everybody marked the sample")),
        h(
          "tbody",
          criteria.map((each) =>
            h(
              "tr",
              { key: each.key },
              h("td", h("b", pick(each.name))),
              h("td.num", (spread[each.key] ?? []).join(" · ")),
            ),
          ),
        ),
      ),
    ),
  );
}
