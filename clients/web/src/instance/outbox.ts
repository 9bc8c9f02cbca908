import { CozyError, type Message, type Sticker } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** Milliseconds for which a message waits by itself when the server asks for it. */
const PATIENCE = 10_000;

/** A message that the person has sent and the server has not acknowledged. */
export interface PendingMessage {
  nonce: string;
  channel_id: string;
  content: string;
  reply_to: string | null;
  /** The thread that it is a reply in; absent outside of threads. */
  thread_id?: string;
  /** Of a post; absent when it has none. */
  title?: string;
  /** Keys of the files that it is sent with; absent when there are none. */
  files?: string[];
  /** The sticker that it is; absent when it is none. */
  sticker?: Sticker;
  /** Unix milliseconds. */
  created_at: number;
  /** `waiting` for its turn or the connection, `sending`, or `failed` for a reason that repeating does not mend. */
  state: 'waiting' | 'sending' | 'failed';
  /** What to tell about a failure. */
  reason: string | null;
}

/** Where pending messages outlive the page. */
export interface OutboxStorage {
  load(): Promise<PendingMessage[]>;
  put(pending: PendingMessage): Promise<void>;
  remove(nonce: string): Promise<void>;
}

/** What a message is sent with besides its text. */
export interface SendOptions {
  /** The message that it answers. */
  replyTo?: string | undefined;
  /** The thread that it is a reply in. */
  threadId?: string | undefined;
  /** Of a post. */
  title?: string | undefined;
  /** Keys of its files. */
  files?: string[];
  /** What it is instead of text. */
  sticker?: Sticker;
}

/** What an outbox needs of the world around it. */
export interface OutboxOptions {
  storage: OutboxStorage;
  send: (input: {
    channel_id: string;
    content: string;
    nonce: string;
    reply_to?: string;
    thread_id?: string;
    title?: string;
    files?: string[];
    sticker?: Sticker;
  }) => Promise<unknown>;
  /** Whether sending makes sense now. */
  ready: () => boolean;
  /** Called with what the server answered, before the pending message goes away. */
  sent: (message: Message) => void;
  /** Whether a message that an earlier visit left is this page's to send; all are by default. */
  isOurs?: (pending: PendingMessage) => boolean;
  nonce?: () => string;
  /** Milliseconds to wait after a retryable error without `retry_after`. */
  retryDelay?: number;
  /** Called with a failure of the storage; sending goes on without it. */
  storageFailed?: (error: unknown) => void;
}

/**
 * Messages on their way: sent in order, one at a time in each channel, kept over disconnects and reloads, and repeated
 * with the same nonce until the server has answered, so that each is sent once.
 */
