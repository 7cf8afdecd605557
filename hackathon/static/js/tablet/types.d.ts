// The shapes that the engine and the screens share. Nothing runs here.

/** A text of the event in the languages that it has, or one for all. */
export type Text = string | Record<string, string> | null | undefined;

// --- what the server says (the protocol's names) ------------------------------------------------------------------

export type RoundState = "planned" | "open" | "closed" | "locked" | "published";

/** Criterion key → mark; a criterion without a mark has no key. */
export type Marks = Record<string, number>;

export interface Scale {
  min: number | string;
  max: number | string;
  step: number | string;
}

export interface Level {
  from: number | string;
  to: number | string;
  name: Text;
}

export interface Criterion {
  key: string;
  name: Text;
  points: number | string;
  scale: Scale;
  question?: Text;
  levels?: Level[];
}

/** What a judge writes on one ballot. */
export interface Content {
  marks: Marks;
  /** for the team */
  comment: string;
  /** for the judge alone */
  note: string;
  sealed: boolean;
}

/** As the contract says: the server holds this revision. */
export interface Receipt {
  id: string;
  entry: string;
  revision: number | null;
  digest: string;
  received_at: string;
  chain: string;
  counted: boolean;
  key_id: string;
  signature: string;
}

/** How a receipt was checked on this device; null = it proves nothing. */
export type Verified = "signature" | "digest" | null;

/** A version of a ballot that the server holds: the head, or one that it only keeps. */
export interface Version extends Content {
  entry: string;
  revision: number | null;
  id: string;
  base?: number | null;
  receipt: Receipt | null;
  verified?: Verified;
}

/** The newest accepted version of a ballot. */
export type Head = Version;

/** What the chair made of a version that was only kept. */
export interface Ruled {
  entry: string;
  verdict: "admitted" | "declined";
  reason: string;
  received_at: string;
}

/** What a judge may know of a team in a round. */
export interface Entry {
  entry: string;
  name: string;
  title: string | null;
  summary: string | null;
  links: { name: string; url: string }[];
  order: number;
  recused: boolean;
  changed_at: string | null;
}

export interface Pledge {
  version: number;
  text: Text;
  accepted_at: string | null;
}

/** All that one judge's tablet needs to score a round. */
export interface Packet {
  round: string;
  state: RoundState;
  opens_at: string | null;
  closes_at: string | null;
  server_time: string;
  public_key: string;
  key_id: string;
  judge: string;
  chair: boolean;
  standings: boolean;
  rulings: number;
  name: Text;
  blind: boolean;
  drill: { of: string; spread: Record<string, number[]> | null } | null;
  pledge: Pledge | null;
  event: { key: string; name: Text; time_zone: string };
  rubric: { criteria: Criterion[] };
  entries: Entry[];
  ballots: Head[];
  conflicts?: Version[];
  held?: Version[];
  /** the newest sealed revision of each ballot */
  counting?: { entry: string; revision: number | null }[];
  ruled?: Ruled[];
  now_presenting: string | null;
}

/** What the server (or this device) refused. */
export interface Fault {
  code: string;
  /** in the judge's language where the server said it, else "" */
  message: string;
  field?: string;
}

export interface Person {
  name: string;
  roles: string[];
  language: string;
}

export interface RoundName {
  key: string;
  name: Text;
  state: RoundState;
}

// --- what this device holds ---------------------------------------------------------------------------------------

/** Who is signed in. */
export interface Me {
  /** event and judge: whose work is whose */
  owner: string;
  person: Person;
  judge: string | null;
  rounds: RoundName[];
}

/** Whom to send for. */
export interface Sending {
  owner: string;
  judge: string;
  device: string;
}

/** One round as this device last heard of it. */
export interface KeptPacket {
  key: string;
  owner: string;
  round: string;
  packet: Packet | null;
  etag: string | null;
  /** the server's public key that this device knows */
  pin: string | null;
}

/** A packet is there, and with it the server's key. */
export type LoadedPacket = KeptPacket & { packet: Packet; pin: string };

/** What is on its way to the server. Its content never changes once it may have been sent. */
export interface Revision extends Content {
  id: string;
  /** the head it was based on; fixed at the first attempt */
  base: number | null;
  made_at: string;
  attempts: number;
  /** it left the device in an export */
  out?: boolean;
  /** the judge has decided on a conflict since: it is sent for the record only */
  past?: boolean;
}

/** A version of this device that the server keeps without counting it. */
export interface KeptRevision extends Revision {
  status: "conflict" | "held";
  receipt: Receipt;
  verified?: Verified;
}

/** What the judge wrote last; a mark of null was taken away. */
export interface Work extends Omit<Content, "marks"> {
  marks: Record<string, number | null>;
}

/** One ballot on this device, as it is stored. */
export interface LocalBallot {
  key: string;
  owner: string;
  round: string;
  entry: string;
  /** grows with every change: the newer copy wins when a store was lost */
  seq: number;
  /** the newest the judge wrote */
  work: Work | null;
  /** the work holds something that no revision in the queue carries */
  fresh: boolean;
  /** when it was last written on, by the server's clock, ms */
  touched: number;
  /** the newest head that this line of work has seen */
  base: number | null;
  /** in order, not yet receipted */
  queue: Revision[];
  /** what the server keeps without counting it */
  kept: KeptRevision[];
  /** a conflict waits for the judge */
  clash: boolean;
  /** why the server refused the last version */
  error: Fault | null;
  /** not yet sent */
  recusal: { reason: string } | null;
}

