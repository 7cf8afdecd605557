// Canonical JSON (RFC 8785): the bytes that receipts are made of, the same here and on the server.

/**
 * Keys in UTF-16 order, no space, numbers and strings as ECMAScript writes them.
 * @param {unknown} value strings, finite numbers, booleans, null, and lists and plain objects of them
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}
