// The bytes of a QR code: the text in its frame, cut into blocks, each with its Reed–Solomon correction, interleaved.

// Level L, versions 1 to 40: correction bytes in a block, and the number of blocks.
const CORRECTION = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30,
  30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
];
const BLOCKS = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19,
  20, 21, 22, 24, 25,
];
const LAST = 40;

/** All bytes that a version has room for, data and correction. @param {number} version */
function room(version) {
  const size = version * 4 + 17;
  const squares = version === 1 ? 0 : (Math.floor(version / 7) + 2) ** 2 - 3;
  const onTiming = version < 7 ? 0 : Math.floor(version / 7) * 2;
  const fixed = 3 * 64 + 2 * (size - 16) + 31 + squares * 25 - onTiming * 5 + (version >= 7 ? 36 : 0);
  return Math.floor((size * size - fixed) / 8);
}

/** @param {number} version */
const dataRoom = (version) => room(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
/** @param {number} version */
const lengthBits = (version) => (version < 10 ? 8 : 16);

/** @param {Uint8Array} text @returns {{version: number, bytes: number[]}} */
export function codewords(text) {
  let version = 1;
  while (version <= LAST && 4 + lengthBits(version) + text.length * 8 > dataRoom(version) * 8) version += 1;
  if (version > LAST) throw new RangeError(`${text.length} bytes are too many for one code`);
  return { version, bytes: interleaved(framed(text, version), version) };
}

/** @param {Uint8Array} text @param {number} version @returns {number[]} */
function framed(text, version) {
  const bits = [0, 1, 0, 0];
  const push = (/** @type {number} */ value, /** @type {number} */ count) => {
    for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(text.length, lengthBits(version));
  for (const byte of text) push(byte, 8);
  const full = dataRoom(version) * 8;
  push(0, Math.min(4, full - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < full; pad ^= 0xec ^ 0x11) push(pad, 8);
  return Array.from({ length: full / 8 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
}

/** @param {number[]} data @param {number} version */
function interleaved(data, version) {
  const count = BLOCKS[version - 1];
  const short = Math.floor(data.length / count);
  const shorts = count - (data.length % count);
  const blocks = Array.from({ length: count }, (_, at) => {
    const start = at * short + Math.max(0, at - shorts);
    return data.slice(start, start + short + (at >= shorts ? 1 : 0));
  });
  const divisor = generator(CORRECTION[version - 1]);
  return [...columns(blocks), ...columns(blocks.map((block) => correction(block, divisor)))];
}

/** The first of every block, then the second of every block, and so on. @param {number[][]} blocks */
function columns(blocks) {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_, at) => blocks.map((block) => block[at]))
    .flat()
    .filter((byte) => byte !== undefined);
}

/** Product in the field of 256 elements by x^8 + x^4 + x^3 + x^2 + 1. @param {number} a @param {number} b */
function times(a, b) {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> at) & 1) * a;
  }
  return product;
}

/** @param {number} degree @returns {number[]} */
function generator(degree) {
  const result = [...new Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < degree; i += 1) {
    for (let j = 0; j < degree; j += 1) result[j] = times(result[j], root) ^ (j + 1 < degree ? result[j + 1] : 0);
    root = times(root, 2);
  }
  return result;
}

/** @param {number[]} block @param {number[]} divisor @returns {number[]} */
function correction(block, divisor) {
  /** @type {number[]} */
  const rest = new Array(divisor.length).fill(0);
  for (const byte of block) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    divisor.forEach((coefficient, at) => (rest[at] ^= times(coefficient, factor)));
  }
  return rest;
}
