// Reads QR codes with the camera. The browser decodes them itself where it can; elsewhere the server does, from grey frames.
// On every text that comes into sight the element sends `scanned` with {text}; a text is told again once it was out of sight.

const PAUSE = 350; // ms between two looks
const FORGET = 3000; // ms after which a text that was out of sight counts as new
const SIDE = 960; // the longer side of a frame that travels

/**
 * @typedef {{detect: (source: HTMLVideoElement) => Promise<{rawValue: string}[]>}} Detector  the browser's own reader
 * @typedef {{w: number, h: number, grey: Uint8Array<ArrayBuffer>}} Frame
 */

export class Scanner {
  /** @param {HTMLElement} root drawn by parts/scanner.html */
  constructor(root) {
    this.root = root;
    this.video = partOf(root, "video", HTMLVideoElement);
    this.button = partOf(root, "[data-scan]", HTMLElement);
    /** @type {Map<string, number>} text → when it was seen last */
    this.seen = new Map();
    this.canvas = document.createElement("canvas");
    /** @type {MediaStream|null} */
    this.stream = null;
    /** @type {number|undefined} */
    this.timer = undefined;
    /** @type {Detector|false|null} false where the browser has none, null before it was asked */
    this.detector = null;
    this.button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    if (!navigator.mediaDevices?.getUserMedia) this.say("none");
    else this.button.hidden = false;
  }

  /** One of the sentences that the page brought along. @param {string} name */
  say(name) {
    /** @type {NodeListOf<HTMLElement>} */
    const lines = this.root.querySelectorAll("[data-say]");
    for (const line of lines) line.hidden = line.dataset.say !== name;
  }

  async start() {
    this.say("");
    try {
      const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } };
      this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    } catch {
      return this.say("refused");
    }
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    this.button.setAttribute("aria-pressed", "true");
    await this.video.play();
    this.say("looking");
    this.look();
  }

  stop() {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
    this.video.hidden = true;
    this.button.setAttribute("aria-pressed", "false");
    this.say("");
  }

  async look() {
    try {
      for (const text of await this.texts()) this.tell(text);
      if (this.stream) this.say("looking");
    } catch {
      this.say("offline"); // the next frame may get through
    }
    if (this.stream) this.timer = setTimeout(() => this.look(), PAUSE);
  }

  /** @param {string} text */
  tell(text) {
    const now = performance.now();
    const last = this.seen.get(text) ?? -Infinity;
    this.seen.set(text, now);
    if (now - last < FORGET) return;
    this.root.dispatchEvent(new CustomEvent("scanned", { detail: { text }, bubbles: true }));
  }

  /** @returns {Promise<string[]>} */
  async texts() {
    if (!this.video.videoWidth) return [];
    this.detector ??= await ownDetector();
    if (this.detector) return (await this.detector.detect(this.video)).map(({ rawValue }) => rawValue);
    return this.ask(this.frame());
  }

  /** @returns {Frame} */
  frame() {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(1, SIDE / Math.max(videoWidth, videoHeight));
    const [w, h] = [videoWidth, videoHeight].map((side) => Math.floor(side * scale));
    Object.assign(this.canvas, { width: w, height: h });
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!pen) throw new Error("no canvas to draw on");
    pen.drawImage(this.video, 0, 0, w, h);
    return { w, h, grey: grey(pen.getImageData(0, 0, w, h).data) };
  }

  /** @param {Frame} frame @returns {Promise<string[]>} */
  async ask({ w, h, grey: body }) {
    const headers = { "X-CSRFToken": this.root.dataset.token ?? "", "Content-Type": "application/octet-stream" };
    const reply = await fetch(`${this.root.dataset.scanner}?w=${w}&h=${h}`, {
      method: "POST",
      body,
      headers,
      credentials: "same-origin",
    });
    if (!reply.ok) throw new Error(`scan: ${reply.status}`);
    return (await reply.json()).texts;
  }
}

/**
 * @template {HTMLElement} T @param {HTMLElement} root @param {string} selector @param {new () => T} kind @returns {T}
 */
function partOf(root, selector, kind) {
  const part = root.querySelector(selector);
  if (!(part instanceof kind)) throw new Error(`the page has no ${selector}`);
  return part;
}

/** The browser's own reader, `false` where it has none for QR codes. @returns {Promise<Detector|false>} */
async function ownDetector() {
  try {
    const { BarcodeDetector } = /** @type {any} */ (globalThis); // no type library knows it yet
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : false;
  } catch {
    return false;
  }
}

/** @param {Uint8ClampedArray} pixels red, green, blue, alpha */
export function grey(pixels) {
  const out = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < out.length; at += 1)
    out[at] = (pixels[4 * at] * 77 + pixels[4 * at + 1] * 150 + pixels[4 * at + 2] * 29) >> 8;
  return out;
}

/** @type {NodeListOf<HTMLElement & {scanner?: Scanner}>} */
const roots = document.querySelectorAll("[data-scanner]");
for (const root of roots) root.scanner = new Scanner(root);
