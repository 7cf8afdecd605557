// Random names. `crypto.randomUUID` exists on HTTPS only, random bytes everywhere.

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
/** @param {number} count */
const random = (count) => crypto.getRandomValues(new Uint8Array(count));

/** @returns {string} a version 4 UUID */
export function newId() {
  const bytes = random(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** @param {number} bytes */
export const newName = (bytes = 4) => hex(random(bytes));
