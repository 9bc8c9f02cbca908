import { type Context, type ScheduleDocument, sendScheduled } from '@cozy/core';
import { CozyError } from '@cozy/protocol';
import { every } from './every.ts';

/** Milliseconds between two looks at what is due. */
const LOOK_EVERY = 1_000;
/** Messages that are sent in one look. */
const BATCH = 100;

/** Sends the messages that were put off when their time has come. */
export class Scheduler {
  readonly #context: Context;
  #loop: { stop(): Promise<void> } | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Begins to send. */
  async start(): Promise<void> {
    const complaint = 'Messages that are due could not be looked up; trying again';
    this.#loop = every(LOOK_EVERY, this.#context.logger, complaint, () => this.#look());
  }

  /** Finishes what is being sent, and stops. */
  async stop(): Promise<void> {
    await this.#loop?.stop();
  }

  async #look(): Promise<void> {
    const { database, logger } = this.#context;
    const due = { state: { $in: ['waiting', 'sending'] as const }, send_at: { $lte: new Date().toISOString() } };
    const documents = await database.schedules.find(due).sort({ send_at: 1 }).limit(BATCH).lean<ScheduleDocument[]>();
    for (const document of documents) {
      try {
        await sendScheduled(this.#context, document);
      } catch (error) {
        // Its author is told of what cannot be sent ever; the rest is tried again.
        if (!(error instanceof CozyError)) throw error;
        logger.info({ schedule: document._id, result: error.code }, 'A message that was due was not sent');
      }
    }
  }
}
