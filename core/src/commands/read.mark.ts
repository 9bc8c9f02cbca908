import { CozyError, compareIds, type ReadState } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import { partitionOf } from '../log/subjects.ts';
import { readState } from '../state/readStates.ts';
import type { Grant, Handler } from './command.ts';

/** Milliseconds to wait for mentions that are on their way to the database. */
const WAIT = 1_000;

export const markRead: Handler<'read.mark'> = async (context, { message_id }, grant) => {
  await appendMark(context, grant, message_id);
  return {};
};

/**
 * Moves someone's marker in a channel forward. When this returns, it is durable.
 *
 * @throws CozyError LOG_UNAVAILABLE.
 */
export async function appendMark(
  context: Context,
  { actor, channel, community, membership }: Pick<Grant<'read.mark'>, 'actor' | 'channel' | 'community' | 'membership'>,
  messageId: string,
): Promise<void> {
  const { log, database, progress, replica, nextId } = context;
  const head = channel.last_message_id;
  // A marker beyond the newest message would hide messages that are yet to come.
  const newest = head ?? nextId();
  const last_message_id = compareIds(messageId, newest) > 0 ? newest : messageId;
  let data: ReadState = { channel_id: channel.id, last_message_id, mention_count: 0 };
  if (head && compareIds(last_message_id, head) < 0) {
    try {
      const partition = partitionOf(channel.community_id, log.partitions);
      await progress.reach(partition, replica.tail.position(partition), WAIT);
      const filter = { user_id: actor.user.id, channel_id: channel.id, message_id: { $gt: last_message_id } };
      const unread = await database.mentions.distinct('message_id', filter);
      const wide = community.wideMentions.unread(membership, channel.id, last_message_id);
      data = readState(channel.id, { last_message_id }, [...unread, ...wide]);
    } catch (error) {
      // The marker itself needs no database: without it the count is right again at the next READY.
      const behind = error instanceof CozyError && error.code === 'PROJECTION_BEHIND';
      if (!behind && !isDatabaseUnavailable(error)) throw error;
    }
  }
  await log.append({ owner: { kind: 'u', id: actor.user.id }, name: 'READ_STATE_UPDATE', data }, nextId());
}
