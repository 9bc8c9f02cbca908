import { type Context, changeAttachment, JOB_SILENCE } from '@cozy/core';
import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { stopWhenSilent } from '../stopWhenSilent.ts';
import { prepareFile } from './prepare.ts';

/** Milliseconds until a job that failed is tried again, each time longer; when it has failed so often, it is given up. */
const WAITS = [1_000, 5_000, 30_000, 120_000];
/** Jobs that one worker does at once. */
const AT_ONCE = 2;
/** Milliseconds until reading that has failed begins anew. */
const RETRY = 1_000;

/** Takes files that were uploaded from the queue, and prepares them. All workers share the queue. */
export class FileWorker {
  readonly #context: Context;
  readonly #stop = new AbortController();
  readonly #jobs = new Set<Promise<void>>();
  #messages: ConsumerMessages | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.#context = context;
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
    while (!signal.aborted) {
      try {
        const consumer = await this.#context.fileJobs.consumer();
        const messages = await consumer.consume({ max_messages: AT_ONCE, idle_heartbeat: 1_000 });
        if (signal.aborted) messages.stop();
        this.#messages = messages;
        void stopWhenSilent(messages);
        for await (const message of messages) {
          const job = this.#do(message).finally(() => this.#jobs.delete(job));
          this.#jobs.add(job);
          // The library asks for more as it gives messages; those that wait here would look like they were being done.
          while (this.#jobs.size >= AT_ONCE && !signal.aborted) await Promise.race(this.#jobs);
        }
      } catch (error) {
        if (!signal.aborted) this.#context.logger.warn({ error }, 'Jobs could not be read; trying again');
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }

  async #do(message: JsMsg): Promise<void> {
    const { signal } = this.#stop;
    const id = message.string();
    const tries = message.info.deliveryCount;
    if (signal.aborted) return message.nak();
    const alive = setInterval(() => message.working(), JOB_SILENCE / 3);
    try {
      // A file that kills its worker each time is never refused by it, only counted.
      if (tries > WAITS.length) await this.#giveUp(id);
      else await prepareFile(this.#context, id, signal);
      await message.ackAck();
    } catch (error) {
      if (signal.aborted) return message.nak();
      this.#context.logger.warn({ error, attachment: id, tries }, 'A file could not be prepared; trying again');
      message.nak(WAITS[Math.min(tries, WAITS.length) - 1]);
    } finally {
      clearInterval(alive);
    }
  }

  async #giveUp(id: string): Promise<void> {
    this.#context.logger.error({ attachment: id }, 'A file could not be prepared, however often it was tried');
    const reason = 'This file could not be prepared. It can be saved.';
    await changeAttachment(this.#context, id, { status: 'failed', reason }, { status: 'processing' });
  }
}
