import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import type { EventLog } from './eventLog.ts';
import { LogEvent } from './logEvent.ts';
import { EPHEMERAL, LIVE, type Owner, ownerKey, ownerSubject } from './subjects.ts';

interface Followed {
  owner: Owner;
  partition: number;
  /** Events up to this sequence are not delivered: whoever follows knows them already. */
  from: number;
  subscriptions: Subscription[];
}

interface Partition {
  /** The last sequence that was delivered, or 0. */
  delivered: number;
  /** While what was missed is read from the stream, live events wait here; null otherwise. */
  waiting: LogEvent[] | null;
  /** The connection was lost and found again while catching up: what was read may end before the new gap. */
  again: boolean;
}

/** Gets an event; `node` is the sender's name for events that are not stored. */
export type EventHandler = (event: LogEvent, node: string) => void;

/** Milliseconds until a catch-up that failed is tried again. */
const CATCH_UP_RETRY = 500;

/**
 * The live end of the log for the owners that this process follows. Stored events of a partition are delivered in the
 * log's order, each once, also across a lost NATS connection: what was missed is read from the stream.
 */
export class LiveTail {
  readonly #nats: NatsConnection;
  readonly #log: EventLog;
  readonly #logger: Logger;
  readonly #handler: EventHandler;
  readonly #followed = new Map<string, Followed>();
  readonly #partitions: Partition[];
  #closed = false;

  constructor(nats: NatsConnection, log: EventLog, logger: Logger, handler: EventHandler) {
    this.#nats = nats;
    this.#log = log;
    this.#logger = logger;
    this.#handler = handler;
    this.#partitions = Array.from({ length: log.partitions }, () => ({ delivered: 0, waiting: null, again: false }));
  }

  /**
   * Starts following an owner. Events after the returned sequence are delivered, some perhaps before this returns;
   * those up to it are in the log.
   *
   * @returns the last sequence of the owner's partition.
   * @throws CozyError LOG_UNAVAILABLE while NATS is away.
   */
  async follow(owner: Owner): Promise<number> {
    this.#log.assertReachable();
    const partition = this.#log.partitionOf(owner);
    const key = ownerKey(owner);
    const callback = (error: Error | null, message: Msg) => {
      if (error) this.#logger.error({ error }, 'A live subscription failed');
      else this.#receive(message);
    };
    const followed: Followed = {
      owner,
      partition,
      from: 0,
      subscriptions: [LIVE, EPHEMERAL].map((root) =>
        this.#nats.subscribe(ownerSubject(root, partition, owner), { callback }),
      ),
    };
    this.#followed.set(key, followed);
    try {
      // Once the server knows the subscription, everything stored after the bounds are read is delivered.
      await this.#nats.flush();
      const { last } = await this.#log.bounds(partition);
      followed.from = last;
      return last;
    } catch (error) {
      this.unfollow(owner);
      throw error;
    }
  }

  /** Stops following an owner. */
  unfollow(owner: Owner): void {
    const followed = this.#followed.get(ownerKey(owner));
    if (!followed) return;
    this.#followed.delete(ownerKey(owner));
    for (const subscription of followed.subscriptions) subscription.unsubscribe();
  }

  /** The last sequence of a partition that was delivered here, or 0. */
  delivered(partition: number): number {
    return this.#partitions[partition]?.delivered ?? 0;
  }

  /** Reads what was missed while NATS was away. To be called whenever the connection is back. */
  async catchUp(): Promise<void> {
    const partitions = new Set([...this.#followed.values()].map(({ partition }) => partition));
    await Promise.all([...partitions].map((partition) => this.#catchUpPartition(partition)));
  }

  async #catchUpPartition(partition: number): Promise<void> {
    const state = this.#partitions[partition]!;
    state.again = true;
    if (state.waiting) return;
    state.waiting = [];
    while (state.again && !this.#closed) {
      try {
        state.again = false;
        const followed = [...this.#followed.values()].filter((one) => one.partition === partition);
        const after = state.delivered || Math.min(...followed.map((one) => one.from));
        const { last } = await this.#log.bounds(partition);
        const owners = followed.map((one) => one.owner);
        for await (const event of this.#log.read(partition, after, last, owners)) this.#deliver(event);
      } catch (error) {
        state.again = true;
        this.#logger.warn({ error, partition }, 'Catching up with the log failed; trying again');
        await new Promise((resolve) => setTimeout(resolve, CATCH_UP_RETRY));
      }
    }
    const { waiting } = state;
    state.waiting = null;
    for (const event of waiting) this.#deliver(event);
  }

  #receive(message: Msg): void {
    const sequence = Number(message.headers?.get('Nats-Sequence') ?? 0);
    const event = new LogEvent(message.subject, sequence, message.data);
    const waiting = this.#partitions[event.partition]?.waiting;
    if (sequence === 0) this.#handler(event, message.headers?.get('Cozy-Node') ?? '');
    else if (waiting) waiting.push(event);
    else this.#deliver(event);
  }

  #deliver(event: LogEvent): void {
    const state = this.#partitions[event.partition]!;
    if (event.sequence <= state.delivered) return;
    state.delivered = event.sequence;
    const followed = this.#followed.get(ownerKey(event.owner));
    if (followed && event.sequence > followed.from) this.#handler(event, '');
  }

  /** Stops everything. */
  close(): void {
    this.#closed = true;
    for (const { owner } of [...this.#followed.values()]) this.unfollow(owner);
  }
}
