import { changeSide } from '../state/conversations.ts';
import type { Handler } from './command.ts';

export const refuseConversation: Handler<'direct.refuse'> = async (context, { community_id }, { actor }) => {
  // Who has accepted it blocks the other instead.
  await changeSide(context, community_id, actor.user.id, (side) =>
    side.request ? { ...side, request: 'refused' } : side,
  );
  return {};
};
