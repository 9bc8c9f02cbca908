import {
  type Commands,
  CozyError,
  compareIds,
  type EventData,
  LIMITS,
  type Message,
  type Thread,
} from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** A thread that the account follows, as far as it shows what waits in it. */
export type Following = Pick<Thread, 'id' | 'channel_id' | 'community_id' | 'unread_count' | 'mention_count'> & {
  last_reply_id: string | null;
};

interface ThreadsOptions {
  commands: Pick<Commands, 'thread'>;
  selfId: () => string;
  /** Who began a thread, if its message is known. */
  authorOf: (threadId: string) => string | undefined;
}

/** Which threads the account follows, what is unread in them, and how far they are read. */
export class Threads {
  /** Those with the newest replies, by id. */
  readonly byId: Record<string, Following>;
  readonly #set;
  readonly #options: ThreadsOptions;
  readonly #marked = new Map<string, string>();
  /** Threads that are not followed, so that the server is asked once only. */
  readonly #others = new Set<string>();
  readonly #asking = new Set<string>();

  constructor(options: ThreadsOptions) {
    this.#options = options;
    const [byId, set] = createStore<Record<string, Following>>({});
    this.byId = byId;
    this.#set = set;
  }

  /** Asks for what is followed; to be called when the connection is ready. @throws CozyError. */
  async meet(): Promise<void> {
    const { threads } = await this.#options.commands.thread.list({ limit: LIMITS.threadPage });
    this.#others.clear();
    this.#set(
      produce((byId) => {
        for (const id of Object.keys(byId)) delete byId[id];
      }),
    );
    for (const thread of threads) this.take(thread);
  }

  /** Takes a thread as the server gives it. */
  take({ id, channel_id, community_id, following, unread_count, mention_count, summary }: Thread): void {
    if (!following) {
      this.#leave(id);
      return;
    }
    const { last_reply_id } = summary;
    this.#others.delete(id);
    this.#set(id, { id, channel_id, community_id, unread_count, mention_count, last_reply_id });
    // What was marked meanwhile may not be in the answer yet.
    const marked = this.#marked.get(id);
    if (marked && last_reply_id && compareIds(marked, last_reply_id) >= 0) this.#read(id);
  }

  /** Counts a reply that has come. @param namesMe whether it names the account. */
  replied(reply: Message, namesMe: boolean): void {
    const { thread_id = '', channel_id, id } = reply;
    const known = this.byId[thread_id];
    const isOwn = reply.author.id === this.#options.selfId();
    if (!known) {
      const begunBy = this.#options.authorOf(thread_id);
      const isElse = begunBy !== undefined && begunBy !== this.#options.selfId();
      // Who replies or is named follows from now on; who began it does so without knowing.
      if (isOwn || namesMe) this.#others.delete(thread_id);
      else if (isElse) return;
      void this.#ask(channel_id, thread_id);
      return;
    }
    if (known.last_reply_id && compareIds(id, known.last_reply_id) <= 0) return;
    this.#set(thread_id, {
      last_reply_id: id,
      ...(!isOwn && { unread_count: Math.min(LIMITS.unreadReplies, known.unread_count + 1) }),
      ...(namesMe && !isOwn && { mention_count: known.mention_count + 1 }),
    });
  }

  /** A reply was deleted, maybe an unread one. */
  deleted(channelId: string, threadId: string): void {
    if (this.byId[threadId]?.unread_count) void this.#ask(channelId, threadId);
  }

  /** Threads of communities out of view have new replies. */
  stirred(threads: readonly { id: string; channel_id: string }[]): void {
    for (const { id, channel_id } of threads) void this.#ask(channel_id, id);
  }

  /** The account follows a thread otherwise than before, or has read further, maybe on another device. */
  changed({ thread_id, channel_id, following, last_read_id }: EventData<'THREAD_MEMBER_UPDATE'>): void {
    const known = this.byId[thread_id];
    if (following === false) {
      this.#leave(thread_id);
      return;
    }
    if (following) this.#others.delete(thread_id);
    if (known && last_read_id && compareIds(last_read_id, known.last_reply_id ?? '0') >= 0) this.#read(thread_id);
    else if (known || following) void this.#ask(channel_id, thread_id, following);
  }

  /** Marks a thread as read up to a reply; a failure is made good by the next one. */
  mark(channel_id: string, thread_id: string, message_id: string): void {
    const known = this.#marked.get(thread_id);
    if (known && compareIds(known, message_id) >= 0) return;
    this.#marked.set(thread_id, message_id);
    this.#read(thread_id);
    this.#options.commands.thread.mark({ channel_id, thread_id, message_id }).catch((error: unknown) => {
      if (this.#marked.get(thread_id) === message_id) this.#marked.delete(thread_id);
      console.debug('A thread was not marked as read.', error);
    });
  }

  /** Follows a thread, or no more; shown once the server has it. @throws CozyError. */
  async follow(channel_id: string, thread_id: string, following: boolean): Promise<void> {
    const { thread } = this.#options.commands;
    await (following ? thread.follow : thread.unfollow)({ channel_id, thread_id });
    if (!following) {
      this.#leave(thread_id);
      return;
    }
    this.#others.delete(thread_id);
    await this.#ask(channel_id, thread_id, true);
  }

  /** Followed threads with something unread, of one channel or of all. */
  unread(channelId?: string): Following[] {
    return Object.values(this.byId).filter(
      (one) => one.unread_count > 0 && (channelId === undefined || one.channel_id === channelId),
    );
  }

  /** Forgets the threads of a channel. */
  drop(channelId: string): void {
    for (const { id, channel_id } of Object.values(this.byId)) if (channel_id === channelId) this.#leave(id);
  }

  #read(id: string): void {
    if (this.byId[id]) this.#set(id, { unread_count: 0, mention_count: 0 });
  }

  #leave(id: string): void {
    this.#others.add(id);
    this.#set(
      produce((byId) => {
        delete byId[id];
      }),
    );
  }

  // What the server says of following may be older than what an event or its own answer has said.
  async #ask(channel_id: string, thread_id: string, following = false): Promise<void> {
    if (this.#others.has(thread_id) || this.#asking.has(thread_id)) return;
    this.#asking.add(thread_id);
    try {
      const { thread } = await this.#options.commands.thread.get({ channel_id, thread_id });
      this.take({ ...thread, following: thread.following || following });
    } catch (error) {
      // It is hidden or has gone, or is asked for again when the connection is ready.
      if (error instanceof CozyError && !error.retryable) this.#leave(thread_id);
      else console.debug('A thread could not be asked for.', error);
    } finally {
      this.#asking.delete(thread_id);
    }
  }
}
