import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { LogEvent } from './logEvent.ts';
import { EPHEMERAL, ownerSubject, partitionOf } from './subjects.ts';

/** Gets an event that is not stored; `node` is the name of the node that sent it. */
export type EphemeralHandler = (event: LogEvent, node: string) => void;

/**
 * Events of communities that are not stored, typing and presence, which nodes tell one another. NATS brings them only to
 * nodes that follow the community.
 */
export class Ephemerals {
  readonly #nats: NatsConnection;
  readonly #partitions: number;
  readonly #logger: Logger;
  readonly #handler: EphemeralHandler;
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(nats: NatsConnection, partitions: number, logger: Logger, handler: EphemeralHandler) {
    this.#nats = nats;
    this.#partitions = partitions;
    this.#logger = logger;
    this.#handler = handler;
  }

  /** Starts to hear a community. */
  follow(communityId: string): void {
    if (this.#subscriptions.has(communityId)) return;
    const owner = { kind: 'c', id: communityId } as const;
    const subject = ownerSubject(EPHEMERAL, partitionOf(communityId, this.#partitions), owner);
    this.#subscriptions.set(communityId, this.#nats.subscribe(subject, { callback: this.#receive }));
  }

  readonly #receive = (error: Error | null, message: Msg): void => {
    if (error) this.#logger.error({ error }, 'A live subscription failed');
    else this.#handler(new LogEvent(message.subject, 0, message.data), message.headers?.get('Cozy-Node') ?? '');
  };

  /** Stops hearing a community. */
  unfollow(communityId: string): void {
    this.#subscriptions.get(communityId)?.unsubscribe();
    this.#subscriptions.delete(communityId);
  }

  /** Stops hearing anything. */
  close(): void {
    for (const id of [...this.#subscriptions.keys()]) this.unfollow(id);
  }
}
