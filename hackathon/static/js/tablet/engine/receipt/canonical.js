// Canonical JSON (RFC 8785): the bytes that receipts are made of, the same here and on the server.

/**
 * Keys in UTF-16 order, no space, numbers and strings as ECMAScript writes them.
 * @param {unknown} value strings, finite numbers, booleans, null, and lists and plain objects of them
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}
