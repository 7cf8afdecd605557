// Draws a page anew when the server says that something changed: what is the same stays, and with it scroll and focus.

const mark = document.querySelector("[data-events]");
const POLL = 30_000; // where the server has no stream to spare
const AT_MOST_EVERY = 2_000;

/** Make one node like another, in place. What a person opened, or is typing, stays as it is. */
function become(old, fresh) {
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return old.replaceWith(document.importNode(fresh, true));
  if (old.nodeType !== Node.ELEMENT_NODE) return old.data === fresh.data || (old.data = fresh.data);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((node, at) =>
    at < before.length ? become(before[at], node) : old.append(document.importNode(node, true)),
  );
  for (const node of before.slice(after.length)) node.remove();
}

let drawn = 0;
let waiting = null;

async function draw() {
  waiting = null;
  drawn = Date.now();
  const reply = await fetch(location.href, { cache: "no-store", redirect: "error" }).catch(() => null);
  if (!reply?.ok) return; // signed out, or the network is away: the page stays as it was last true
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const main = page.querySelector("#main");
  if (main && page.querySelector("[data-events]")) become(document.querySelector("#main"), main);
}

const drawSoon = () => (waiting ??= setTimeout(draw, Math.max(0, drawn + AT_MOST_EVERY - Date.now())));

let stream = null;
let poll = null;

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(`${mark.dataset.events}?since=${encodeURIComponent(mark.dataset.version)}`);
  for (const kind of ["changed", "now_presenting"]) stream.addEventListener(kind, drawSoon);
  stream.addEventListener("error", () => {
    if (stream?.readyState === EventSource.CLOSED) poll = setTimeout(again, POLL);
  });
}

function again() {
  stop();
  drawSoon();
  listen();
}

function stop() {
  stream?.close();
  clearTimeout(poll);
  stream = poll = null;
}

if (mark) {
  listen();
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
}
