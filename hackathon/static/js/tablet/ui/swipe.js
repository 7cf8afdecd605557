// A clear sideways stroke of one finger. Everything that it does can be done with buttons too.

import { targetOf } from "./dom.js";

const [FAR, SOON] = [80, 700];

/**
 * Handlers for an element; `turn(1)` for a stroke to the left, as a page is turned.
 * @param {(by: 1|-1) => void} turn
 */
export function swiping(turn) {
  /** @type {{x: number, y: number, at: number}|null} */
  let start = null;
  return {
    ontouchstart: (/** @type {TouchEvent} */ event) => {
      const [finger] = event.touches;
      const writing = targetOf(event)?.closest("textarea, input[type=text]");
      start =
        event.touches.length === 1 && !writing ? { x: finger.clientX, y: finger.clientY, at: event.timeStamp } : null;
    },
    ontouchend: (/** @type {TouchEvent} */ event) => {
      if (!start) return;
      const [finger] = event.changedTouches;
      const [x, y] = [finger.clientX - start.x, finger.clientY - start.y];
      const clear = Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y) && event.timeStamp - start.at < SOON;
      start = null;
      if (clear) turn(x < 0 ? 1 : -1);
    },
    ontouchcancel: () => (start = null),
  };
}
