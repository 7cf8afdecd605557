// A drill: a round that counts for nothing, and afterwards how everybody marked the sample, without a name.

import { h } from "../ui/dom.js";
import { pick, t } from "../ui/language.js";
import { distribution } from "./compare/bars.js";
import { banner } from "./parts.js";

/** @import { RoundApp } from "../app.js" */

/** @param {RoundApp} app */
export const drillBanner = ({ packet }) => (packet.drill ? banner("", "alert", t("drill")) : null);

/** @param {RoundApp} app */
export function drillSpread({ packet }) {
  const spread = packet.drill?.spread;
  if (!spread) return null;
  const { criteria } = packet.rubric;
  return h(
    "section.stack",
    { key: "spread", "aria-labelledby": "spread-head" },
    h("h2", { id: "spread-head" }, t("drillSpread")),
    h("p.small.muted", t("drillHelp")),
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
      { tabindex: "0", "aria-label": t("drillSpread") },
      h(
        "table.table",
        h("caption.sr", t("drillSpread")),
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
