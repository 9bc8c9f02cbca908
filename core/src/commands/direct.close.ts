import { changeSide } from '../state/conversations.ts';
import type { Handler } from './command.ts';

export const closeConversation: Handler<'direct.close'> = async (context, { community_id }, { actor, community }) => {
  // What the caller was told by another node, or has said a moment ago, is closed, too.
  await context.replica.reachedEnd(community_id);
  const [channel] = community.channels.values();
  const closed = channel?.last_message_id;
  // One without a message is not listed.
  if (closed) await changeSide(context, community_id, actor.user.id, (side) => ({ ...side, closed }));
  return {};
};
