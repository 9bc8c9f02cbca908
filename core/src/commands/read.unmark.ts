import { compareIds, LIMITS } from '@cozy/protocol';
import { catchUp } from '../projection/catchUp.ts';
import { keysOfChannel } from '../projection/messagePlaces.ts';
import { readState } from '../state/readStates.ts';
import type { Handler } from './command.ts';

export const markUnread: Handler<'read.unmark'> = async (context, { message_id }, grant) => {
  const { actor, channel, community, membership } = grant;
  const { log, database, places, nextId } = context;
  await catchUp(context, channel.community_id);
  // Beyond the newest message nothing can be unread; and a marker there would hide messages that are yet to come.
  const newest = channel.last_message_id ?? message_id;
  const first = compareIds(message_id, newest) > 0 ? newest : message_id;
  const named = await database.messages
    .find(
      {
        _id: { ...keysOfChannel(channel.id), $gte: await places.find(channel.id, first) },
        mentions: actor.user.id,
        deleted: false,
        'author.id': { $ne: actor.user.id },
      },
      { projection: { id: 1 } },
    )
    .sort({ _id: -1 })
    .limit(LIMITS.mentionsListed)
    .toArray();
  const mark = { last_message_id: String(BigInt(first) - 1n), epoch: nextId() };
  const wide = community.wideMentions.unread(membership, channel.id, mark.last_message_id);
  const data = readState(channel.id, mark, [...named.map(({ id }) => id), ...wide]);
  await log.append({ owner: { kind: 'u', id: actor.user.id }, name: 'READ_STATE_UPDATE', data }, nextId());
  return {};
};
