import { changeSide } from '../state/conversations.ts';
import type { Handler } from './command.ts';

export const acceptConversation: Handler<'direct.accept'> = async (context, { community_id }, grant) => {
  await changeSide(context, community_id, grant.actor.user.id, ({ request: _accepted, ...side }) => side);
  return { community: grant.community.view(grant.membership) };
};
