// Elements from words, and one tree changed into another in place, so that focus, caret and scroll stay where they are.
// Text only ever becomes text nodes: nothing that a team wrote can be read as markup.

const SVG = "http://www.w3.org/2000/svg";
const LIVE = new Set(["value", "checked", "indeterminate"]);

/** h("a.btn.btn-main", { href, onclick }, "words", child, [children], null) */
export const h = (name, ...rest) => build((tag) => document.createElement(tag), name, rest);

/** The same for the parts of a picture. */
export const s = (name, ...rest) => build((tag) => document.createElementNS(SVG, tag), name, rest);

function build(create, name, rest) {
  const [tag, ...classes] = name.split(".");
  const node = create(tag || "div");
  if (classes.length) node.setAttribute("class", classes.join(" "));
  const [first] = rest;
  const described = first && typeof first === "object" && !Array.isArray(first) && !(first instanceof Node);
  if (described) for (const [key, value] of Object.entries(first)) set(node, key, value);
  append(node, described ? rest.slice(1) : rest);
  return node;
}

function set(node, key, value) {
  if (key === "key") node.key = value;
  else if (key.startsWith("on")) (node.$handlers ??= {})[key] = node[key] = value;
  else if (LIVE.has(key)) (node.$live ??= {})[key] = node[key] = value;
  else if (value === true) node.setAttribute(key, "");
  else if (key === "class") node.setAttribute("class", [node.getAttribute("class"), value].filter(Boolean).join(" "));
  else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
}

function append(node, children) {
  for (const child of children.flat(Infinity))
    if (child !== null && child !== undefined && child !== false && child !== "")
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
}

/** Change `from` into `to` in place; whatever is the same stays the same element. */
export function morph(from, to) {
  if (!alike(from, to)) {
    from.replaceWith(to);
    return to;
  }
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return from;
  }
  morphAttributes(from, to);
  morphHandlers(from, to);
  morphChildren(from, to);
  morphLive(from, to);
  return from;
}

const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.key === b.key;

function morphAttributes(from, to) {
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  // whether something is unfolded is for the person to say
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name);
}

function morphHandlers(from, to) {
  for (const name of Object.keys(from.$handlers ?? {})) if (!to.$handlers?.[name]) from[name] = null;
  for (const [name, handler] of Object.entries(to.$handlers ?? {})) from[name] = handler;
  from.$handlers = to.$handlers;
}

function morphLive(from, to) {
  for (const [name, value] of Object.entries(to.$live ?? {})) {
    const typing = name === "value" && from === document.activeElement;
    if (from[name] !== value && !typing) from[name] = value;
  }
}

function morphChildren(from, to) {
  const keyed = new Map([...from.childNodes].filter((node) => node.key !== undefined).map((node) => [node.key, node]));
  let at = from.firstChild;
  for (const next of [...to.childNodes]) {
    const found = next.key === undefined ? at : keyed.get(next.key);
    if (found && found.parentNode === from && alike(found, next)) {
      if (found === at) at = at.nextSibling;
      else from.insertBefore(found, at);
      morph(found, next);
    } else from.insertBefore(next, at);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/** An icon; it stands beside words, never alone. */
export const icon = (name) => h(`i.i.i-${name}`, { "aria-hidden": "true" });

/** Words for those who listen. */
export const heard = (text) => h("span.sr", text);
