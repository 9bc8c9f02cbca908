import { accessMessage } from '../state/messages.ts';
import { setReaction } from '../state/reactions.ts';
import type { Handler } from './command.ts';

export const removeReaction: Handler<'reaction.remove'> = async (context, input, { actor, channel }) => {
  const { message_id, emoji } = input;
  await accessMessage(context, channel, message_id);
  await setReaction(context, channel, { message_id, emoji, user_id: actor.user.id }, false);
  return {};
};
