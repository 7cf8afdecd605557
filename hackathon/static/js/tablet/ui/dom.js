// Elements from words, and one tree changed into another in place, so that focus, caret and scroll stay where they are.
// Text only ever becomes text nodes: nothing that a team wrote can be read as markup.

const SVG = "http://www.w3.org/2000/svg";
const LIVE = new Set(["value", "checked", "indeterminate"]);

/**
 * @import { Child, ElementOf } from "../types.js"
 * @typedef {InputEvent & {target: HTMLInputElement|HTMLTextAreaElement}} Typing
 * @typedef {Record<string, any>} Attributes  attributes, handlers (onclick …), and `key`: the same element among its siblings
 * @typedef {Element & Record<string, any> & {key?: unknown, $handlers?: Attributes, $live?: Attributes}} Drawn
 */

/**
 * h("a.btn.btn-main", { href, onclick }, "words", child, [children], null)
 * @template {string} N @param {N} name @param {...(Attributes|Child)} rest @returns {ElementOf<N>}
 */
export function h(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  return /** @type {ElementOf<N>} */ (built(document.createElement(tag || "div"), classes, rest));
}

/** The same for the parts of a picture. @param {string} name @param {...(Attributes|Child)} rest */
export function s(name, ...rest) {
  const [tag, ...classes] = name.split(".");
  return built(document.createElementNS(SVG, tag), classes, rest);
}

/** @param {Drawn} node @param {string[]} classes @param {(Attributes|Child)[]} rest @returns {Drawn} */
function built(node, classes, rest) {
  if (classes.length) node.setAttribute("class", classes.join(" "));
  const [first, ...others] = rest;
  if (!isAttributes(first)) append(node, rest);
  else {
    for (const [key, value] of Object.entries(first)) set(node, key, value);
    append(node, others);
  }
  return node;
}

/** @param {Attributes|Child} first @returns {first is Attributes} */
const isAttributes = (first) =>
  Boolean(first) && typeof first === "object" && !Array.isArray(first) && !(first instanceof Node);

/** @param {Drawn} node @param {string} key @param {any} value */
function set(node, key, value) {
  if (key === "key") node.key = value;
  else if (key.startsWith("on")) (node.$handlers ??= {})[key] = node[key] = value;
  else if (LIVE.has(key)) (node.$live ??= {})[key] = node[key] = value;
  else if (key === "class") node.setAttribute("class", [node.getAttribute("class"), value].filter(Boolean).join(" "));
  else if (!isNothing(value)) node.setAttribute(key, value === true ? "" : value);
}

/** @param {unknown} value */
const isNothing = (value) => value === false || value === null || value === undefined;

/** @param {Element} node @param {any[]} children */
function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (!isNothing(child) && child !== "")
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * Change `from` into `to` in place; whatever is the same stays the same element.
 * @param {ChildNode} from @param {ChildNode} to
 */
export function morph(from, to) {
  if (!alike(from, to)) {
    from.replaceWith(to);
    return to;
  }
  if (from instanceof Element && to instanceof Element) morphElement(from, to);
  else if (from instanceof Text && to instanceof Text && from.data !== to.data) from.data = to.data;
  return from;
}

/** @param {ChildNode} a @param {ChildNode} b */
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

/** @param {Drawn} from @param {Drawn} to */
function morphElement(from, to) {
  morphAttributes(from, to);
  morphHandlers(from, to);
  morphChildren(from, to);
  morphLive(from, to);
}

/** @param {Element} from @param {Element} to */
function morphAttributes(from, to) {
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  // whether something is unfolded is for the person to say
  for (const { name } of [...from.attributes])
    if (!to.hasAttribute(name) && name !== "open") from.removeAttribute(name);
}

/** @param {Drawn} from @param {Drawn} to */
function morphHandlers(from, to) {
  for (const name of Object.keys(from.$handlers ?? {})) if (!to.$handlers?.[name]) from[name] = null;
  for (const [name, handler] of Object.entries(to.$handlers ?? {})) from[name] = handler;
  from.$handlers = to.$handlers;
}

/** @param {Drawn} from @param {Drawn} to */
function morphLive(from, to) {
  for (const [name, value] of Object.entries(to.$live ?? {})) {
    const typing = name === "value" && from === document.activeElement;
    if (from[name] !== value && !typing) from[name] = value;
  }
}

/** @param {Element} from @param {Element} to */
function morphChildren(from, to) {
  const keyed = new Map([...from.childNodes].map((node) => [keyOf(node), node]));
  let at = from.firstChild;
  for (const next of [...to.childNodes]) {
    const key = keyOf(next);
    const found = key === undefined ? at : keyed.get(key);
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

/** @param {ChildNode & {key?: unknown}} node */
const keyOf = (node) => node.key;

/** The element that an event is about. @param {Event} event */
export const targetOf = (event) => (event.target instanceof Element ? event.target : null);

/**
 * The first element that the page has for a selector, to be looked at, filled or focused.
 * @param {string} selector @returns {HTMLElement|null}
 */
export const find = (selector) => document.querySelector(selector);

/** An icon; it stands beside words, never alone. @param {string} name */
export const icon = (name) => h(`i.i.i-${name}`, { "aria-hidden": "true" });

/** Words for those who listen. @param {string} text */
export const heard = (text) => h("span.sr", text);
