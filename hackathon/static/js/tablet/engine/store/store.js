// The device's store: IndexedDB with strict durability. It is opened again when the browser drops it, and everything
// has a time limit: a store that does not answer must not keep a judge from scoring.

const NAME = "hackathon-judge";
const VERSION = 1;
const WAIT = 4_000;
/** How long a store that would not open is left alone: nobody's tap is to wait for it every time. */
const REST = 60_000;

/** @template T @param {Promise<T>} promise @returns {Promise<T>} */
function within(promise, ms = WAIT) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the store does not answer")), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** @returns {Promise<any>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds an older store"));
  });

function opened() {
  // "sheets" are the ballots; tablets hold work under these names, so they stay
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const name of ["sheets", "packets"]) request.result.createObjectStore(name, { keyPath: "key" });
    request.result.createObjectStore("meta");
  };
  return done(request);
}

export class Store {
  constructor() {
    this.db = null;
    this.opening = null;
    this.restsUntil = 0;
  }

  async open() {
    if (performance.now() < this.restsUntil) throw new Error("the store would not open a moment ago");
    this.opening ??= within(opened()).finally(() => (this.opening = null));
    const db = await this.opening.catch((error) => {
      this.restsUntil = performance.now() + REST;
      throw error;
    });
    if (this.db === db) return db;
    this.db = db;
    db.onclose = () => this.forget(db);
    db.onversionchange = () => {
      db.close();
      this.forget(db);
    };
    return db;
  }

  forget(db) {
    if (this.db === db) this.db = null;
  }

  /** Runs `use` in a transaction; once more with a new connection where the old one was lost. */
  async run(names, mode, use) {
    const had = this.db !== null;
    try {
      return await this.once(names, mode, use);
    } catch (error) {
      if (error?.name === "QuotaExceededError" || !had) throw error;
      this.db?.close();
      this.db = null;
      return this.once(names, mode, use);
    }
  }

  async once(names, mode, use) {
    const db = this.db ?? (await this.open());
    const transaction = db.transaction(names, mode, { durability: "strict" });
    const committed = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    committed.catch(() => {}); // it is awaited below, if nothing failed before
    const result = await within(use(transaction));
    await within(committed);
    return result;
  }

  /** @returns {Promise<any[]>} */
  all(name) {
    return this.run([name], "readonly", (transaction) => done(transaction.objectStore(name).getAll()));
  }

  get(name, key) {
    return this.run([name], "readonly", (transaction) => done(transaction.objectStore(name).get(key)));
  }

  /** @param {string} name @param {any} value @param {string} [key] for a store whose values do not name it */
  put(name, value, key) {
    return this.run([name], "readwrite", (transaction) => done(transaction.objectStore(name).put(value, key)));
  }

  drop(name, key) {
    return this.run([name], "readwrite", (transaction) => done(transaction.objectStore(name).delete(key)));
  }

  /**
   * Changes values as one act that no other tab can come between.
   * @param {string} name @param {Map<string, (kept: any) => any>} changes key → from the kept value (or undefined) to the new one (or null: drop it)
   * @returns {Promise<Map<string, any>>} the new values
   */
  change(name, changes) {
    return this.run([name], "readwrite", async (transaction) => {
      const store = transaction.objectStore(name);
      const results = await Promise.all(
        [...changes].map(async ([key, change]) => [key, await changed(store, key, change)]),
      );
      return new Map(results);
    });
  }
}

async function changed(store, key, change) {
  const kept = await done(store.get(key));
  const next = change(kept);
  if (next === null) await done(store.delete(key));
  else if (next !== kept) await done(store.put(next));
  return next;
}
