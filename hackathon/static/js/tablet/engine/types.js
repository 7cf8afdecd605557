// The shapes that the engine and the screens share. Nothing runs here.

/**
 * @typedef {Object.<string, number>} Marks  criterion key → mark; a criterion without a mark has no key
 *
 * @typedef {object} Content  what a judge writes on one ballot
 * @property {Marks} marks
 * @property {string} comment  for the team
 * @property {string} note     for the judge alone
 * @property {boolean} sealed
 *
 * @typedef {object} Receipt  as the contract says: the server holds this revision
 * @property {string} id
 * @property {string} entry
 * @property {number|null} revision
 * @property {string} digest
 * @property {string} received_at
 * @property {string} chain
 * @property {boolean} counted
 * @property {string} key_id
 * @property {string} signature
 *
 * @typedef {Content & {entry: string, revision: number|null, id: string, receipt: Receipt|null}} Head  a ballot as the server holds it
 *
 * @typedef {Content & {id: string, base: number|null, receipt: Receipt|null, made_at: string}} Kept
 *   a version of this device that the server keeps without counting it
 *
 * @typedef {object} Fault  what the server (or this device) refused
 * @property {string} code
 * @property {string} message  in the judge's language where the server said it, else ""
 * @property {string} [field]
 *
 * @typedef {object} Ballot  what a screen shows of one ballot
 * @property {string} entry
 * @property {"new"|"draft"|"sealed"|"conflict"|"held"|"recused"} state
 * @property {Marks} marks
 * @property {string} comment
 * @property {string} note
 * @property {boolean} sealed   as shown: the newest the judge wrote, sent or not
 * @property {boolean} dirty    something of it is on this device only
 * @property {null|"device"|"sent"|"counted"} trail
 * @property {Receipt|null} receipt  of the version shown
 * @property {"signature"|"digest"|null} verified  how that receipt was checked
 * @property {Head|null} head   what the server holds as the newest accepted version
 * @property {Array<Kept|Head>} conflicts  in state "conflict": [this device's version, the server's head]; else empty
 * @property {Kept[]} held      versions that came after close or lock and wait for the chair
 * @property {Fault|null} error the server refused the last version; it is kept here, and sent again when it is edited
 * @property {boolean} changed  the team changed what it handed in after this ballot was written
 *
 * @typedef {object} RoundName
 * @property {string} key
 * @property {{ko: string, en: string}} name
 * @property {"planned"|"open"|"closed"|"locked"|"published"} state
 *
 * @typedef {object} Storage
 * @property {"indexeddb"|"mirror"|"none"} kind
 * @property {boolean|null} persisted  null = the browser does not say
 * @property {null|"no-storage"|"mirror-only"|"full"|"evicted"} warning
 *   no-storage: work lives only while the page is open · mirror-only: only the small store works ·
 *   full: the last write failed · evicted: the browser had thrown the store away; it was refilled from the mirror
 *
 * @typedef {object} Status
 * @property {"signed-out"|"ready"} phase
 * @property {{name: string, roles: string[], language: string}|null} person
 * @property {string|null} judge       the judge's code, null for somebody who is no judge
 * @property {RoundName[]} rounds
 * @property {boolean} online          the server itself answered the last time it was asked
 * @property {number|null} lastContact by this device's clock, ms
 * @property {number} waiting          ballots with something that the server has not receipted yet
 * @property {number} refused          ballots that the server refused and that wait for the judge
 * @property {boolean} signInNeeded    the session is gone; everything typed is kept and can go on
 * @property {{judge: string, waiting: number}[]} others  other judges' unsent work on this tablet
 * @property {Storage} storage
 * @property {boolean} update          a newer version of the app waits
 * @property {number} clockSkew        server clock minus this device's, ms
 * @property {boolean} offlineReady    the app opens without a network from now on
 * @property {"signature"|"digest"} receipts  how receipts are checked on this device
 * @property {boolean} keyChanged      the server signs with another key than the one this device knew while work waits
 */

export {};
