import { type Context, LogEvent, PROJECTED, projectedEvents, projectionLag, STORED, streamName } from '@cozy/core';
import { continueTraces } from '@cozy/core/tracing';
import { type ConsumerMessages, type JsMsg, jetstream } from '@nats-io/jetstream';
import { Batch } from './batch.ts';

/** Events that are applied in one batch. */
const BATCH = 500;
/** Events of a partition that may wait in memory while a batch is written. */
const WAITING = 4 * BATCH;
/** Milliseconds until a failed batch is tried again. */
const RETRY = 500;

/**
 * Writes the log into the database, each partition in order, in batches that grow with the load: while one batch is
 * written the next gathers. Its place in the log stands in the database beside what it wrote, so a crash repeats one
 * batch at most, and every write may be repeated. (A durable consumer's acknowledgements would not do: what it delivers
 * again comes after newer events.)
 */
export class Projector {
  readonly #context: Context;
  readonly #readers = new Map<number, ConsumerMessages>();
  readonly #behind = new Map<number, number>();
  #loops: Promise<void>[] = [];
  #stopped = true;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Events that wait to be applied, as far as is known. */
  get behind(): number {
    return [...this.#behind.values()].reduce((sum, pending) => sum + pending, 0);
  }

  /** Begins to project, where the last projector stopped. */
  async start(): Promise<void> {
    this.#stopped = false;
    const { log } = this.#context;
    this.#loops = Array.from({ length: log.partitions }, (_, partition) => this.#run(partition));
  }

  /** Finishes the batches that were begun, and stops. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const reader of this.#readers.values()) reader.stop();
    await Promise.all(this.#loops);
    this.#loops = [];
  }

  async #run(partition: number): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#project(partition);
      } catch (error) {
        if (this.#stopped) return;
        this.#context.logger.warn({ error, partition }, 'Projecting failed; trying again');
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
  }

  async #project(partition: number): Promise<void> {
    const { database, nats } = this.#context;
    const after = (await database.progress.findOne({ _id: String(partition) }))?.sequence ?? 0;
    const consumer = await jetstream(nats).consumers.get(streamName(partition), {
      filter_subjects: `${STORED}.${partition}.>`,
      opt_start_seq: after + 1,
    });
    const messages = await consumer.consume({ max_messages: BATCH });
    if (this.#stopped) messages.stop();
    this.#readers.set(partition, messages);
    try {
      await this.#writeInBatches(partition, messages);
    } finally {
      messages.stop();
      this.#readers.delete(partition);
    }
  }

  async #writeInBatches(partition: number, messages: ConsumerMessages): Promise<void> {
    let gathered: JsMsg[] = [];
    let writing: Promise<void> | null = null;
    let failure: unknown = null;
    const write = async () => {
      while (gathered.length > 0) {
        const batch = gathered.slice(0, BATCH);
        gathered = gathered.slice(BATCH);
        await this.#apply(partition, batch);
      }
      writing = null;
    };
    for await (const message of messages) {
      gathered.push(message);
      // Fails only when the projector is stopped while the database is away.
      writing ??= write().catch((error: unknown) => {
        failure = error;
        messages.stop();
      });
      if (gathered.length >= WAITING) await writing;
    }
    await writing;
    if (failure !== null) throw failure;
  }

  // A batch that fails is tried again until it succeeds: nothing after it may be written before it.
  async #apply(partition: number, messages: readonly JsMsg[]): Promise<void> {
    const { database, nats, logger } = this.#context;
    const last = messages.at(-1)!;
    const ended = continueTraces('project', messages);
    for (;;) {
      try {
        const batch = new Batch(this.#context);
        for (const { subject, seq, data } of messages) batch.add(new LogEvent(subject, seq, data));
        await batch.write();
        await database.progress.updateOne(
          { _id: String(partition) },
          { $max: { sequence: last.seq } },
          { upsert: true },
        );
        break;
      } catch (error) {
        if (this.#stopped) throw error;
        logger.warn({ error, partition }, 'Writing a batch failed; trying again');
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
    ended();
    nats.publish(`${PROJECTED}.${partition}`, String(last.seq));
    projectedEvents.inc(messages.length);
    this.#behind.set(partition, last.info.pending);
    projectionLag.set(this.behind);
  }
}
