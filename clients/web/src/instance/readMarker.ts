import { CozyError } from '@cozy/protocol';

interface ReadMarkerOptions {
  send: (input: { channel_id: string; message_id: string }) => Promise<unknown>;
  /** Whether sending makes sense now. */
  ready: () => boolean;
  /** Milliseconds between two marks of one channel; `read.mark` regains ten a second for the whole account. */
  pause?: number;
}

/**
 * Tells the server how far channels are read: in a busy channel only now and then, always with the newest message, and
 * again after the connection was lost.
 */
export class ReadMarker {
  readonly #options: Required<ReadMarkerOptions>;
  readonly #wanted = new Map<string, string>();
  readonly #running = new Set<string>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(options: ReadMarkerOptions) {
    this.#options = { pause: 1000, ...options };
  }

  /** Marks a channel as read up to a message, as soon as its turn comes. */
  mark(channelId: string, messageId: string): void {
    this.#wanted.set(channelId, messageId);
    void this.#pump(channelId);
  }

  /** Gives up what is not told yet of a channel: it was marked as unread meanwhile. */
  forget(channelId: string): void {
    this.#wanted.delete(channelId);
  }

  /** Goes on with what is not marked yet; to be called when the connection is ready. */
  flush(): void {
    for (const channelId of this.#wanted.keys()) void this.#pump(channelId);
  }

  /** Ends all timers. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #pump(channelId: string): Promise<void> {
    const messageId = this.#wanted.get(channelId);
    if (!messageId || this.#running.has(channelId) || !this.#options.ready()) return;
    this.#running.add(channelId);
    let pause = this.#options.pause;
    try {
      await this.#options.send({ channel_id: channelId, message_id: messageId });
      this.#done(channelId, messageId);
    } catch (error) {
      if (error instanceof CozyError && error.retryable) pause = Math.max(pause, (error.retryAfter ?? 0) * 1000);
      else {
        // The channel or message has gone meanwhile: there is nothing to mark.
        console.debug('The channel could not be marked as read.', error);
        this.#done(channelId, messageId);
      }
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#running.delete(channelId);
      void this.#pump(channelId);
    }, pause);
    this.#timers.add(timer);
  }

  #done(channelId: string, messageId: string): void {
    if (this.#wanted.get(channelId) === messageId) this.#wanted.delete(channelId);
  }
}
