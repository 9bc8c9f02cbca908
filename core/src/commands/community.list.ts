import { CozyError } from '@cozy/protocol';
import type { Handler } from './command.ts';

export const listCommunities: Handler<'community.list'> = async ({ database, replica }, _input, { actor }) => {
  const memberships = await database.members
    .find({ user_id: actor.user.id, left: false })
    .sort({ joined_at: 1 })
    .lean();
  const communities = await Promise.all(
    memberships.map(async (membership) => {
      try {
        return (await replica.community(membership.community_id)).view(membership);
      } catch (error) {
        // A deleted community whose memberships are not cleared away yet.
        if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return null;
        throw error;
      }
    }),
  );
  return { communities: communities.filter((community) => community !== null) };
};
