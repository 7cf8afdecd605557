// The second copy of what is unsent, in localStorage: small and plain, and there at once. Browsers have lost the other
// store under people's hands; this one is what the app starts from then.

/** @import { LocalBallot } from "../../types.js" */

const PREFIX = "judge.sheet."; // tablets hold ballots under this name: it stays

export class Mirror {
  constructor() {
    this.works = this.tried();
  }

  tried() {
    try {
      localStorage.setItem("judge.try", "1");
      localStorage.removeItem("judge.try");
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} key @returns {LocalBallot|null} */
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    } catch {
      return null;
    }
  }

  /** @returns {LocalBallot[]} */
  all() {
    if (!this.works) return [];
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => this.read(key.slice(PREFIX.length))).filter((ballot) => ballot !== null);
  }

  /** @param {LocalBallot} ballot @returns {boolean} whether it is kept */
  write(ballot) {
    return this.set(PREFIX + ballot.key, ballot);
  }

  /** @param {string} key */
  drop(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // nothing was kept there
    }
  }

  /**
   * Small things beside the ballots: who is signed in, the device's name.
   * @param {string} name @returns {any} null where there is none
   */
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(`judge.${name}`) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {unknown} value @returns {boolean} whether it is kept */
  set(name, value) {
    try {
      localStorage.setItem(name.startsWith("judge.") ? name : `judge.${name}`, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}
