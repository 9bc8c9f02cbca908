import { CozyError } from '@cozy/protocol';
import { leave } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const removeFromGroup: Handler<'group.remove'> = async (context, { community_id, user_id }, grant) => {
  const { actor, community } = grant;
  if (community.owner_id !== actor.user.id) {
    throw new CozyError('FORBIDDEN', { message: 'Only who owns the group may remove people.' });
  }
  if (user_id === actor.user.id) throw new CozyError('OWNER_CANNOT_LEAVE', { message: 'Leave the group instead.' });
  await leave(context, community_id, user_id);
  return {};
};
