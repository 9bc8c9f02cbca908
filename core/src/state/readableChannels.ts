import { type Channel, CozyError } from '@cozy/protocol';
import type { Context } from '../context.ts';

/**
 * Finds every channel that someone may see and read the past of, in all their communities.
 *
 * @returns the channels by id.
 */
export async function readableChannels({ database, replica }: Context, userId: string): Promise<Map<string, Channel>> {
  const memberships = await database.members.find({ user_id: userId, left: false }, { community_id: 1 }).lean();
  const channels = new Map<string, Channel>();
  await Promise.all(
    memberships.map(async ({ community_id }) => {
      try {
        const community = await replica.community(community_id);
        const membership = await replica.membership(community, userId);
        if (membership) for (const channel of community.readableChannels(membership)) channels.set(channel.id, channel);
      } catch (error) {
        // A deleted community whose memberships are not cleared away yet.
        if (!(error instanceof CozyError) || error.code !== 'UNKNOWN_COMMUNITY') throw error;
      }
    }),
  );
  return channels;
}
