// Collects the codes that a tablet shows one after the other, and says which are still missing.

const CODE = /^HJ1:([0-9a-f]{8}):([0-9]{1,3})\/([0-9]{1,3}):/;
const form = document.querySelector("[data-unsent]");
const field = form?.querySelector("textarea[name=text]");
// What the camera reads is not shown: a judge's private notes are in it too.
const scanned = form?.querySelector("textarea[name=scanned]");
const list = form?.querySelector("[data-sets]");

/** @returns {Map<string, {all: number, have: Set<number>}>} */
function sets() {
  const found = new Map();
  for (const line of `${scanned.value}\n${field.value}`.split("\n")) {
    const [, set, part, all] = CODE.exec(line.trimStart()) ?? [];
    if (!set) continue;
    if (!found.has(set)) found.set(set, { all: Number(all), have: new Set() });
    found.get(set).have.add(Number(part));
  }
  return found;
}

const words = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function sentence(set, { all, have }) {
  const missing = Array.from({ length: all }, (_, at) => at + 1).filter((part) => !have.has(part));
  const head = words(form.dataset.got, { set, have: have.size, all });
  return `${head} · ${missing.length ? words(form.dataset.lacks, { numbers: missing.join(", ") }) : form.dataset.whole}`;
}

function show(...more) {
  const lines = [...[...sets()].map(([set, parts]) => sentence(set, parts)), ...more];
  list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
}

function take({ detail: { text } }) {
  if (!CODE.test(text)) return show(form.dataset.strange);
  const lines = scanned.value.split("\n").filter((line) => line !== "");
  if (!lines.includes(text)) scanned.value = [...lines, text].join("\n");
  show();
}

if (form) {
  form.addEventListener("scanned", take);
  field.addEventListener("input", () => show());
  show();
}
