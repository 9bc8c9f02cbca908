import { CozyError, customReaction, LIMITS } from '@cozy/protocol';
import { accessMessage } from '../state/messages.ts';
import { setReaction } from '../state/reactions.ts';
import type { Handler } from './command.ts';

export const addReaction: Handler<'reaction.add'> = async (context, { message_id, emoji }, grant) => {
  const { actor, channel, community } = grant;
  await accessMessage(context, channel, message_id);
  const used = await context.database.reactions.distinct('emoji', { message_id, removed: false });
  const custom = customReaction(emoji);
  if (custom) {
    const known = community.emojis.find(({ id }) => id === custom.id);
    // One that was renamed meanwhile stays the same reaction.
    if (!known || (known.name !== custom.name && !used.includes(emoji))) throw new CozyError('UNKNOWN_EMOJI');
  }
  if (used.length >= LIMITS.reactionsPerMessage && !used.includes(emoji)) {
    throw new CozyError('LIMIT_REACHED', {
      message: `A message can have ${LIMITS.reactionsPerMessage} different reactions.`,
    });
  }
  await setReaction(context, channel, { message_id, emoji, user_id: actor.user.id }, true);
  return {};
};
