import { setTimeout as sleep } from 'node:timers/promises';
import { LogEvent, streamName } from '@cozy/core';
import type { Place } from '@cozy/protocol';
import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';

/** Events that one request asks for, and milliseconds that it may take. */
const BATCH = 1_000;
const EXPIRES = 10_000;
/** Milliseconds for which a partition that cannot be read is tried again, and between two tries. */
const READ_WITHIN = 30_000;
const READ_AGAIN = 250;

/** Everything that the log holds. */
export class WholeLog {
  /** The events of each partition, in their order. */
  readonly partitions: readonly (readonly LogEvent[])[];
  readonly #at: ReadonlyMap<number, LogEvent>[];

  constructor(partitions: readonly (readonly LogEvent[])[]) {
    this.partitions = partitions;
    this.#at = partitions.map((events) => new Map(events.map((event) => [event.sequence, event])));
  }

  /** The event at a place. */
  at([partition, sequence]: Place): LogEvent | undefined {
    return this.#at[partition]?.get(sequence);
  }

  /** Places without an event between the first and the last of a partition; a log that lost nothing has none. */
  get gaps(): Place[] {
    return this.partitions.flatMap((events, partition) =>
      events.flatMap(({ sequence }, i) => {
        const before = i === 0 ? 0 : events[i - 1]!.sequence;
        return Array.from({ length: sequence - before - 1 }, (_, k): Place => [partition, before + 1 + k]);
      }),
    );
  }
}

/**
 * Reads the whole log.
 * @param natsUrl addresses of NATS, separated by commas.
 * @throws {Error} when a partition cannot be read to its end within half a minute.
 */
export async function readWholeLog(natsUrl: string): Promise<WholeLog> {
  const nats = await connect({ servers: natsUrl.split(',') });
  try {
    const manager = await jetstreamManager(nats);
    const streams = new Set<string>();
    for await (const { config } of manager.streams.list()) streams.add(config.name);
    const partitions: LogEvent[][] = [];
    while (streams.has(streamName(partitions.length))) {
      partitions.push(await insistOn(() => readPartition(nats, manager, streamName(partitions.length))));
    }
    return new WholeLog(partitions);
  } finally {
    await nats.close();
  }
}

async function readPartition(nats: NatsConnection, manager: JetStreamManager, name: string): Promise<LogEvent[]> {
  const { last_seq } = (await manager.streams.info(name)).state;
  const events: LogEvent[] = [];
  const consumer = await jetstream(nats).consumers.get(name);
  while ((events.at(-1)?.sequence ?? 0) < last_seq) {
    const before = events.length;
    for await (const { subject, seq, data } of await consumer.fetch({ max_messages: BATCH, expires: EXPIRES })) {
      events.push(new LogEvent(subject, seq, data));
      if (seq >= last_seq) break;
    }
    if (events.length === before) throw new Error(`${name} cannot be read beyond ${events.at(-1)?.sequence ?? 0}.`);
  }
  return events;
}

// A stream whose leader was killed a moment ago answers once there is another.
async function insistOn<T>(read: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + READ_WITHIN;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(READ_AGAIN);
    }
  }
}
