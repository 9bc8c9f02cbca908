import { type Context, STORED, streamName } from '@cozy/core';
import { type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream';
import { stopWhenSilent } from './stopWhenSilent.ts';

/** Events that are asked for at once. */
const AHEAD = 2_000;
/** Events that may wait here; with them, no more are read. */
const WAITING = 4_000;
/** Milliseconds until reading is tried again. */
const RETRY = 500;
/** Milliseconds between two signs of life of the server; when two are missing, reading begins anew. */
const HEARTBEAT = 1_000;

/** One partition of the log on its way to a reader: read ahead, in order, from where that was left off. */
export class Lane {
  readonly partition: number;
  readonly #context: Context;
  readonly #onNews: () => void;
  readonly #place: () => Promise<number>;
  #waiting: JsMsg[] = [];
  #room: (() => void) | undefined;
  #reader: ConsumerMessages | undefined;
  #reading: Promise<void> = Promise.resolve();
  #read: number | undefined;
  #pending = 0;
  #isStopped = false;
  /** Whether events of this partition are being written, so that no later ones may be. */
  isBusy = false;

  /**
   * @param onNews told when events have come.
   * @param place gives the sequence of the last event that the reader has; asked once.
   */
  constructor(context: Context, partition: number, onNews: () => void, place: () => Promise<number>) {
    this.#context = context;
    this.partition = partition;
    this.#onNews = onNews;
    this.#place = place;
  }

  /** Events that wait here. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Events that are not written yet, as far as is known. */
  get behind(): number {
    return this.#waiting.length + this.#pending;
  }

  /** Begins to read after what the reader has. */
  start(): void {
    this.#reading = this.#run();
    void this.#watchConnection();
  }

  /**
   * Gives the oldest events that wait, and lets go of them.
   *
   * @param until Unix milliseconds; what was stored later stays. All by default.
   */
  take(count: number, until = Number.POSITIVE_INFINITY): JsMsg[] {
    const later =
      until === Number.POSITIVE_INFINITY ? -1 : this.#waiting.findIndex(({ time }) => time.getTime() > until);
    const end = later === -1 ? count : Math.min(count, later);
    const taken = this.#waiting.slice(0, end);
    this.#waiting = this.#waiting.slice(end);
    this.#room?.();
    return taken;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#follow();
      } catch (error) {
        if (this.#isStopped) return;
        const { partition } = this;
        this.#context.logger.warn({ error, partition }, 'The log could not be read; trying again');
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
  }

  async #follow(): Promise<void> {
    const { nats } = this.#context;
    const { partition } = this;
    this.#read ??= await this.#place();
    const consumer = await jetstream(nats).consumers.get(streamName(partition), {
      filter_subjects: `${STORED}.${partition}.>`,
      opt_start_seq: this.#read + 1,
    });
    const messages = await consumer.consume({ max_messages: AHEAD, idle_heartbeat: HEARTBEAT });
    if (this.#isStopped) messages.stop();
    this.#reader = messages;
    void stopWhenSilent(messages);
    try {
      for await (const message of messages) {
        this.#read = message.seq;
        this.#pending = message.info.pending;
        this.#waiting.push(message);
        this.#onNews();
        if (this.#waiting.length >= WAITING && !this.#isStopped) {
          await new Promise<void>((resolve) => {
            this.#room = resolve;
          });
        }
      }
    } finally {
      messages.stop();
    }
  }

  // A lost connection may have been to the one server that has the reader.
  async #watchConnection(): Promise<void> {
    for await (const { type } of this.#context.nats.status()) {
      if (this.#isStopped) return;
      if (type === 'reconnect') this.#reader?.stop();
    }
  }

  /** Stops reading. What waits is read again by who comes next. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#reader?.stop();
    this.#room?.();
    await this.#reading;
  }
}
