// Counts down by the server's clock, from the seconds that were left when the page was made.
// Only the last hour is counted in seconds; before that the words of the page are exact enough.

const two = (number) => String(number).padStart(2, "0");

for (const node of document.querySelectorAll("[data-left]")) {
  const end = performance.now() + Number(node.dataset.left) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (left < 3600) node.textContent = `${two(Math.floor(left / 60))}:${two(left % 60)}`;
    if (left === 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
