import { CozyError, LIMITS } from '@cozy/protocol';
import { accessMessage } from '../state/messages.ts';
import { setReaction } from '../state/reactions.ts';
import type { Handler } from './command.ts';

export const addReaction: Handler<'reaction.add'> = async (context, { message_id, emoji }, { actor, channel }) => {
  await accessMessage(context, channel, message_id);
  const used = await context.database.reactions.distinct('emoji', { message_id, removed: false });
  if (used.length >= LIMITS.reactionsPerMessage && !used.includes(emoji)) {
    throw new CozyError('LIMIT_REACHED', {
      message: `A message can have ${LIMITS.reactionsPerMessage} different reactions.`,
    });
  }
  await setReaction(context, channel, { message_id, emoji, user_id: actor.user.id }, true);
  return {};
};
