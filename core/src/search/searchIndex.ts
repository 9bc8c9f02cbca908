/** What the index holds of a message. It is only to find it by: what is shown is read from the history. */
export interface SearchDocument {
  /** The message's id; ids order by age. */
  _id: string;
  /** The message's key in the history. */
  key: string;
  channel_id: string;
  community_id: string;
  /** Stems of its words, and what operators ask for, as `has:link`; no stem holds a colon. Each once. */
  words: string[];
}

/** What is looked for. All of it must hold, so that each engine answers from its index. */
export interface SearchRequest {
  /** Of each set the message has at least one. */
  words: readonly (readonly string[])[];
  /** The channels that are searched. */
  channels: readonly string[];
  /** Ids between which the message's is, both exclusive. */
  after?: string | undefined;
  before?: string | undefined;
  limit: number;
}

/** A message that may fit: the index can be behind, so the history has the last word. */
export interface Candidate {
  id: string;
  /** Its key in the history. */
  key: string;
}

/** Changes to the index. They may be repeated, with the same result. */
export interface SearchChanges {
  put?: readonly SearchDocument[];
  /** Ids of messages. */
  remove?: readonly string[];
  removeChannels?: readonly string[];
  removeCommunities?: readonly string[];
}

/** How far an index has come. It stands in the index, so that one that is lost or new is built from the start. */
export interface SearchState {
  /** Of the documents' form; another than `SEARCH_VERSION` is built anew. */
  version: number;
  /** Partition to the sequence up to which the log was taken in. */
  places: Record<string, number>;
  /** The history's key up to which what is older was taken in; null when all was. */
  history: string | null;
}

/** The form of `SearchDocument`, and of its words. An index of another is built anew. */
export const SEARCH_VERSION = 1;

/** An engine that finds messages by their words. Each passes the same suite of tests (core/test/search-index.test.ts). */
export interface SearchIndex {
  /** Its name for people. */
  readonly engine: string;
  /** Takes changes in: first those that put, then those that remove. What is put replaces what has its id. */
  apply(changes: SearchChanges): Promise<void>;
  /** Finds messages, newest first. */
  find(request: SearchRequest): Promise<Candidate[]>;
  /** How far it has come, or null when it is new. */
  state(): Promise<SearchState | null>;
  saveState(state: SearchState): Promise<void>;
  /** Forgets everything, its state too. */
  clear(): Promise<void>;
  close(): Promise<void>;
}
