// Asks the server, and believes only the server: a hotel's sign-in page that answers 200 is not an answer.

const WAIT = 15_000;
const HEADERS = { "X-Hackathon-Client": "1", Accept: "application/json" };

/**
 * @typedef {object} Reply
 * @property {number} status  0 = nobody answered, or somebody who is not our server
 * @property {any} body       the parsed JSON; null where there is none
 * @property {string|null} etag
 * @property {number|null} retryAfter  ms
 * @property {number} [skew]  the server's clock minus this device's, ms, where the answer told it soon enough
 */

/** @type {Reply} */
const NOBODY = { status: 0, body: null, etag: null, retryAfter: null };
/** @param {Response} response */
const isJson = (response) => /^application\/(problem\+)?json\b/i.test(response.headers.get("Content-Type") ?? "");

/** @param {Response} response @returns {Promise<Reply>} */
async function read(response) {
  const { status } = response;
  const about = { etag: response.headers.get("ETag"), retryAfter: retryAfterOf(response) };
  if (status === 304) return { status, body: null, ...about };
  if (!isJson(response)) return NOBODY;
  const body = await response.json();
  return isOurs(status, body) ? { status, body, ...about } : NOBODY;
}

/** @param {Response} response @returns {number|null} ms */
const retryAfterOf = (response) => 1000 * Number.parseInt(response.headers.get("Retry-After") ?? "", 10) || null;

/**
 * Whether our server says this: something it holds, or an error with its code.
 * @param {number} status @param {any} body
 */
const isOurs = (status, body) =>
  body !== null && typeof body === "object" && (status === 200 || status === 201 || Boolean(body.error?.code));

/** The server's time belongs somewhere between question and answer. @param {Reply} reply @param {number} asked */
function skewOf(reply, asked) {
  const told = Date.parse(reply.body?.server_time ?? "");
  const took = Date.now() - asked;
  return told && took >= 0 && took < 5_000 ? { skew: Math.round(told - asked - took / 2) } : {};
}

export class Net {
  /** @param {(reply: Reply) => void} replied told of every attempt, failed ones too */
  constructor(replied) {
    this.replied = replied;
  }

  /** @param {string} path @param {{etag?: string|null, wait?: number}} [options] */
  get(path, { etag = null, wait } = {}) {
    return this.ask(path, { headers: etag ? { "If-None-Match": etag } : {}, wait });
  }

  /**
   * @param {string} path @param {object} body @param {{leaving?: boolean, wait?: number, headers?: object}} [options]
   */
  post(path, body, { leaving = false, wait, headers = {} } = {}) {
    const text = JSON.stringify(body);
    const keepalive = leaving && text.length < 15_000; // more than 64 KiB of these, counted in bytes, is refused
    return this.ask(path, {
      method: "POST",
      body: text,
      keepalive,
      wait,
      headers: { "Content-Type": "application/json", ...headers },
    });
  }

  /** Never throws. @param {string} path @param {RequestInit & {wait?: number}} how @returns {Promise<Reply>} */
  async ask(path, { wait = WAIT, headers, ...init }) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), wait); // runs until the body has been read
    /** @type {RequestInit} */
    const options = {
      ...init,
      headers: { ...HEADERS, ...headers },
      cache: "no-store",
      redirect: "error",
      signal: abort.signal,
    };
    const asked = Date.now();
    const reply = await fetch(`/api/v1${path}`, options)
      .then(read)
      .catch(() => NOBODY);
    clearTimeout(timer);
    this.replied({ ...reply, ...skewOf(reply, asked) });
    return reply;
  }
}

/** Waits longer after every failure, and never all tablets at the same moment. */
export class Backoff {
  constructor({ first = 2_000, longest = 60_000 } = {}) {
    this.first = first;
    this.longest = longest;
    this.failures = 0;
  }

  succeeded() {
    this.failures = 0;
  }

  /** @returns {number} ms to wait after one more failure */
  failed() {
    this.failures += 1;
    const full = Math.min(this.longest, this.first * 2 ** (this.failures - 1));
    return full * (0.5 + Math.random() / 2);
  }
}
