import { accessMessage } from '../state/messages.ts';
import type { Handler } from './command.ts';

export const removeReaction: Handler<'reaction.remove'> = async (context, input, { actor, channel }) => {
  const { message_id, channel_id, emoji } = input;
  await accessMessage(context, channel, message_id);
  const data = { community_id: channel.community_id, channel_id, message_id, user_id: actor.user.id, emoji };
  await context.log.append(
    { owner: { kind: 'c', id: channel.community_id }, channelId: channel_id, name: 'MESSAGE_REACTION_REMOVE', data },
    context.nextId(),
  );
  return {};
};
