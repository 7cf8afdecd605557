// The device's store: IndexedDB with strict durability. It is opened again when the browser drops it, and everything
// has a time limit: a store that does not answer must not keep a judge from scoring.

const NAME = "hackathon-judge";
const VERSION = 1;
const WAIT = 4_000;
/** How long a store that would not open is left alone: nobody's tap is to wait for it every time. */
const REST = 60_000;

/** @template T @param {Promise<T>} promise @returns {Promise<T>} */
function within(promise, ms = WAIT) {
  /** @type {number|undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the store does not answer")), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Whether the device has no room left. @param {unknown} error */
export const isFull = (error) => error instanceof Error && error.name === "QuotaExceededError";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @returns {Promise<IDBDatabase>} */
function opened() {
  // "sheets" are the ballots; tablets hold work under these names, so they stay
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const name of ["sheets", "packets"]) request.result.createObjectStore(name, { keyPath: "key" });
    request.result.createObjectStore("meta");
  };
  return new Promise((resolve, reject) => {
    request.onblocked = () => reject(new Error("another tab holds an older store"));
    done(request).then(resolve, reject);
  });
}

export class Store {
  constructor() {
    /** @type {IDBDatabase|null} */
    this.db = null;
    /** @type {Promise<IDBDatabase>|null} */
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

  /** @param {IDBDatabase} db */
  forget(db) {
    if (this.db === db) this.db = null;
  }

  /**
   * Runs `use` in a transaction; once more with a new connection where the old one was lost.
   * @template T @param {string} name @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => Promise<T>} use @returns {Promise<T>}
   */
  async run(name, mode, use) {
    const had = this.db !== null;
    try {
      return await this.once(name, mode, use);
    } catch (error) {
      if (isFull(error) || !had) throw error;
      this.db?.close();
      this.db = null;
      return this.once(name, mode, use);
    }
  }

  /**
   * @template T @param {string} name @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => Promise<T>} use @returns {Promise<T>}
   */
  async once(name, mode, use) {
    const db = this.db ?? (await this.open());
    const transaction = db.transaction([name], mode, { durability: "strict" });
    const committed = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(undefined);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    committed.catch(() => {}); // it is awaited below, if nothing failed before
    const result = await within(use(transaction.objectStore(name)));
    await within(committed);
    return result;
  }

  /** @param {string} name @returns {Promise<any[]>} */
  all(name) {
    return this.run(name, "readonly", (store) => done(store.getAll()));
  }

  /** @param {string} name @param {string} key @returns {Promise<any>} undefined where there is none */
  get(name, key) {
    return this.run(name, "readonly", (store) => done(store.get(key)));
  }

  /** @param {string} name @param {unknown} value @param {string} [key] for a store whose values do not name it */
  put(name, value, key) {
    return this.run(name, "readwrite", (store) => done(store.put(value, key)));
  }

  /** @param {string} name @param {string} key */
  drop(name, key) {
    return this.run(name, "readwrite", (store) => done(store.delete(key)));
  }

  /**
   * Changes values as one act that no other tab can come between.
   * @template V
   * @param {string} name @param {Map<string, (kept: V|undefined) => V|null>} changes key → from the kept value to the new one (or null: drop it)
   * @returns {Promise<Map<string, V|null>>} the new values
   */
  change(name, changes) {
    return this.run(name, "readwrite", async (store) => {
      const results = [...changes].map(([key, change]) => changed(store, key, change));
      return new Map(await Promise.all(results));
    });
  }
}

/**
 * @template V @param {IDBObjectStore} store @param {string} key @param {(kept: V|undefined) => V|null} change
 * @returns {Promise<[string, V|null]>}
 */
async function changed(store, key, change) {
  const kept = await done(store.get(key));
  const next = change(kept);
  if (next === null) await done(store.delete(key));
  else if (next !== kept) await done(store.put(next));
  return [key, next];
}
