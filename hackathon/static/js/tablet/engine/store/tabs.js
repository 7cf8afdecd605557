// Tabs of one browser tell each other what they have changed, so that all show the same.

const NAME = "hackathon-judge";

/** @typedef {{kind: string, keys: string[]}} Message */

export class Tabs {
  /** @param {(message: Message) => void} heard */
  constructor(heard) {
    this.channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
    if (this.channel) this.channel.onmessage = (event) => heard(event.data);
    else
      addEventListener("storage", (event) => event.key === NAME && event.newValue && heard(JSON.parse(event.newValue)));
  }

  /** @param {string} kind @param {string[]} keys */
  tell(kind, keys = []) {
    const message = { kind, keys, at: Math.random() };
    if (this.channel) this.channel.postMessage(message);
    else this.write(message);
  }

  /** @param {Message} message */
  write(message) {
    try {
      localStorage.setItem(NAME, JSON.stringify(message));
    } catch {
      // the other tabs learn it from the store when they are looked at again
    }
  }
}
