// Draws a page anew when the server says that something changed: what is the same stays, and with it scroll and focus.

const POLL = 30_000; // where the server has no stream to spare
const AT_MOST_EVERY = 2_000;

/**
 * Make one node like another, in place. What a person opened, or is typing, stays as it is.
 * @param {ChildNode} old @param {ChildNode} fresh
 */
function morph(old, fresh) {
  if (!alike(old, fresh)) old.replaceWith(document.importNode(fresh, true));
  else if (old instanceof Element && fresh instanceof Element) morphElement(old, fresh);
  else if (old instanceof CharacterData && fresh instanceof CharacterData && old.data !== fresh.data)
    old.data = fresh.data;
}

/** @param {Node & {id?: string}} old @param {Node & {id?: string}} fresh */
const alike = (old, fresh) => old.nodeName === fresh.nodeName && old.id === fresh.id;

/** @param {Element} old @param {Element} fresh */
function morphElement(old, fresh) {
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((node, at) => {
    if (at < before.length) morph(before[at], node);
    else old.append(document.importNode(node, true));
  });
  for (const node of before.slice(after.length)) node.remove();
}

class LivePage {
  /**
   * @param {HTMLElement} mark says where events are told, and of which version the page is: drawn anew like the rest
   */
  constructor(mark) {
    this.mark = mark;
    this.drawn = 0;
    /** @type {number|null} */
    this.waiting = null;
    /** @type {EventSource|null} */
    this.stream = null;
    /** @type {number|undefined} */
    this.poll = undefined;
  }

  async draw() {
    this.waiting = null;
    this.drawn = Date.now();
    const reply = await fetch(location.href, { cache: "no-store", redirect: "error" }).catch(() => null);
    if (!reply?.ok) return; // signed out, or the network is away: the page stays as it was last true
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const [old, fresh] = [document.querySelector("#main"), page.querySelector("#main")];
    if (old && fresh && page.querySelector("[data-events]")) morph(old, fresh);
  }

  drawSoon = () => {
    this.waiting ??= setTimeout(() => void this.draw(), Math.max(0, this.drawn + AT_MOST_EVERY - Date.now()));
  };

  listen = () => {
    if (this.stream || document.hidden) return;
    const { events, version = "" } = this.mark.dataset;
    const stream = new EventSource(`${events}?since=${encodeURIComponent(version)}`);
    this.stream = stream;
    for (const kind of ["changed", "now_presenting"]) stream.addEventListener(kind, this.drawSoon);
    stream.addEventListener("error", () => {
      if (this.stream?.readyState === EventSource.CLOSED) this.poll = setTimeout(() => this.again(), POLL);
    });
  };

  again() {
    this.stop();
    this.drawSoon();
    this.listen();
  }

  stop = () => {
    this.stream?.close();
    clearTimeout(this.poll);
    this.stream = null;
  };
}

/** @type {HTMLElement|null} */
const mark = document.querySelector("[data-events]");
if (mark) {
  const page = new LivePage(mark);
  page.listen();
  addEventListener("pagehide", page.stop);
  addEventListener("pageshow", page.listen);
  document.addEventListener("visibilitychange", () => (document.hidden ? page.stop() : page.listen()));
}
