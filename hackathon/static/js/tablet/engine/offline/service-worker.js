// Keeps the judge's app on the device: the whole shell of one version, or none of it. Only pages below /judge are under
// this worker. It never touches /api/: what the server said is for the page alone to judge.
// The server puts SHELL = {version, page, files: {address: sha256}, later: {address: sha256}} in front of this text.

/* global SHELL */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `judge-${SHELL.version}`;
/** @param {ArrayBuffer} buffer */
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * One file, checked: a captive portal's page must never become a part of the app. What the page has just loaded is not
 * loaded again.
 * @param {string} address @param {string} digest @returns {Promise<Response>}
 */
const checked = (address, digest) =>
  fetched(address, digest, "default").catch(() => fetched(address, digest, "reload"));

/** @param {string} address @param {string} digest @param {RequestCache} cache @returns {Promise<Response>} */
async function fetched(address, digest, cache) {
  const response = await fetch(address, { cache, redirect: "error" });
  const body = await response.arrayBuffer();
  if (!response.ok || hex(await crypto.subtle.digest("SHA-256", body)) !== digest)
    throw new Error(`not ours: ${address}`);
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": response.headers.get("Content-Type") ?? "application/octet-stream" };
  const policy = response.headers.get("Content-Security-Policy");
  if (policy) headers["Content-Security-Policy"] = policy;
  return new Response(body, { headers });
}

/** All files are there and right before the first of them is put away. */
async function keepShell() {
  /** @type {(file: [string, string]) => Promise<[string, Response]>} */
  const load = async ([address, digest]) => [address, await checked(address, digest)];
  const files = await Promise.all(Object.entries(SHELL.files).map(load));
  const cache = await caches.open(CACHE);
  await Promise.all(files.map(([address, response]) => cache.put(address, response)));
}

/** What the app does not need to open, one file after the other: it takes nothing from the network that a ballot waits for. */
async function keepLater() {
  const cache = await caches.open(CACHE);
  for (const [address, digest] of Object.entries(SHELL.later))
    if (!(await cache.match(address))) await cache.put(address, await checked(address, digest));
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("judge-") && name !== CACHE).map((name) => caches.delete(name)),
  );
  await worker.clients.claim();
}

/**
 * From the cache first: a network that is half dead must not keep the page from opening.
 * @param {Request} request @param {string} address
 */
async function answer(request, address) {
  const kept = await caches.match(address, { cacheName: CACHE });
  return kept ?? fetch(request);
}

/**
 * A page of the manual, or the app: which also says that a page is not here.
 * @param {Request} request @param {string} address
 */
const screen = (request, address) =>
  address in SHELL.later
    ? answer(request, address).catch(() => answer(request, SHELL.page))
    : answer(request, SHELL.page);

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
worker.addEventListener("message", (event) => {
  if (event.data?.type === "take-over") worker.skipWaiting();
  if (event.data?.type === "keep-later") event.waitUntil(keepLater().catch(() => {})); // the next visit asks again
});
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin || url.pathname.startsWith("/api/"))
    return;
  const address = url.pathname + url.search;
  if (event.request.mode === "navigate") event.respondWith(screen(event.request, address));
  else if (address in SHELL.files || address in SHELL.later) event.respondWith(answer(event.request, address));
});
