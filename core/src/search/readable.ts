import { type Channel, CozyError, hasPermission } from '@cozy/protocol';
import { authorize } from '../commands/authorize.ts';
import type { Caller } from '../commands/command.ts';
import type { Context } from '../context.ts';

/** Where a search looks: one channel, one community, or everywhere. */
export interface SearchPlace {
  community_id?: string | undefined;
  channel_id?: string | undefined;
}

/**
 * The channels whose history an account may read at this moment.
 *
 * @throws CozyError UNKNOWN_COMMUNITY, UNKNOWN_CHANNEL or MISSING_PERMISSION when the one place is closed to it.
 */
export async function readableChannels(context: Context, place: SearchPlace, caller: Caller): Promise<Channel[]> {
  const { channel_id, community_id } = place;
  if (channel_id) {
    const { channel } = await authorize(context, 'message.history', { channel_id }, caller);
    if (community_id && channel.community_id !== community_id) throw new CozyError('UNKNOWN_CHANNEL');
    return [channel];
  }
  const userId = caller.actor?.user.id ?? '';
  if (community_id) {
    const channels = await readableIn(context, community_id, userId);
    if (!channels) throw new CozyError('UNKNOWN_COMMUNITY');
    return channels;
  }
  const joined = await context.database.members.distinct('community_id', { user_id: userId, left: false });
  const all = await Promise.all(joined.map((id) => readableIn(context, id, userId)));
  return all.flatMap((channels) => channels ?? []);
}

/** Those of one community; null when the account is not in it, or there is none. */
async function readableIn({ replica }: Context, communityId: string, userId: string): Promise<Channel[] | null> {
  try {
    const community = await replica.community(communityId);
    const membership = await replica.membership(community, userId);
    if (!membership) return null;
    return [...community.channels.values()].filter((channel) => {
      const permissions = community.permissions(membership, channel);
      return hasPermission(permissions, 'VIEW_CHANNEL') && hasPermission(permissions, 'READ_MESSAGE_HISTORY');
    });
  } catch (error) {
    // A deleted community whose memberships are not cleared away yet.
    if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return null;
    throw error;
  }
}
