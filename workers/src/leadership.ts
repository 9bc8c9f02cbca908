import { type Context, Lease, RENEW_EVERY } from '@cozy/core';
import { every } from './every.ts';

/** What the leader does. Both may be called again and again. */
export interface LeaderWork {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Lets one process among all do something: the one that holds a lease. */
export class Leadership {
  readonly #context: Context;
  readonly #key: string;
  readonly #work: LeaderWork;
  #lease: Lease | null = null;
  #loop: { stop(): Promise<void> } | undefined;

  /** @param key names the work; one process at a time leads it. */
  constructor(context: Context, key: string, work: LeaderWork) {
    this.#context = context;
    this.#key = key;
    this.#work = work;
  }

  /** Whether this process leads now. */
  get leads(): boolean {
    return this.#lease !== null;
  }

  /** Tries to lead, now and whenever the lease is free. */
  async start(): Promise<void> {
    const { logger } = this.#context;
    this.#loop = every(RENEW_EVERY / 4, logger, 'Could not ask for leadership; trying again', () => this.#turn());
  }

  async #turn(): Promise<void> {
    const { leases, node, logger } = this.#context;
    if (this.#lease) {
      if (await this.#lease.renew()) return;
      // Somebody else may lead already. Two projectors at once would still be right, only wasteful.
      this.#lease = null;
      logger.warn({ work: this.#key }, 'Leadership was lost');
      await this.#work.stop();
    }
    this.#lease = await Lease.take(leases, this.#key, node);
    if (!this.#lease) return;
    logger.info({ work: this.#key }, 'Leading');
    await this.#work.start();
  }

  /** Stops the work and gives the lease back. */
  async stop(): Promise<void> {
    await this.#loop?.stop();
    if (!this.#lease) return;
    await this.#work.stop();
    await this.#lease.release().catch((error: unknown) => {
      this.#context.logger.debug({ error }, 'The lease runs out by itself');
    });
    this.#lease = null;
  }
}
