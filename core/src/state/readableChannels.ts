import { type Channel, CozyError } from '@cozy/protocol';
import type { Context } from '../context.ts';

/**
 * Finds every channel that someone may see and read the past of, in all their communities.
 *
 * @returns the channels by id.
 */
export async function readableChannels(context: Context, userId: string): Promise<Map<string, Channel>> {
  const { members } = context.database;
  const joined = await members.distinct('community_id', { user_id: userId, left: false });
  const all = await Promise.all(joined.map((id) => readableIn(context, id, userId)));
  return new Map(all.flatMap((channels) => channels ?? []).map((channel) => [channel.id, channel]));
}

/** Those of one community; null when the account is not in it, or there is none. */
export async function readableIn({ replica }: Context, communityId: string, userId: string): Promise<Channel[] | null> {
  try {
    const community = await replica.community(communityId);
    const membership = await replica.membership(community, userId);
    return membership && community.readableChannels(membership);
  } catch (error) {
    // A deleted community whose memberships are not cleared away yet.
    if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return null;
    throw error;
  }
}