export class Outbox {
  readonly pending: PendingMessage[];
  readonly #set;
  readonly #options: Required<Pick<OutboxOptions, 'isOurs' | 'nonce' | 'retryDelay' | 'storageFailed'>> & OutboxOptions;
  readonly #running = new Set<string>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(options: OutboxOptions) {
    this.#options = {
      isOurs: () => true,
      nonce: () => crypto.randomUUID(),
      retryDelay: 2000,
      storageFailed: (error) => console.warn('Pending messages could not be kept for a reload.', error),
      ...options,
    };
    const [pending, set] = createStore<PendingMessage[]>([]);
    this.pending = pending;
    this.#set = set;
  }

  /** Takes up what an earlier visit left; what had failed stays failed. */
  async restore(): Promise<void> {
    try {
      const kept = await this.#options.storage.load();
      const known = new Set(this.pending.map(({ nonce }) => nonce));
      const restored = kept
        .filter((one) => !known.has(one.nonce) && this.#options.isOurs(one))
        .map((one) => ({ ...one, state: one.state === 'failed' ? one.state : ('waiting' as const) }));
      this.#set(produce((pending) => pending.push(...restored)));
      this.#set(produce((pending) => pending.sort((a, b) => a.created_at - b.created_at)));
    } catch (error) {
      this.#options.storageFailed(error);
    }
    this.flush();
  }

  /** Sends a message as soon as its turn comes. */
  add(channelId: string, content: string, more: SendOptions = {}): PendingMessage {
    const { replyTo = null, threadId, title, files = [], sticker } = more;
    const pending: PendingMessage = {
      nonce: this.#options.nonce(),
      channel_id: channelId,
      content,
      reply_to: replyTo,
      ...(threadId && { thread_id: threadId }),
      ...(title && { title }),
      ...(files.length > 0 && { files }),
      ...(sticker && { sticker: { ...sticker } }),
      created_at: Date.now(),
      state: 'waiting',
      reason: null,
    };
    this.#set(produce((all) => all.push(pending)));
    this.#keep(pending);
    void this.#pump(channelId);
    return pending;
  }

  /** Goes on in every channel; to be called when the connection is ready. */
  flush(): void {
    for (const channelId of new Set(this.pending.map(({ channel_id }) => channel_id))) void this.#pump(channelId);
  }

  /** Takes a message that has arrived: its pending twin is done. */
  settle(nonce: string): void {
    if (!this.#find(nonce)) return;
    this.#set(
      produce((all) => {
        const index = all.findIndex((one) => one.nonce === nonce);
        if (index >= 0) all.splice(index, 1);
      }),
    );
    this.#options.storage.remove(nonce).catch(this.#options.storageFailed);
  }

  /** Sends a failed message again. */
  retry(nonce: string): void {
    const pending = this.#change(nonce, { state: 'waiting', reason: null });
    if (pending) void this.#pump(pending.channel_id);
  }

  /**
   * Gives a message up.
   *
   * @returns its text, so that it is not lost; undefined when there is no such message.
   */
  discard(nonce: string): string | undefined {
    const content = this.#find(nonce)?.content;
    this.settle(nonce);
    return content;
  }

  /** Pending messages of a channel or thread, oldest first. */
  of(listId: string): PendingMessage[] {
    return this.pending.filter(({ channel_id, thread_id }) => (thread_id ?? channel_id) === listId);
  }

  /** Ends all timers. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #pump(channelId: string): Promise<void> {
    if (this.#running.has(channelId)) return;
    this.#running.add(channelId);
    let pause: number | undefined;
    try {
      while (pause === undefined && this.#options.ready()) {
        const next = this.pending.find((one) => one.channel_id === channelId && one.state === 'waiting');
        if (!next) break;
        pause = await this.#sendOne({ ...next });
      }
    } finally {
      this.#running.delete(channelId);
    }
    if (pause !== undefined && this.#options.ready()) this.#later(channelId, pause);
  }

  /** Sends one message; gives the milliseconds to wait before it is tried again, or undefined to go on. */
  async #sendOne({
    nonce,
    channel_id,
    content,
    reply_to,
    thread_id,
    title,
    files,
    sticker,
  }: PendingMessage): Promise<number | undefined> {
    this.#change(nonce, { state: 'sending' });
    try {
      const output = await this.#options.send({
        ...{ channel_id, content, nonce },
        ...(reply_to && { reply_to }),
        ...(thread_id && { thread_id }),
        ...(title && { title }),
        ...(files && { files: [...files] }),
        ...(sticker && { sticker: { ...sticker } }),
      });
      this.#options.sent((output as { message: Message }).message);
      this.settle(nonce);
      return undefined;
    } catch (error) {
      const delay = error instanceof CozyError && error.retryAfter ? error.retryAfter * 1000 : undefined;
      // In slow mode the wait can be hours: who writes decides then.
      if (error instanceof CozyError && error.retryable && (delay ?? 0) <= PATIENCE) {
        this.#change(nonce, { state: 'waiting' });
        return delay ?? this.#options.retryDelay;
      }
      const isRefused = error instanceof CozyError && error.code === 'INVALID_INPUT';
      const message = error instanceof Error ? error.message : String(error);
      const reason = isRefused ? 'The server does not accept this text.' : message;
      this.#change(nonce, { state: 'failed', reason });
      return undefined;
    }
  }

  #later(channelId: string, delay: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#pump(channelId);
    }, delay);
    this.#timers.add(timer);
  }

  #find(nonce: string): PendingMessage | undefined {
    return this.pending.find((one) => one.nonce === nonce);
  }

  #change(nonce: string, change: Partial<PendingMessage>): PendingMessage | undefined {
    this.#set(
      produce((all) => {
        const pending = all.find((one) => one.nonce === nonce);
        if (pending) Object.assign(pending, change);
      }),
    );
    const pending = this.#find(nonce);
    if (pending && change.state !== 'sending') this.#keep(pending);
    return pending;
  }

  #keep(pending: PendingMessage): void {
    this.#options.storage
      .put({ ...pending, ...(pending.files && { files: [...pending.files] }) })
      .catch(this.#options.storageFailed);
  }
}
