import { compareIds } from '@cozy/protocol';
import { isDatabaseUnavailable } from '../database/unavailable.ts';
import type { Handler } from './command.ts';

export const markRead: Handler<'read.mark'> = async ({ log, database, nextId }, input, { actor, channel }) => {
  const { channel_id, message_id } = input;
  const head = channel.last_message_id;
  // A marker beyond the newest message would hide messages that are yet to come.
  const last_message_id = head && compareIds(message_id, head) > 0 ? head : message_id;
  let mention_count = 0;
  if (head && compareIds(last_message_id, head) < 0) {
    try {
      const unread = { user_id: actor.user.id, channel_id, message_id: { $gt: last_message_id } };
      mention_count = await database.mentions.countDocuments(unread);
    } catch (error) {
      // The marker itself needs no database: without it the count is right again at the next READY.
      if (!isDatabaseUnavailable(error)) throw error;
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
