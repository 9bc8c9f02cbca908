import { CozyError } from '@cozy/protocol';
import { assertNothingAsked } from '../state/joining.ts';
import { join } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const joinCommunity: Handler<'community.join'> = async (context, { community_id }, { actor }) => {
  const { replica } = context;
  const community = await replica.community(community_id);
  const present = await replica.membership(community, actor.user.id);
  if (present) return { community: community.view(present) };
  // One that is not public is said not to exist.
  if (community.privacy !== 'public') throw new CozyError('UNKNOWN_COMMUNITY');
  assertNothingAsked(community);
  return { community: community.view(await join(context, community, actor.user, [])) };
};
