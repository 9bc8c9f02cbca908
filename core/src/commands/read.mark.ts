import { CozyError, compareIds } from '@cozy/protocol';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import { partitionOf } from '../log/subjects.ts';
import type { Handler } from './command.ts';

/** Milliseconds to wait for mentions that are on their way to the database. */
const WAIT = 1_000;

export const markRead: Handler<'read.mark'> = async (context, input, { actor, channel }) => {
  const { log, database, progress, replica, nextId } = context;
  const { channel_id, message_id } = input;
  const head = channel.last_message_id;
  // A marker beyond the newest message would hide messages that are yet to come.
  const newest = head ?? nextId();
  const last_message_id = compareIds(message_id, newest) > 0 ? newest : message_id;
  let mention_count = 0;
  if (head && compareIds(last_message_id, head) < 0) {
    try {
      const partition = partitionOf(channel.community_id, log.partitions);
      await progress.reach(partition, replica.tail.position(partition), WAIT);
      const unread = { user_id: actor.user.id, channel_id, message_id: { $gt: last_message_id } };
      mention_count = await database.mentions.countDocuments(unread);
    } catch (error) {
      // The marker itself needs no database: without it the count is right again at the next READY.
      const behind = error instanceof CozyError && error.code === 'PROJECTION_BEHIND';
      if (!behind && !isDatabaseUnavailable(error)) throw error;
    }
  }
  await log.append(
    {
      owner: { kind: 'u', id: actor.user.id },
      name: 'READ_STATE_UPDATE',
      data: { channel_id, last_message_id, mention_count },
    },
    nextId(),
  );
  return {};
};
