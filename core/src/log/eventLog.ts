import { CozyError, type EventData, type Place, type StoredEventName } from '@cozy/protocol';
import {
  type Consumer,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { headers, type NatsConnection, nanos } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { traced, traceHeaders, traceOf } from '../tracing.ts';
import { Follower } from './follower.ts';
import { LogEvent } from './logEvent.ts';
import { packData } from './packData.ts';
import { formatSubject, type Owner, ownerSubject, partitionOf, STORED, streamName } from './subjects.ts';

/** An event that is to be stored. */
export interface NewEvent<E extends StoredEventName = StoredEventName> {
  owner: Owner;
  channelId?: string | null;
  name: E;
  data: EventData<E>;
}

/** What the log says to an append. `duplicate`: an event with this id was there already, at this place. */
export interface Appended {
  place: Place;
  duplicate: boolean;
}

/** A partition that is being followed. */
export interface Following {
  /** Ends it; no event comes after this is called. */
  stop(): Promise<void>;
}

export interface EventLogOptions {
  partitions: number;
  retentionHours: number;
  dedupeSeconds: number;
  replicas: number;
}

/** Milliseconds to wait for the log's acknowledgement before a send is refused with LOG_UNAVAILABLE. */
const ACK_TIMEOUT = 5_000;
/** Where a stream tells how many partitions there were when it was made. */
const PARTITIONS = 'cozy-partitions';
/** Milliseconds after which the server ends a fetch of a replay, and that it is given to say so. */
const REPLAY_EXPIRES = 5_000;
const REPLAY_GRACE = 1_000;
/** Events that one fetch of a replay asks for. */
const REPLAY_BATCH = 1_000;

/** The log: one JetStream stream for each partition. An append that returns is durable. */
export class EventLog {
  readonly partitions: number;
  readonly #nats: NatsConnection;
  readonly #jetstream: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #options: EventLogOptions;
  readonly #logger: Logger;

  private constructor(nats: NatsConnection, manager: JetStreamManager, options: EventLogOptions, logger: Logger) {
    this.partitions = options.partitions;
    this.#nats = nats;
    this.#manager = manager;
    this.#jetstream = manager.jetstream();
    this.#options = options;
    this.#logger = logger;
  }

  /**
   * Opens the log, and makes the streams that are missing.
   *
   * @param nats a connection to a server with JetStream.
   * @throws Error when the number of partitions differs from what the instance was started with.
   */
  static async open(nats: NatsConnection, options: EventLogOptions, logger: Logger): Promise<EventLog> {
    const log = new EventLog(nats, await jetstreamManager(nats), options, logger);
    await log.#ensureStreams();
    return log;
  }

  async #ensureStreams(): Promise<void> {
    const existing = new Set<string>();
    for await (const { config } of this.#manager.streams.list()) {
      if (!config.name.startsWith('EV_')) continue;
      existing.add(config.name);
      // Another process may be making the streams just now, so their number alone says too little.
      const made = Number(config.metadata?.[PARTITIONS] ?? this.partitions);
      if (made !== this.partitions) {
        throw new Error(`This log has ${made} partitions, so COZY_PARTITIONS cannot be ${this.partitions}.`);
      }
    }
    await Promise.all(
      Array.from({ length: this.partitions }, async (_, partition) => {
        const name = streamName(partition);
        const limits = {
          max_age: nanos(this.#options.retentionHours * 3_600_000),
          duplicate_window: nanos(Math.min(this.#options.dedupeSeconds, this.#options.retentionHours * 3_600) * 1000),
          num_replicas: this.#options.replicas,
          metadata: { [PARTITIONS]: String(this.partitions) },
        };
        if (existing.has(name)) {
          await this.#manager.streams.update(name, limits);
          return;
        }
        await this.#manager.streams.add({
          name,
          subjects: [`${STORED}.${partition}.>`],
          storage: StorageType.File,
          retention: RetentionPolicy.Limits,
          allow_direct: true,
          ...limits,
        });
      }),
    );
  }

  /** The partition of a community or user. */
  partitionOf(owner: Owner): number {
    return partitionOf(owner.id, this.partitions);
  }

  /**
   * Stores an event. When this returns, it is durable.
   *
   * @param event what has happened.
   * @param id names the event: the same id within the dedupe window is stored once.
   * @returns its place, or that of the first event with this id.
   * @throws CozyError LOG_UNAVAILABLE when it was not acknowledged; it may be stored all the same.
   */
  async append(event: NewEvent, id: string): Promise<Appended> {
    const partition = this.partitionOf(event.owner);
    const subject = formatSubject(STORED, {
      partition,
      owner: event.owner,
      channelId: event.channelId ?? null,
      name: event.name,
    });
    this.assertReachable();
    try {
      const ack = await traced('log append', { 'cozy.event': event.name }, () => {
        const options = { msgID: id, timeout: ACK_TIMEOUT, headers: traceHeaders() };
        return this.#jetstream.publish(subject, packData(event.data), options);
      });
      return { place: [partition, ack.seq], duplicate: ack.duplicate };
    } catch (cause) {
      throw new CozyError('LOG_UNAVAILABLE', { retryAfter: 1, cause });
    }
  }

  /**
   * Tells at once that the log is away, instead of letting a request wait for it.
   *
   * @throws CozyError LOG_UNAVAILABLE while there is no connection to NATS.
   */
  assertReachable(): void {
    if (!this.reachable) throw new CozyError('LOG_UNAVAILABLE', { retryAfter: 1 });
  }

  /** Whether NATS is connected; kept by `watch`. */
  reachable = true;

  /**
   * The places of the first and last event that a partition holds; `first` is `last` + 1 when it is empty.
   *
   * @throws CozyError LOG_UNAVAILABLE when NATS does not answer.
   */
  async bounds(partition: number): Promise<{ first: number; last: number }> {
    const { state } = await answered(this.#manager.streams.info(streamName(partition)));
    return { first: state.messages === 0 ? state.last_seq + 1 : state.first_seq, last: state.last_seq };
  }

  /**
   * Gives the event at a place, or null when retention has removed it.
   *
   * @throws CozyError LOG_UNAVAILABLE when NATS does not answer.
   */
  async at([partition, sequence]: Place): Promise<LogEvent | null> {
    // The leader is asked: another copy may not have a message yet that was stored a moment ago.
    const message = await answered(this.#manager.streams.getMessage(streamName(partition), { seq: sequence }));
    return message ? new LogEvent(message.subject, message.seq, message.data) : null;
  }

  /**
   * Reads events of some owners, oldest first.
   *
   * @param partition of the owners.
   * @param after sequence after which to begin.
   * @param through sequence at which to stop.
   * @param owners whose events; at least one.
   * @throws CozyError LOG_UNAVAILABLE when NATS does not answer.
   */
  async *read(partition: number, after: number, through: number, owners: readonly Owner[]): AsyncGenerator<LogEvent> {
    if (through <= after || owners.length === 0) return;
    const consumer = await answered(
      this.#jetstream.consumers.get(streamName(partition), {
        filter_subjects: owners.map((owner) => ownerSubject(STORED, partition, owner)),
        opt_start_seq: after + 1,
      }),
    );
    try {
      for await (const message of messagesOf(consumer)) {
        if (message.seq > through) return;
        yield new LogEvent(message.subject, message.seq, message.data);
        if (message.seq === through) return;
      }
    } finally {
      await this.#forget(consumer);
    }
  }

  /**
   * Reads a partition's events, of all owners, and goes on with those that are stored from then on: each once, in their
   * order, without a gap, also across lost connections and nodes of NATS that die.
   *
   * @param after sequence after which to begin.
   * @param onEvent called for each event; it may not throw.
   */
  async follow(partition: number, after: number, onEvent: (event: LogEvent) => void): Promise<Following> {
    return await Follower.open({
      nats: this.#nats,
      jetstream: this.#jetstream,
      stream: streamName(partition),
      after,
      onMessage: (message) => onEvent(new LogEvent(message.subject, message.seq, message.data, traceOf(message))),
      logger: this.#logger,
    });
  }

  /**
   * Tells whether an event with this id was stored since a time, also after the dedupe window.
   *
   * @param event to know the subject.
   * @param id as given to `append`.
   * @param since Unix milliseconds.
   */
  async holds(event: NewEvent, id: string, since: number): Promise<boolean> {
    const partition = this.partitionOf(event.owner);
    const subject = formatSubject(STORED, {
      partition,
      owner: event.owner,
      channelId: event.channelId ?? null,
      name: event.name,
    });
    const consumer = await this.#jetstream.consumers.get(streamName(partition), {
      filter_subjects: subject,
      deliver_policy: 'by_start_time' as never,
      opt_start_time: new Date(since).toISOString(),
      headers_only: true,
    });
    try {
      for await (const message of messagesOf(consumer)) if (message.headers?.get('Nats-Msg-Id') === id) return true;
      return false;
    } finally {
      await this.#forget(consumer);
    }
  }

  // The server would keep a reader for minutes, and thousands of clients may resume at once.
  async #forget(consumer: Consumer): Promise<void> {
    await consumer.delete().catch((error: unknown) => {
      this.#logger.debug({ error }, 'A reader of the log ends by itself');
    });
  }

  /**
   * Sends an event that is not stored to the nodes that have its owner.
   *
   * @param subject its full subject, with the root `eph`.
   */
  publishEphemeral(subject: string, data: unknown, from?: string): void {
    if (!this.reachable) return;
    const options = from === undefined ? undefined : { headers: withNode(from) };
    this.#nats.publish(subject, packData(data), options);
  }
}

