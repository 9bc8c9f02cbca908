import { type Channel, CozyError, type Message, snowflakeTime } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { partitionOf } from '../log/subjects.ts';
import { readMessages } from '../projection/readMessages.ts';
import type { CommunityState } from './communityState.ts';
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

/**
 * Gives a message as a page of history would, waiting for the projection if it is younger.
 *
 * @param me whose reactions and votes are marked as their own.
 * @throws CozyError UNKNOWN_MESSAGE when the channel has no such message, PROJECTION_BEHIND.
 */
export async function wholeMessage(context: Context, channel: Channel, id: string, me: string): Promise<Message> {
  await accessMessage(context, channel, id);
  const { replica, places, progress, log } = context;
  if (replica.recentMessages.has(id)) {
    const partition = partitionOf(channel.community_id, log.partitions);
    await progress.reach(partition, replica.tail.position(partition), WAIT);
  }
  const key = await places.keyOf(channel.id, id);
  const [message] = key === null ? [] : await readMessages(context, { _id: key, deleted: false }, 1, me);
  if (!message) throw new CozyError('UNKNOWN_MESSAGE');
  return message;
}

/** Appends the deletion of a message to the log; that of one message is one event, also when two delete it at once. */
export async function appendDeletion(
  { log }: Context,
  community: CommunityState,
  { id, channel_id, thread_id, author, mentions: named }: RecentMessage,
): Promise<void> {
  // Whom it named has one unread mention less, also where the message itself is not in view.
  const mentions = named.filter((userId) => userId !== author.id);
  const whom = { ...(mentions.length > 0 && { mentions }), ...community.wideMentions.of(id) };
  await log.append(
    {
      owner: { kind: 'c', id: community.id },
      channelId: channel_id,
      name: 'MESSAGE_DELETE',
      data: { id, channel_id, community_id: community.id, ...whom, ...(thread_id && { thread_id }) },
    },
    `delete:${id}`,
  );
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
