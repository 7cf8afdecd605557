// Marks and texts: kept on the device with every tap and every letter.

import { pick, t } from "../ui/text.js";
import { scaleWords } from "../views/ballot/criterion.js";
import { LONGEST } from "../views/ballot/notes.js";

/**
 * @import { Core } from "../app.js"
 * @import { Texts } from "../app.js"
 * @import { Criterion } from "../types.js"
 * @import { Written } from "../engine/ballot/local-ballot.js"
 */

/** @param {Criterion} each */
export const scaleFault = (each) =>
  t("{name}: choose a mark of {scale}.", { name: pick(each.name), scale: scaleWords(each.scale) });

/** @param {Core} app */
export function markActs(app) {
  const { engine } = app;
  /** @param {string} entry @param {Written} change */
  const edit = (entry, change) => engine.edit(app.openRound, entry, change);
  return {
    /** @param {string} entry @returns {Texts} */
    typed: (entry) => app.texts[entry] ?? {},

    /** @param {string} entry @param {string} key @param {number|null} mark */
    mark(entry, key, mark) {
      delete app.texts[entry]?.[key];
      delete app.faults[key];
      edit(entry, { marks: { [key]: mark } });
      app.redraw();
    },

    /**
     * What was typed stays as it was typed; only what is a mark of the scale is kept as one.
     * @param {string} entry @param {Criterion} each @param {string} text @param {{mark?: number, fault?: boolean}} read
     */
    type(entry, each, text, { mark, fault }) {
      (app.texts[entry] ??= {})[each.key] = { text, fault };
      if (fault) app.faults[each.key] = scaleFault(each);
      else delete app.faults[each.key];
      edit(entry, { marks: { [each.key]: fault ? null : (mark ?? null) } });
      app.redraw();
    },

    /** @param {string} entry @param {"comment"|"note"} name */
    longText: (entry, name) => app.longTexts[entry]?.[name],

    /**
     * Beyond the limit the text stays on screen, and the field says how much of it is not kept.
     * @param {string} entry @param {"comment"|"note"} name @param {string} text
     */
    write(entry, name, text) {
      const letters = [...text];
      (app.longTexts[entry] ??= {})[name] = letters.length > LONGEST ? text : undefined;
      edit(entry, { [name]: letters.slice(0, LONGEST).join("") });
      app.redraw();
    },
  };
}
