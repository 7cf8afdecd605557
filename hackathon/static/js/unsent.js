// Collects the codes that a tablet shows one after the other, and says which are still missing.

/**
 * @typedef {{all: number, have: Set<number>}} Parts  of one set: how many there are, and which were seen
 * @typedef {CustomEvent<{text: string}>} Scanned
 */

const CODE = /^HJ1:([0-9a-f]{8}):([0-9]{1,3})\/([0-9]{1,3}):/;

/** @param {string|undefined} pattern @param {Record<string, unknown>} values */
const words = (pattern, values) => (pattern ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {string} text lines of codes, among others @returns {Map<string, Parts>} */
function setsIn(text) {
  /** @type {Map<string, Parts>} */
  const found = new Map();
  for (const line of text.split("\n")) {
    const [, set, part, all] = CODE.exec(line.trimStart()) ?? [];
    if (!set) continue;
    const parts = found.get(set) ?? { all: Number(all), have: new Set() };
    parts.have.add(Number(part));
    found.set(set, parts);
  }
  return found;
}

class Collector {
  /** @param {HTMLElement} form */
  constructor(form) {
    this.form = form;
    this.field = areaOf(form, "text");
    this.scanned = areaOf(form, "scanned"); // what the camera reads is not shown: a judge's private notes are in it too
    this.list = form.querySelector("[data-sets]");
    form.addEventListener("scanned", (event) => this.take(/** @type {Scanned} */ (event).detail.text));
    this.field.addEventListener("input", () => this.show());
    this.show();
  }

  /** @param {string} text that the camera saw */
  take(text) {
    if (!CODE.test(text)) return this.show(this.form.dataset.strange);
    const lines = this.scanned.value.split("\n").filter((line) => line !== "");
    if (!lines.includes(text)) this.scanned.value = [...lines, text].join("\n");
    this.show();
  }

  /** @param {(string|undefined)[]} more sentences below those of the sets */
  show(...more) {
    const sets = [...setsIn(`${this.scanned.value}\n${this.field.value}`)];
    const lines = [...sets.map(([set, parts]) => this.sentence(set, parts)), ...more];
    this.list?.replaceChildren(
      ...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })),
    );
  }

  /** @param {string} set @param {Parts} parts */
  sentence(set, { all, have }) {
    const { got, lacks, whole } = this.form.dataset;
    const missing = Array.from({ length: all }, (_, at) => at + 1).filter((part) => !have.has(part));
    const head = words(got, { set, have: have.size, all });
    return `${head} · ${missing.length ? words(lacks, { numbers: missing.join(", ") }) : whole}`;
  }
}

/** @param {HTMLElement} form @param {string} name @returns {HTMLTextAreaElement} */
function areaOf(form, name) {
  const area = form.querySelector(`textarea[name=${name}]`);
  if (!(area instanceof HTMLTextAreaElement)) throw new Error(`the page has no ${name}`);
  return area;
}

/** @type {HTMLElement|null} */
const form = document.querySelector("[data-unsent]");
if (form) new Collector(form);
