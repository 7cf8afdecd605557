// Marks and texts: kept on the device with every tap and every letter.

import { pick, t } from "../ui/language.js";
import { scaleWords } from "../views/ballot/criterion.js";
import { LONGEST } from "../views/ballot/notes.js";

export function markActs(app) {
  const { engine } = app;
  const edit = (entry, change) => engine.edit(app.round, entry, change);
  return {
    typed: (entry) => app.texts[entry] ?? {},
    scaleFault: (each) => t("scaleFault", { name: pick(each.name), scale: scaleWords(each.scale) }),

    mark(entry, key, mark) {
      delete app.texts[entry]?.[key];
      delete app.faults[key];
      edit(entry, { marks: { [key]: mark } });
      app.redraw();
    },

    /** What was typed stays as it was typed; only what is a mark of the scale is kept as one. */
    type(entry, each, text, { mark, fault }) {
      (app.texts[entry] ??= {})[each.key] = { text, fault };
      if (fault) app.faults[each.key] = app.scaleFault(each);
      else delete app.faults[each.key];
      edit(entry, { marks: { [each.key]: fault ? null : (mark ?? null) } });
      app.redraw();
    },

    draftText: (entry, name) => app.texts[entry]?.[`text ${name}`],

    /** Beyond the limit the text stays on screen, and the field says how much of it is not kept. */
    write(entry, name, text) {
      const letters = [...text];
      (app.texts[entry] ??= {})[`text ${name}`] = letters.length > LONGEST ? text : undefined;
      edit(entry, { [name]: letters.slice(0, LONGEST).join("") });
      app.redraw();
    },
  };
}
