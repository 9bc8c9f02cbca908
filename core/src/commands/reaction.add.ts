import { CozyError, LIMITS } from '@cozy/protocol';
import { accessMessage } from '../state/messages.ts';
import type { Handler } from './command.ts';

export const addReaction: Handler<'reaction.add'> = async (context, input, { actor, channel }) => {
  const { message_id, channel_id, emoji } = input;
  await accessMessage(context, channel, message_id);
  const used = await context.database.reactions.distinct('emoji', { message_id });
  if (used.length >= LIMITS.reactionsPerMessage && !used.includes(emoji)) {
    throw new CozyError('LIMIT_REACHED', {
      message: `A message can have ${LIMITS.reactionsPerMessage} different reactions.`,
    });
  }
  const data = { community_id: channel.community_id, channel_id, message_id, user_id: actor.user.id, emoji };
  await context.log.append(
    { owner: { kind: 'c', id: channel.community_id }, channelId: channel_id, name: 'MESSAGE_REACTION_ADD', data },
    context.nextId(),
  );
  return {};
};
