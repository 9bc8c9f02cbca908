import type { Model } from 'mongoose';
import type { Context } from './context.ts';
import type { Outboxed } from './database/documents.ts';
import { engineRoundTrip, engineUp, logEnd, outboxBacklog, readerLag } from './metrics.ts';

/** Milliseconds between two looks. A metrics reader that asks more often gets the same figures again. */
const EVERY = 10_000;
/** Milliseconds after which an engine that does not answer counts as away. */
const WITHIN = 2_000;
/** Milliseconds for which an entry may be in an outbox: publishing takes less, and the sweep comes after five seconds. */
const OUTBOX_GRACE = 10_000;

/**
 * Looks every ten seconds whether the engines answer and how far the readers of the log are, and sets the gauges, so that
 * reading the metrics itself waits for nobody.
 *
 * @param options.projection also looks at the projector and the outboxes; for one kind of process, the workers.
 * @returns what ends it.
 */
export function startProbe(context: Context, { projection }: { projection: boolean }): { stop(): void } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const [hasLog, hasDatabase] = await Promise.all([
      measure('nats', () => context.nats.flush()),
      measure('database', async () => void (await context.database.connection.db?.command({ ping: 1 }))),
    ]);
    try {
      if (hasLog) await lookAtLog(context, projection && hasDatabase);
      if (hasDatabase && projection) await lookAtOutboxes(context);
    } catch (error) {
      context.logger.debug({ error }, 'An engine went away between being asked and being read');
    }
    if (!stopped) timer = setTimeout(look, EVERY).unref();
  };
  void look();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function measure(engine: string, ask: () => Promise<void>): Promise<boolean> {
  const since = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, WITHIN, false);
  });
  // An error says no more than that it is away; what fails because of it is logged there.
  const answers = await Promise.race([
    ask().then(
      () => true,
      () => false,
    ),
    late,
  ]);
  clearTimeout(timer);
  engineUp.set({ engine }, answers ? 1 : 0);
  if (answers) engineRoundTrip.set({ engine }, (performance.now() - since) / 1_000);
  return answers;
}

async function lookAtLog({ log, replica, database }: Context, projection: boolean): Promise<void> {
  const partitions = Array.from({ length: log.partitions }, (_, partition) => partition);
  const tail = partitions.map((partition) => replica.tail.position(partition));
  const projected = projection ? await database.progress.find().toArray() : [];
  // The places are read before the ends, so that a reader that keeps up is behind by nothing or little, never ahead.
  const ends = await Promise.all(partitions.map(async (partition) => (await log.bounds(partition)).last));
  const behind = (places: readonly number[]) =>
    places.reduce((sum, place, partition) => sum + Math.max(0, (ends[partition] ?? 0) - place), 0);
  logEnd.set(ends.reduce((sum, end) => sum + end, 0));
  readerLag.set({ reader: 'tail' }, behind(tail));
  if (!projection) return;
  const places = new Map(projected.map(({ _id, sequence }) => [_id, sequence]));
  readerLag.set({ reader: 'projector' }, behind(partitions.map((partition) => places.get(String(partition)) ?? 0)));
}

async function lookAtOutboxes({ database }: Context): Promise<void> {
  const { communities, users, sessions, members, invites } = database;
  for (const model of [communities, users, sessions, members, invites] as unknown as Model<Outboxed>[]) {
    // The first condition lets the database use the index of documents that have something to publish.
    const waiting = { 'outbox.0': { $exists: true }, 'outbox.at': { $lt: Date.now() - OUTBOX_GRACE } };
    const count = await model.collection.countDocuments(waiting, { maxTimeMS: WITHIN });
    outboxBacklog.set({ collection: model.collection.collectionName }, count);
  }
}
