import { type Channel, CozyError, snowflakeTime } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { partitionOf } from '../log/subjects.ts';
import type { RecentMessage } from './replica.ts';

/** Milliseconds of age up to which a message that is not found may still be on its way to the database. */
const FRESH = 60_000;
/** Milliseconds to wait for it. */
const WAIT = 3_000;

/**
 * Finds a message by what has just gone by, then in the projection. One that is younger than the projection is waited
 * for.
 *
 * @throws CozyError UNKNOWN_MESSAGE when the channel has no such message.
 */
export async function accessMessage(context: Context, channel: Channel, id: string): Promise<RecentMessage> {
  const recent = context.replica.recentMessages.get(id);
  if (recent && recent.channel_id !== channel.id) throw new CozyError('UNKNOWN_MESSAGE');
  const found = await find(context, channel, id);
  if (found) return found;
  if (Math.abs(Date.now() - snowflakeTime(id)) < FRESH) {
    const partition = partitionOf(channel.community_id, context.log.partitions);
    const { last } = await context.log.bounds(partition);
    await context.progress.reach(partition, last, WAIT);
    const late = await find(context, channel, id);
    if (late) return late;
  }
  throw new CozyError('UNKNOWN_MESSAGE');
}

async function find(
  { replica, database, places }: Context,
  channel: Channel,
  id: string,
): Promise<RecentMessage | null> {
  const recent = replica.recentMessages.get(id);
  if (recent?.channel_id === channel.id) return recent;
  const key = await places.keyOf(channel.id, id);
  return key === null ? null : await database.messages.findOne({ _id: key, deleted: false });
}