/** Gives what NATS answers. @throws CozyError LOG_UNAVAILABLE when it does not, as while a cluster chooses a leader. */
async function answered<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (cause) {
    throw new CozyError('LOG_UNAVAILABLE', { retryAfter: 1, cause });
  }
}

/** Gives what a reader has to read now, and ends. */
async function* messagesOf(consumer: Consumer): AsyncGenerator<JsMsg> {
  let pending = (await consumer.info(true)).num_pending;
  while (pending > 0) {
    const batch = await consumer.fetch({ max_messages: Math.min(REPLAY_BATCH, pending), expires: REPLAY_EXPIRES });
    const messages = batch[Symbol.asyncIterator]();
    let received = 0;
    for (;;) {
      // The library waits for the server's word that a fetch has expired, and a server that has died says nothing.
      const silence = setTimeout(() => void batch.close(), REPLAY_EXPIRES + REPLAY_GRACE);
      const { done, value: message } = await messages.next().finally(() => clearTimeout(silence));
      if (done) break;
      received += 1;
      pending = message.info.pending;
      yield message;
    }
    if (received === 0) throw new CozyError('LOG_UNAVAILABLE', { retryAfter: 1 });
  }
}

function withNode(node: string) {
  const fields = headers();
  fields.set('Cozy-Node', node);
  return fields;
}
