import { setTimeout as sleep } from 'node:timers/promises';
import { type LogEvent, type MemberDocument, memberNames } from '@cozy/core';
import type { EventData, Presence, Status } from '@cozy/protocol';
import type { Hub } from './hub.ts';
import { LISTED, MemberRows } from './memberRows.ts';

/** Members that are read from the database at once. */
const PAGE = 2_000;
/** Milliseconds until a list that could not be read is read again. */
const RETRY = 1_000;
/** A list is read again only after so many times as long as reading it took, however often it is let go and wanted. */
const REST = 10;

type Named = Pick<MemberDocument, 'user_id' | 'names'>;

/** All members of a community in the order of its list, read from the database once and kept by events. */
export class MemberRoster {
  readonly #hub: Hub;
  readonly #communityId: string;
  readonly #onChange: (userId: string | null) => void;
  #rows: MemberRows | null = null;
  /** What came before the rows were read: the name of those who changed, null of those who left; whose status did. */
  readonly #earlyNames = new Map<string, string | null>();
  readonly #earlyStatuses = new Set<string>();
  /** Those who came here and whose names are not known, because there are too many members to list all. */
  readonly #unnamed = new Map<string, Status>();
  readonly #limit: number;
  #restUntil: number;
  #version = 0;
  #isClosed = false;

  /**
   * Begins to read.
   *
   * @param restUntil monotonic milliseconds before which it is not read.
   * @param onChange told when rows have changed, and whose membership did; null when all rows are new or only presences
   *   have changed.
   * @param limit members above which only those who are here are listed; smaller in tests.
   */
  constructor(
    hub: Hub,
    communityId: string,
    restUntil: number,
    onChange: (userId: string | null) => void,
    limit = LISTED,
  ) {
    this.#hub = hub;
    this.#communityId = communityId;
    this.#restUntil = restUntil;
    this.#onChange = onChange;
    this.#limit = limit;
    void this.#load();
  }

  /** Whether the members have been read. */
  get isReady(): boolean {
    return this.#rows !== null;
  }

  /** Counts changes of the rows. */
  get version(): number {
    return this.#version;
  }

  /** When the list may be read again, in monotonic milliseconds. */
  get restUntil(): number {
    return this.#restUntil;
  }

  /** Gives rows from an index on, and how many there are. To be called when it is ready. */
  slice(from: number, limit: number): { rows: Presence[]; total: number; online: number } {
    const { total, online } = this.#rows!;
    return { rows: this.#rows!.slice(from, limit), total, online };
  }

  /** Takes in that someone has joined, changed or left. */
  memberEvent(event: LogEvent): void {
    if (event.name === 'COMMUNITY_MEMBER_REMOVE') {
      this.#change(event.data<EventData<'COMMUNITY_MEMBER_REMOVE'>>().user_id, null);
      return;
    }
    const { user, nick } = event.data<EventData<'COMMUNITY_MEMBER_UPDATE'>>();
    this.#change(user.id, memberNames(user, nick)[0]!);
  }

  #change(id: string, name: string | null): void {
    if (!this.#rows) {
      this.#earlyNames.set(id, name);
      return;
    }
    this.#unnamed.delete(id);
    if (name === null) this.#rows.remove(id);
    else this.#rows.put(id, name, this.#hub.presences.statusOf(id));
    this.#changed(id);
  }

  /** Takes in how present someone is now. */
  presence(userId: string, status: Status): void {
    if (!this.#rows) {
      this.#earlyStatuses.add(userId);
      return;
    }
    if (this.#rows.has(userId)) this.#rows.setStatus(userId, status);
    else if (this.#rows.isWhole) return;
    else if (status === 'offline') this.#unnamed.delete(userId);
    else this.#unnamed.set(userId, status);
    this.#changed(null);
  }

  #changed(userId: string | null): void {
    this.#version += 1;
    this.#onChange(userId);
  }

  // What comes while the database is read is applied afterwards: an event is never older than what was committed
  // before it, so the newest word of everyone is the last.
  async #load(): Promise<void> {
    const { logger } = this.#hub.context;
    await sleep(Math.max(0, this.#restUntil - performance.now()), undefined, { ref: false });
    while (!this.#isClosed && !this.#rows) {
      const begun = performance.now();
      try {
        this.#rows = await this.#read();
      } catch (error) {
        logger.warn({ error, community: this.#communityId }, 'A member list could not be read; trying again');
        await sleep(RETRY, undefined, { ref: false });
      }
      this.#restUntil = performance.now() + REST * (performance.now() - begun);
    }
    if (this.#isClosed) return;
    for (const [id, name] of this.#earlyNames) this.#change(id, name);
    for (const id of this.#earlyStatuses) this.presence(id, this.#hub.presences.statusOf(id));
    this.#earlyNames.clear();
    this.#earlyStatuses.clear();
    this.#changed(null);
  }

  // In the order of an index whose keys do not change with a name, so that nobody is met twice or missed.
  async #read(): Promise<MemberRows> {
    const { presences, context } = this.#hub;
    const rows = new MemberRows(this.#limit);
    // Past Mongoose, whose cursor would cost a fourth as much again.
    const { collection } = context.database.members;
    const which = { community_id: this.#communityId, left: false };
    const cursor = collection
      .find<Named>(which, { projection: { _id: 0, user_id: 1, names: 1 }, batchSize: PAGE })
      .sort({ user_id: 1 });
    let page: Named[] = [];
    const take = () => {
      rows.addAll(page.map(nameOf), (id) => presences.statusOf(id));
      page = [];
    };
    for await (const member of cursor) {
      if (this.#isClosed) break;
      page.push(member);
      if (page.length === PAGE) take();
    }
    take();
    return rows;
  }

  /**
   * Finds the names of those who came here while there are too many members to list all, and lists them.
   *
   * @throws what the database throws; they are found the next time.
   */
  async nameUnnamed(): Promise<void> {
    const ids = [...this.#unnamed.keys()].slice(0, PAGE);
    if (ids.length === 0) return;
    const { members } = this.#hub.context.database;
    const found = await members
      .find({ community_id: this.#communityId, left: false, user_id: { $in: ids } }, { user_id: 1, names: 1 })
      .lean<Named[]>();
    for (const [id, name] of found.map(nameOf)) {
      const status = this.#unnamed.get(id);
      if (status) this.#rows?.put(id, name, status);
    }
    for (const id of ids) this.#unnamed.delete(id);
    this.#changed(null);
  }

  /** Stops reading. */
  close(): void {
    this.#isClosed = true;
  }
}

// Until the worker has added them, memberships that were made by an older version have no names.
function nameOf({ user_id, names = [] }: Named): readonly [id: string, name: string] {
  return [user_id, names[0] ?? ''];
}
