// A ticket that the camera sees is written down at once; what the server said stands there in large letters.

/**
 * @typedef {{name: string, place: string, team: string, way: string, at: string, inside: number}} Guest
 * @typedef {CustomEvent<{text: string}>} Scanned
 */

/** @param {string|undefined} text @param {string} className */
function line(text, className) {
  return Object.assign(document.createElement("span"), { textContent: text, className });
}

class Door {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.told = root.querySelector(".told");
    this.inside = document.querySelector("[data-inside]");
    root.addEventListener("scanned", (event) => void this.take(/** @type {Scanned} */ (event).detail.text));
  }

  /** @param {string} text that the camera saw */
  async take(text) {
    try {
      const answer = await this.send(text);
      const said = await answer.json();
      if (answer.ok) this.show(said);
      else this.say(line(said.error.message, "bad"));
    } catch {
      this.say(line(this.root.dataset.lost, "bad"));
    }
  }

  /** @param {string} text @returns {Promise<Response>} */
  send(text) {
    /** @type {HTMLElement|null} */
    const scanner = this.root.querySelector("[data-scanner]");
    /** @type {HTMLInputElement|null} */
    const way = this.root.querySelector("[name=way]:checked");
    return fetch(this.root.dataset.door ?? "", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": scanner?.dataset.token ?? "" },
      body: JSON.stringify({ text, way: way?.value }),
    });
  }

  /** @param {Guest} guest */
  show(guest) {
    const what = this.root.dataset[guest.way]?.replace("{time}", guest.at);
    this.say(line(guest.name, "name"), line(` ${guest.place}`, "place"), line(` ${guest.team} · ${what}`, ""));
    if (this.inside) this.inside.textContent = String(guest.inside);
  }

  /** @param {HTMLElement[]} lines */
  say(...lines) {
    this.told?.replaceChildren(...lines);
  }
}

/** @type {HTMLElement|null} */
const root = document.querySelector("[data-door]");
if (root) new Door(root);
