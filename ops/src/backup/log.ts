import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { streamName } from '@cozy/core';
import { type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';

/** An event as it stands in a backup. */
export interface SavedEvent {
  partition: number;
  sequence: number;
  subject: string;
  headers: [name: string, value: string][];
  /** Its data, in base64. */
  data: string;
}

/** Events that wait for the log's acknowledgement at once. */
const WINDOW = 500;
const ID = 'Nats-Msg-Id';

/** How many partitions the log has. @throws {Error} a sentence when there is none. */
export async function countPartitions(nats: NatsConnection): Promise<number> {
  let count = 0;
  for await (const name of (await jetstreamManager(nats)).streams.names('ev.>')) if (name.startsWith('EV_')) count += 1;
  if (count === 0) throw new Error('There is no log of Cozy on this NATS.');
  return count;
}

/** The last sequence of a partition, 0 when it never had an event. */
export async function endOf(nats: NatsConnection, partition: number): Promise<number> {
  const { state } = await (await jetstreamManager(nats)).streams.info(streamName(partition));
  return state.last_seq;
}

/**
 * Reads a partition's events after one sequence, as far as retention has left them.
 *
 * @param through sequence of the last one, which is there.
 */
export async function* readEvents(
  nats: NatsConnection,
  partition: number,
  after: number,
  through: number,
): AsyncGenerator<SavedEvent> {
  if (through <= after) return;
  const consumer = await jetstream(nats).consumers.get(streamName(partition), { opt_start_seq: after + 1 });
  const messages = await consumer.consume({ max_messages: WINDOW });
  try {
    for await (const message of messages) {
      yield saved(partition, message);
      if (message.seq >= through) return;
    }
  } finally {
    await messages.close();
    await consumer.delete();
  }
}

// Of the headers that NATS takes as orders, only the event's id means the same in another log.
function saved(partition: number, { seq, subject, headers: fields, data }: JsMsg): SavedEvent {
  const kept: [string, string][] = [];
  for (const [name, values] of fields ?? []) {
    if (name === ID || !name.startsWith('Nats-')) for (const value of values) kept.push([name, value]);
  }
  return { partition, sequence: seq, subject, headers: kept, data: Buffer.from(data).toString('base64') };
}

/** Reads the events of a backup's file. */
export async function* savedEvents(file: string): AsyncGenerator<SavedEvent> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
  for await (const line of lines) yield JSON.parse(line) as SavedEvent;
}

/**
 * Makes an empty partition go on at a sequence.
 *
 * @param first sequence that its next event gets.
 */
export async function beginAt(nats: NatsConnection, partition: number, first: number): Promise<void> {
  // A purge up to a sequence that is still to come removes nothing and moves the stream's end there.
  await (await jetstreamManager(nats)).streams.purge(streamName(partition), { seq: first });
  const end = await endOf(nats, partition);
  if (end !== first - 1) throw new Error(`Partition ${partition} should go on at ${first}, but is at ${end}.`);
}

/**
 * Appends saved events in their order.
 *
 * @param next for each partition the sequence that its next event must get; counted up here.
 * @returns how many events of each partition were appended.
 * @throws {Error} when an event gets another place, because something else writes to the log.
 */
export async function appendEvents(
  nats: NatsConnection,
  events: AsyncIterable<SavedEvent>,
  next: number[],
): Promise<number[]> {
  const client = jetstream(nats);
  const appended = next.map(() => 0);
  const ids = new Set<string>();
  const append = async ({ partition, subject, headers: fields, data }: SavedEvent) => {
    const expected = next[partition]!;
    next[partition] = expected + 1;
    appended[partition]! += 1;
    const ack = await client.publish(subject, Buffer.from(data, 'base64'), { headers: headersOf(fields, ids) });
    if (ack.seq === expected) return;
    throw new Error(`An event of partition ${partition} was to be at ${expected} but is at ${ack.seq}.`);
  };
  let batch: SavedEvent[] = [];
  for await (const event of events) {
    batch.push(event);
    if (batch.length < WINDOW) continue;
    await Promise.all(batch.map(append));
    batch = [];
  }
  await Promise.all(batch.map(append));
  return appended;
}

// Two events may have one id when more than the dedupe window lay between them; here it would make one of them.
function headersOf(fields: SavedEvent['headers'], ids: Set<string>): MsgHdrs {
  const kept = headers();
  for (const [name, value] of fields) {
    if (name === ID && ids.has(value)) continue;
    if (name === ID) ids.add(value);
    kept.append(name, value);
  }
  return kept;
}
