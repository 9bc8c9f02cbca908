import { CozyError, type Cursors } from '@cozy/protocol';
import { headers, type Msg, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import type { Database } from '../database/database.ts';

/** Subject on which the projector tells how far it is: `projected.<partition>`, the sequence as text. */
export const PROJECTED = 'projected';
/** Names the database that was written: who shares a log projects it at another pace. Older projectors do not send it. */
const DATABASE = 'Cozy-Database';

/**
 * Tells all nodes how far a database holds a partition.
 *
 * @param database that was written.
 * @param partition by its number, as text.
 * @param sequence of the last event that was written.
 */
export function tellProjected(nats: NatsConnection, database: Database, partition: string, sequence: number): void {
  const about = headers();
  about.set(DATABASE, database.connection.name);
  nats.publish(`${PROJECTED}.${partition}`, String(sequence), { headers: about });
}

interface Waiter {
  partition: number;
  sequence: number;
  resolve: () => void;
}

/** How far the projection has come, so that a read can wait for what its reader has seen already. */
export class ProjectionProgress {
  readonly #database: Database;
  readonly #known = new Map<number, number>();
  readonly #waiters = new Set<Waiter>();
  readonly #subscription: Subscription;

  constructor(nats: NatsConnection, database: Database) {
    this.#database = database;
    const callback = (_error: Error | null, message: Msg) => {
      if ((message.headers?.get(DATABASE) || database.connection.name) !== database.connection.name) return;
      this.#advance(Number(message.subject.split('.')[1]), Number(message.string()));
    };
    this.#subscription = nats.subscribe(`${PROJECTED}.*`, { callback });
  }

  /**
   * Waits until the projection holds everything up to a place.
   *
   * @param timeout milliseconds.
   * @throws CozyError PROJECTION_BEHIND when it takes longer.
   */
  async reach(partition: number, sequence: number, timeout: number): Promise<void> {
    if ((this.#known.get(partition) ?? 0) >= sequence) return;
    const waiter: Waiter = { partition, sequence, resolve: () => undefined };
    let timer: NodeJS.Timeout | undefined;
    const reached = new Promise<void>((resolve, reject) => {
      waiter.resolve = resolve;
      timer = setTimeout(() => reject(new CozyError('PROJECTION_BEHIND', { retryAfter: 1 })), timeout);
    });
    this.#waiters.add(waiter);
    const stored = this.#database.progress
      .findOne({ _id: String(partition) })
      .then((document) => this.#advance(partition, document?.sequence ?? 0));
    try {
      await Promise.all([reached, stored]);
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }

  /** Waits for a partition of some cursors, if they name it; see `reach`. */
  async reachCursors(cursors: Cursors | undefined, partition: number, timeout: number): Promise<void> {
    const sequence = cursors?.[String(partition)];
    if (sequence) await this.reach(partition, sequence, timeout);
  }

  #advance(partition: number, sequence: number): void {
    if (sequence <= (this.#known.get(partition) ?? 0)) return;
    this.#known.set(partition, sequence);
    for (const waiter of this.#waiters) {
      if (waiter.partition !== partition || waiter.sequence > sequence) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Stops listening. */
  close(): void {
    this.#subscription.unsubscribe();
  }
}
