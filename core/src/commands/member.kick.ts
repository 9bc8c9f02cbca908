import { CozyError } from '@cozy/protocol';
import { leave } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const kickMember: Handler<'member.kick'> = async (
  context,
  { community_id, user_id },
  { community, membership },
) => {
  const target = await context.replica.membership(community, user_id);
  if (!target) throw new CozyError('UNKNOWN_MEMBER');
  if (community.rank(target) >= community.rank(membership)) throw new CozyError('ROLE_HIERARCHY');
  await leave(context, community_id, user_id);
  return {};
};
