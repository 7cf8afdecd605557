// Counts down by the server's clock, from the seconds that were left when the page was made.
// Only the last hour is counted in seconds; before that the words of the page are exact enough.

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** @type {NodeListOf<HTMLElement>} */
const nodes = document.querySelectorAll("[data-left]");

for (const node of nodes) {
  const end = performance.now() + Number(node.dataset.left) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left < 3600) node.textContent = `${two(Math.floor(left / 60))}:${two(left % 60)}`;
    if (left === 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
