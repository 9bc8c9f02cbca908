import { CozyError } from '@cozy/protocol';
import { leave } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const leaveCommunity: Handler<'member.leave'> = async (context, { community_id }, { actor, community }) => {
  if (community.owner_id === actor.user.id) throw new CozyError('OWNER_CANNOT_LEAVE');
  await leave(context, community_id, actor.user.id);
  return {};
};