/** A revision as it was sent, with what it belongs to. */
export type SentRevision = Revision & { entry: string; key: string };

/**
 * What the server answered to one revision; its receipt has been checked (a rejection has none).
 * "duplicate" has been replaced by what the first answer was.
 */
export type Answer =
  | { id: string; status: "accepted"; revision: number; receipt: Receipt; error: null }
  | { id: string; status: "conflict" | "held"; revision: number | null; receipt: Receipt; error: null }
  | { id: string; status: "rejected"; revision: null; receipt: null; error: Fault | null };

/** An answer to what is known here to have been sent. */
export type CheckedAnswer = Answer & { sent: SentRevision; head: Head | null; verified?: Verified };

/** What the server holds of one ballot: its head, the ids of what it keeps undecided, until when it has certainly told all. */
export interface ServerSide {
  head: Head | null;
  waiting: Set<string>;
  made: number;
  ruled: Set<number>;
}

/** How a change came about: whether the store has it, and whether it is news to the screens. */
export interface Change {
  isStored: boolean;
  isNew: boolean;
}

// --- what the screens read ----------------------------------------------------------------------------------------

export type BallotState = "new" | "draft" | "sealed" | "conflict" | "held" | "recused";

/** How far what is shown has come. */
export type Trail = null | "device" | "sent" | "counted";

/** A version that came too late, as the server tells it or as this device knows before. */
export type LateVersion = KeptRevision | Version;

/** One of the versions that a judge chooses between; what is written here since has no id of its own yet. */
export type ShownVersion = Content & { id?: string; receipt?: Receipt | null; made_at?: string };

/** What a screen shows of one ballot. */
export interface Ballot extends Content {
  entry: string;
  state: BallotState;
  /** something of it is on this device only */
  dirty: boolean;
  trail: Trail;
  /** of the version shown */
  receipt: Receipt | null;
  verified: Verified;
  head: Head | null;
  /** in state "conflict": this device's version and the server's head; else empty */
  conflicts: ShownVersion[];
  /** versions that came after close or lock and wait for the chair */
  held: LateVersion[];
  /** the server refused the last version; it is kept here, and sent again when it is edited */
  error: Fault | null;
  /** the team changed what it handed in after this ballot was written */
  changed: boolean;
}

export interface StorageReport {
  kind: "indexeddb" | "mirror" | "none";
  /** null = the browser does not say */
  persisted: boolean | null;
  /**
   * no-storage: work lives only while the page is open · mirror-only: only the small store works ·
   * full: the last write failed · evicted: the browser had thrown the store away; it was refilled from the mirror
   */
  warning: null | "no-storage" | "mirror-only" | "full" | "evicted";
}

export interface Status {
  phase: "signed-out" | "ready";
  person: Person | null;
  /** the judge's code, null for somebody who is no judge */
  judge: string | null;
  rounds: RoundName[];
  /** the server itself answered the last time it was asked */
  online: boolean;
  /** by this device's clock, ms */
  lastContact: number | null;
  /** ballots with something that the server has not receipted yet */
  waiting: number;
  /** ballots that the server refused and that wait for the judge */
  refused: number;
  /** the session is gone; everything typed is kept and can go on */
  signInNeeded: boolean;
  /** other judges' unsent work on this tablet */
  others: { judge: string; waiting: number }[];
  storage: StorageReport;
  /** a newer version of the app waits */
  update: boolean;
  /** server clock minus this device's, ms */
  clockSkew: number;
  /** the app opens without a network from now on */
  offlineReady: boolean;
  /** how receipts are checked on this device */
  receipts: "signature" | "digest";
  /** the server signs with another key than the one this device knew while work waits */
  keyChanged: boolean;
}

/** What became of an act; error: the server's code, or one of ours. */
export interface Done {
  ok: boolean;
  error: string | null;
}

/** An exact number: n / d. */
export interface Fraction {
  n: bigint;
  d: bigint;
}

/** A team as its judge sees it: its entry, the ballot, and where that stands. */
export interface Item extends Entry {
  number: number;
  ballot: Ballot;
  state: BallotState | "rejected";
  /** null while a mark that counts is missing */
  total: Fraction | null;
  /** how many criteria have a mark */
  marked: number;
}

/** One team in the judge's order, with its neighbours and what can still be done with its ballot. */
export interface Position {
  packet: Packet;
  items: Item[];
  item: Item;
  at: number;
  state: RoundState;
  writable: boolean;
  editable: boolean;
  /** the next team that is not sealed yet */
  following: Item | null;
  before: Item | null;
  after: Item | null;
}

/** What one address shows. */
export interface View {
  title: string;
  area?: "teams" | "compare";
  kind?: string;
  /** key of the keyboard → address */
  keys?: Record<string, string | null>;
  main: Child;
}

/** The element that "button.btn.btn-main" makes; the name before the first dot is its tag. */
export type ElementOf<N extends string> = N extends `${infer Tag}.${string}` ? ElementOf<Tag> : TagElement<N>;
type TagElement<Tag extends string> = Tag extends keyof HTMLElementTagNameMap
  ? HTMLElementTagNameMap[Tag]
  : HTMLElement;

/** What becomes children of an element: nodes, words, lists of them, or nothing. */
export type Child = Node | string | number | boolean | null | undefined | Child[];
