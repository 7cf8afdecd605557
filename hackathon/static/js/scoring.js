// The running total, where it stands among one's own, and the read-back before sealing.
// The page is complete without this: the server counts again whenever something is saved.

const form = document.querySelector("[data-scoring]");
const dialog = document.getElementById("seal");

/** At most two decimals, as the server shows them. */
const show = (points) => String(Math.round((points + Number.EPSILON) * 100) / 100);

function markOf(block) {
  const input = block.querySelector("input:checked") ?? block.querySelector("input[type=number]");
  return input === null || input.value === "" ? null : Number(input.value);
}

function blocks() {
  return [...form.querySelectorAll("[data-criterion]")].map((node) => {
    const mark = markOf(node);
    const points = Number(node.dataset.points);
    return { node, mark, points, earned: mark === null ? null : (points * mark) / Number(node.dataset.max) };
  });
}

function total(all) {
  const counting = all.filter((block) => block.points > 0);
  return counting.some((block) => block.mark === null) ? null : counting.reduce((sum, block) => sum + block.earned, 0);
}

function refresh() {
  const all = blocks();
  for (const { node, earned } of all) {
    const place = node.querySelector("[data-earned]");
    if (place) place.textContent = earned === null ? "–" : show(earned);
  }
  const sum = total(all);
  form.querySelector("[data-total]").textContent = sum === null ? "–" : show(sum);
  if (sum !== null) stand(sum);
}

function stand(sum) {
  const node = form.querySelector("[data-totals]");
  const { low, high, left, right, sentence } = node.dataset;
  const others = JSON.parse(node.dataset.totals);
  const share = (Math.min(Math.max(sum, low), high) - low) / (high - low);
  const me = node.querySelector(".me");
  me.setAttribute("x", Number(left) + share * (right - left) - 1.5);
  me.setAttribute("width", 3);
  const place = others.filter((other) => other > sum + 1e-9).length + 1;
  const words = sentence.replace("{count}", others.length + 1).replace("{place}", place);
  node.querySelector("[data-place]").textContent = words;
  node.querySelector("svg").setAttribute("aria-label", words);
}

/** Fill the read-back with what is chosen now; false where a mark is missing and the server should say so. */
function readBack() {
  const all = blocks();
  const sum = total(all);
  const cells = [...dialog.querySelectorAll(".readback > *")];
  all.forEach(({ mark, points, earned }, at) => {
    cells[3 * at + 1].textContent = mark === null ? "–" : String(mark);
    if (points > 0 && mark !== null) {
      const unit = cells[3 * at + 2].textContent; // "36 / 40점", in the page's language
      cells[3 * at + 2].textContent = unit.replace(/^[^/]*/, `${show(earned)} `);
    }
  });
  cells[3 * all.length + 1].textContent = sum === null ? "–" : show(sum);
  return sum !== null && form.checkValidity();
}

function stepBy(stepper, by) {
  const input = stepper.querySelector("input");
  if (input.value === "") input.value = input.min;
  else if (by > 0) input.stepUp();
  else input.stepDown();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

if (form && form.querySelector("[data-total]")) {
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
    refresh();
  });
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => changed && event.preventDefault());
  for (const stepper of form.querySelectorAll("[data-stepper]"))
    for (const button of stepper.querySelectorAll("button")) {
      button.hidden = false;
      button.addEventListener("click", () => stepBy(stepper, Number(button.dataset.by)));
    }
  form.querySelector("[value=seal]").addEventListener("click", (event) => {
    if (!dialog.dataset.open || !readBack()) return;
    event.preventDefault();
    dialog.showModal();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}
