import type { CommunitySnapshot, Message, ReadState, SelfUser, User } from '@cozy/protocol';
import { unwrap } from 'solid-js/store';
import type { Stores } from './stores.ts';

/** What an account has seen, as it is kept on the device. */
export interface Snapshot {
  /** The build that wrote it: another may keep other things. */
  build: string;
  user: SelfUser;
  instanceName: string;
  communities: CommunitySnapshot[];
  readStates: ReadState[];
  /** The newest known messages of the channels that were looked at, oldest first. */
  channels: { id: string; messages: Message[] }[];
  users: User[];
}

/** Where a snapshot is kept. */
export interface SnapshotStorage {
  load(): Promise<Snapshot | undefined>;
  save(snapshot: Snapshot): Promise<void>;
  clear(): Promise<void>;
}

/** The address of this module holds a hash of the whole client once it is built. */
const BUILD = import.meta.url;
/** Messages of a channel, and channels, that are kept: what fills a few screens, and a few megabytes at most. */
const MESSAGES = 50;
const CHANNELS = 50;
/** Milliseconds between a change and the next time that all is written. */
const SAVE_AFTER = 5_000;

/**
 * Keeps what was seen on the device, so that the next visit shows it at once and without a network. It is only shown:
 * READY replaces it, and messages are loaded anew before anything is added to them.
 */
export class Seen {
  readonly #stores: Stores;
  readonly #storage: SnapshotStorage;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(stores: Stores, storage: SnapshotStorage) {
    this.#stores = stores;
    this.#storage = storage;
  }

  /**
   * Shows what was seen last.
   *
   * @returns whether there was something, and nothing better has come meanwhile.
   */
  async restore(): Promise<boolean> {
    const snapshot = await this.#storage.load().catch(complain);
    const { communities, members, messages, readStates, self } = this.#stores;
    if (this.#isClosed || snapshot?.build !== BUILD || communities.list().length > 0) return false;
    self.setUser(snapshot.user);
    self.setInstanceName(snapshot.instanceName);
    readStates.replaceAll(snapshot.readStates);
    for (const user of snapshot.users) members.see(user);
    for (const community of snapshot.communities) communities.put(community);
    for (const { id, messages: known } of snapshot.channels) messages.restore(id, known);
    return true;
  }

  /** Notes that something has changed. */
  touch(): void {
    if (!this.#isClosed) this.#timer ??= setTimeout(() => this.save(), SAVE_AFTER);
  }

  /** Writes what there is now, if something has changed since the last time. */
  save(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const snapshot = this.#take();
    if (snapshot) this.#writing = this.#writing.then(() => this.#storage.save(snapshot).catch(complain));
  }

  /** Writes nothing more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Forgets everything, because somebody else may be next at this device. */
  async clear(): Promise<void> {
    this.close();
    await this.#writing;
    await this.#storage.clear().catch(complain);
  }

  #take(): Snapshot | null {
    const { communities, members, messages, readStates, self } = this.#stores;
    const { user, instanceName } = unwrap(self.state);
    if (!user) return null;
    const visible = new Set(communities.list().flatMap(({ channels }) => channels.map(({ id }) => id)));
    const channels = Object.entries(unwrap(messages.windows))
      .filter(([id, { atEnd, ids }]) => atEnd && ids.length > 0 && visible.has(id))
      .slice(-CHANNELS)
      .map(([id, { ids }]) => ({ id, messages: ids.slice(-MESSAGES).map((one) => unwrap(messages.byId)[one]!) }));
    return {
      build: BUILD,
      user,
      instanceName,
      communities: Object.values(unwrap(communities.byId)),
      readStates: readStates.list(),
      channels,
      users: authorsOf(channels, unwrap(members.users)),
    };
  }
}

// Names in messages are looked up among the users that are known.
function authorsOf(channels: Snapshot['channels'], known: Record<string, User>): User[] {
  const ids = new Set(
    channels.flatMap(({ messages }) => messages.flatMap(({ author, mentions }) => [author.id, ...mentions])),
  );
  return [...ids].flatMap((id) => known[id] ?? []);
}

// Without its storage, as in a private window, the client works as ever; only the next visit begins empty.
function complain(error: unknown): undefined {
  console.warn('What was seen could not be kept on this device.', error);
}
