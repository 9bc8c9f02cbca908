import { type Context, JOB_SILENCE, type JobQueue } from '@cozy/core';
import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { stopWhenSilent } from './stopWhenSilent.ts';

/** Milliseconds until reading that has failed begins anew. */
const RETRY = 1_000;

/** How the jobs of a queue are done. */
export interface JobWork {
  /** Jobs that one worker does at once. */
  atOnce: number;
  /** Milliseconds until a job that failed is tried again, each time longer; when it has failed so often, it is given up. */
  waits: readonly number[];
  /** Logged when a job failed, with what names it. */
  complaint: string;
  name(data: string): Record<string, string>;
  /** Does a job; what it throws has it tried again. */
  run(data: string, signal: AbortSignal): Promise<void>;
  /** Notes that a job will never be done. */
  giveUp(data: string): Promise<void>;
}

/** Takes jobs from a queue and does them. All workers share the queue. */
export class JobWorker {
  readonly #context: Context;
  readonly #queue: JobQueue;
  readonly #work: JobWork;
  readonly #stop = new AbortController();
  readonly #jobs = new Set<Promise<void>>();
  #messages: ConsumerMessages | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(context: Context, queue: JobQueue, work: JobWork) {
    this.#context = context;
    this.#queue = queue;
    this.#work = work;
  }

  /** Jobs under way here. */
  get underWay(): number {
    return this.#jobs.size;
  }

  /** Begins to take jobs. */
  start(): void {
    this.#running = this.#run();
  }

  /** Stops. What is under way is given back, and done by whoever comes next. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#messages?.stop();
    await this.#running;
    await Promise.all(this.#jobs);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { atOnce } = this.#work;
    while (!signal.aborted) {
      try {
        const consumer = await this.#queue.consumer();
        const messages = await consumer.consume({ max_messages: atOnce, idle_heartbeat: 1_000 });
        if (signal.aborted) messages.stop();
        this.#messages = messages;
        void stopWhenSilent(messages);
        for await (const message of messages) {
          const job = this.#do(message).finally(() => this.#jobs.delete(job));
          this.#jobs.add(job);
          // The library asks for more as it gives messages; those that wait here would look like they were being done.
          while (this.#jobs.size >= atOnce && !signal.aborted) await Promise.race(this.#jobs);
        }
      } catch (error) {
        if (!signal.aborted) this.#context.logger.warn({ error }, 'Jobs could not be read; trying again');
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }

  async #do(message: JsMsg): Promise<void> {
    const { signal } = this.#stop;
    const { waits, complaint } = this.#work;
    const data = message.string();
    const tries = message.info.deliveryCount;
    if (signal.aborted) return message.nak();
    const alive = setInterval(() => message.working(), JOB_SILENCE / 3);
    try {
      // A job that kills its worker each time is never refused by it, only counted.
      if (tries > waits.length) await this.#work.giveUp(data);
      else await this.#work.run(data, signal);
      await message.ackAck();
    } catch (error) {
      if (signal.aborted) return message.nak();
      this.#context.logger.warn({ error, ...this.#work.name(data), tries }, complaint);
      message.nak(waits[Math.min(tries, waits.length) - 1]);
    } finally {
      clearInterval(alive);
    }
  }
}
