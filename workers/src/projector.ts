import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, LogEvent, projectedEvents, tellProjected } from '@cozy/core';
import { continueTraces } from '@cozy/core/tracing';
import type { JsMsg } from '@nats-io/jetstream';
import { Batch } from './batch.ts';
import { Lane } from './lane.ts';

/** Events that are written in one batch. Measured: 500 cost a third more CPU for each event, 4,000 no less. */
const BATCH = 2_000;
/** After a batch the next one gathers for so many times as long as it took, and so many milliseconds at most. */
const GATHER = 2;
const LONGEST = 20;
/** Milliseconds until a failed batch is tried again. */
const RETRY = 500;

/** Events of one partition, one at least, that are written together. */
interface Part {
  lane: Lane;
  messages: JsMsg[];
}

/**
 * Writes the log into the database, each partition in order, in batches over all partitions: an event costs the database
 * the less the more are written with it. A quiet log is written at once; the busier it is, the longer a batch gathers.
 * The place in the log stands in the database beside what was written, so a crash repeats one batch at most, and every
 * write may be repeated. (A durable consumer's acknowledgements would not do: what it delivers again comes after newer
 * events.)
 */
export class Projector {
  readonly #context: Context;
  #lanes: Lane[] = [];
  #running: Promise<void> = Promise.resolve();
  /** Partitions that are written on their own. */
  readonly #alone = new Set<Promise<void>>();
  #isStopped = true;
  /** The partition that is written first next time. */
  #turn = 0;
  #wake: () => void = () => undefined;
  /** When the last batch was written, and how long that took, in milliseconds. */
  #wroteAt = Number.NEGATIVE_INFINITY;
  #took = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Events that wait to be applied, as far as is known. */
  get behind(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.behind, 0);
  }

  /** Begins to project, where the last projector stopped. */
  async start(): Promise<void> {
    this.#isStopped = false;
    const onNews = () => this.#wake();
    const { database, log } = this.#context;
    this.#lanes = Array.from({ length: log.partitions }, (_, partition) => {
      const place = async () => (await database.progress.findOne({ _id: String(partition) }))?.sequence ?? 0;
      return new Lane(this.#context, partition, onNews, place);
    });
    for (const lane of this.#lanes) lane.start();
    this.#running = this.#run();
  }

  /** Finishes the batches that were begun, and stops. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
    await this.#running;
    await Promise.all(this.#alone);
  }

  /** Events that may be written now. */
  get #ready(): number {
    return this.#lanes.reduce((sum, lane) => sum + (lane.isBusy ? 0 : lane.waiting), 0);
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      while (this.#ready === 0 && !this.#isStopped) await this.#news();
      await this.#gather();
      if (this.#isStopped) return;
      const begun = performance.now();
      const parts = this.#take();
      if (parts.length > 0) await this.#write(parts);
      this.#wroteAt = performance.now();
      this.#took = this.#wroteAt - begun;
    }
  }

  async #news(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  async #gather(): Promise<void> {
    const left = this.#wroteAt + Math.min(LONGEST, GATHER * this.#took) - performance.now();
    if (left > 0 && this.#ready < BATCH) await sleep(left);
  }

  // Whole partitions, in turn: when many wait, those of one have fewer channels, whose heads are written once a batch.
  #take(): Part[] {
    const parts: Part[] = [];
    let room = BATCH;
    const lanes = [...this.#lanes.slice(this.#turn), ...this.#lanes.slice(0, this.#turn)];
    for (const lane of lanes) {
      if (room === 0) break;
      if (lane.isBusy || lane.waiting === 0) continue;
      const messages = lane.take(room);
      room -= messages.length;
      parts.push({ lane, messages });
      this.#turn = (lane.partition + 1) % this.#lanes.length;
    }
    return parts;
  }

  async #write(parts: readonly Part[]): Promise<void> {
    const ended = continueTraces(
      'project',
      parts.flatMap(({ messages }) => messages),
    );
    try {
      const batch = await this.#writeBatch(parts);
      const lasting = parts.filter(({ lane }) => batch.hasLater(lane.partition));
      for (const part of lasting) this.#goAlone(part, batch);
      await this.#note(parts.filter((part) => !lasting.includes(part)));
    } catch (error) {
      // One partition may be to blame, so that the others need not wait for it.
      this.#context.logger.warn({ error }, 'Writing a batch failed; trying again, each partition on its own');
      await sleep(RETRY);
      for (const part of parts) if (!part.lane.isBusy) this.#goAlone(part, null);
    }
    ended();
  }

  async #writeBatch(parts: readonly Part[]): Promise<Batch> {
    const batch = new Batch(this.#context);
    for (const { messages } of parts) {
      for (const { subject, seq, data } of messages) batch.add(new LogEvent(subject, seq, data));
    }
    await batch.write();
    return batch;
  }

  #goAlone(part: Part, written: Batch | null): void {
    part.lane.isBusy = true;
    const done = this.#finish(part, written).then(() => {
      part.lane.isBusy = false;
      this.#alone.delete(done);
      this.#wake();
    });
    this.#alone.add(done);
  }

  // A part that fails is tried again until it succeeds: nothing after it may be written before it.
  async #finish(part: Part, written: Batch | null): Promise<void> {
    const { partition } = part.lane;
    let batch = written;
    for (;;) {
      try {
        batch ??= await this.#writeBatch([part]);
        await batch.finish(partition);
        await this.#note([part]);
        return;
      } catch (error) {
        if (this.#isStopped) return;
        this.#context.logger.warn({ error, partition }, 'Writing a partition failed; trying again');
        batch = null;
        await sleep(RETRY);
      }
    }
  }

  /** Notes in the database, then tells, how far partitions are written. */
  async #note(parts: readonly Part[]): Promise<void> {
    if (parts.length === 0) return;
    const { database, nats } = this.#context;
    const places = parts.map(({ lane, messages }) => ({ _id: String(lane.partition), sequence: messages.at(-1)!.seq }));
    await database.progress.bulkWrite(
      places.map(({ _id, sequence }) => ({
        updateOne: { filter: { _id }, update: { $max: { sequence } }, upsert: true },
      })),
      { ordered: false },
    );
    for (const { _id, sequence } of places) tellProjected(nats, database, _id, sequence);
    for (const { messages } of parts) projectedEvents.inc(messages.length);
  }
}
