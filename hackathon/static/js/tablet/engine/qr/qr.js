// A QR code (ISO/IEC 18004) of a text: byte mode in UTF-8, error correction L, the smallest version that holds it.

import { codewords } from "./codewords.js";

/** Where the small squares stand, by version. @param {number} version */
function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = version * 4 + 10;
  const step = version === 32 ? 26 : Math.ceil((last - 6) / (count - 1) / 2) * 2;
  const rest = Array.from({ length: count - 1 }, (_, at) => last - at * step);
  return [6, ...rest.reverse()];
}

class Grid {
  /** @param {number} version */
  constructor(version) {
    this.version = version;
    this.size = version * 4 + 17;
    /** @type {boolean[][]} */
    this.dark = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    /** @type {boolean[][]} */
    this.fixed = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.patterns();
  }

  /** @param {number} x @param {number} y @param {boolean} dark */
  set(x, y, dark) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.dark[y][x] = dark;
    this.fixed[y][x] = true;
  }

  patterns() {
    for (let at = 0; at < this.size; at += 1) {
      this.set(6, at, at % 2 === 0);
      this.set(at, 6, at % 2 === 0);
    }
    const far = this.size - 4;
    for (const [x, y] of [
      [3, 3],
      [far, 3],
      [3, far],
    ])
      this.square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    const places = alignments(this.version);
    for (const x of places)
      for (const y of places) if (!this.isCorner(x, y)) this.square(x, y, 2, (ring) => ring !== 1);
    this.format(0);
    if (this.version >= 7) this.versions();
  }

  /** @param {number} x @param {number} y */
  isCorner(x, y) {
    const far = this.size - 7;
    return (x === 6 && y === 6) || (x === far && y === 6) || (x === 6 && y === far);
  }

  /** @param {number} x @param {number} y @param {number} reach @param {(ring: number) => boolean} isDark */
  square(x, y, reach, isDark) {
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1)
        this.set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
  }

  /** The mask's number beside the finders, twice, with its own correction. Level L is 01. @param {number} mask */
  format(mask) {
    const data = (1 << 3) | mask;
    const bits = ((data << 10) | remainder(data, 10, 0x537)) ^ 0x5412;
    const bit = (/** @type {number} */ at) => ((bits >> at) & 1) === 1;
    for (let at = 0; at < 15; at += 1) {
      this.set(8, at < 6 ? at : at < 8 ? at + 1 : this.size - 15 + at, bit(at));
      this.set(at < 8 ? this.size - 1 - at : at < 9 ? 7 : 14 - at, 8, bit(at));
    }
    this.set(8, this.size - 8, true);
  }

  versions() {
    const bits = (this.version << 12) | remainder(this.version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [far, near] = [this.size - 11 + (at % 3), Math.floor(at / 3)];
      this.set(far, near, ((bits >> at) & 1) === 1);
      this.set(near, far, ((bits >> at) & 1) === 1);
    }
  }

  /** The data in its zigzag of double columns, from the lower right. @param {number[]} bytes */
  fill(bytes) {
    let at = 0;
    for (const [x, y] of this.zigzag()) {
      if (at >= bytes.length * 8) return;
      this.dark[y][x] = ((bytes[at >> 3] >> (7 - (at & 7))) & 1) === 1;
      at += 1;
    }
  }

  /** @returns {Generator<[number, number]>} the free squares in their order */
  *zigzag() {
    let upwards = true;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step += 1) {
        const y = upwards ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) if (!this.fixed[y][x]) yield [x, y];
      }
      upwards = !upwards;
    }
  }

  /** @param {number} number */
  mask(number) {
    for (const [x, y] of this.zigzag()) this.dark[y][x] = this.dark[y][x] !== MASKS[number](x, y);
    this.format(number);
  }
}

/** @param {number} data @param {number} bits @param {number} generator */
function remainder(data, bits, generator) {
  let rest = data;
  for (let at = 0; at < bits; at += 1) rest = (rest << 1) ^ ((rest >> (bits - 1)) * generator);
  return rest;
}

/** @type {((x: number, y: number) => boolean)[]} */
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** How hard a pattern is to read: long runs, blocks, false finders, too much of one shade. @param {boolean[][]} rows */
function penalty(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  const lines = [...rows, ...columns].map((line) => line.map(Number).join(""));
  const runs = lines.flatMap((line) => line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0);
  const finders = lines.reduce((sum, line) => sum + count(line, "10111010000") + count(line, "00001011101"), 0) * 40;
  const dark = lines.slice(0, rows.length).join("").replaceAll("0", "").length;
  return runs + finders + blocks(rows) * 3 + Math.floor(Math.abs(dark / rows.length ** 2 - 0.5) * 20) * 10;
}

/** @param {string} line @param {string} part */
const count = (line, part) => line.split(part).length - 1;

/** @param {boolean[][]} rows */
function blocks(rows) {
  let found = 0;
  for (let y = 1; y < rows.length; y += 1)
    for (let x = 1; x < rows.length; x += 1) {
      const dark = rows[y][x];
      if (rows[y - 1][x] === dark && rows[y][x - 1] === dark && rows[y - 1][x - 1] === dark) found += 1;
    }
  return found;
}

/** @param {string} text @returns {boolean[][]} rows of modules, true = dark, without the quiet zone of four */
export function qr(text) {
  const { version, bytes } = codewords(new TextEncoder().encode(text));
  const grid = new Grid(version);
  grid.fill(bytes);
  const scored = MASKS.map((_, number) => {
    grid.mask(number);
    const score = penalty(grid.dark);
    grid.mask(number); // a mask taken twice is none
    return score;
  });
  grid.mask(scored.indexOf(Math.min(...scored)));
  return grid.dark;
}
