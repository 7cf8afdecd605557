// One tab sends at a time. It is a courtesy, not a safety: two that send the same are answered with the same receipt.

const NAME = "hackathon-judge-send";
const PATIENCE = 3;
const PAUSE = 1_500;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

/**
 * Runs `work` while no other tab does. A tab that the system froze with the turn in its hands is not waited for long.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function exclusively(work) {
  if (!navigator.locks) return work();
  for (let missed = 0; missed < PATIENCE; missed += 1) {
    const done = await navigator.locks.request(NAME, { ifAvailable: true }, (lock) =>
      lock ? Promise.resolve(work()).then((value) => ({ value })) : null,
    );
    if (done) return done.value;
    await pause();
  }
  return work();
}
