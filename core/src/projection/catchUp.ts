import type { Context } from '../context.ts';
import { partitionOf } from '../log/subjects.ts';

/** Milliseconds to wait for what is on its way to the database. */
const WAIT = 3_000;

/**
 * Waits until the projection holds what this process has seen of a community or an account; what is later is told by
 * events.
 *
 * @param id of the community or account.
 * @throws CozyError PROJECTION_BEHIND.
 */
export async function catchUp({ log, progress, replica }: Context, id: string): Promise<void> {
  const partition = partitionOf(id, log.partitions);
  await progress.reach(partition, replica.tail.position(partition), WAIT);
}
