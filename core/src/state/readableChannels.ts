import { type Channel, CozyError, type Scope } from '@cozy/protocol';
import type { Actor } from '../commands/command.ts';
import type { Context } from '../context.ts';

/**
 * Finds every channel that someone may see and read the past of, in all their communities.
 *
 * @param scope that a bot needs for it.
 * @returns the channels by id.
 */
export async function readableChannels(
  context: Context,
  { user, boundTo }: Pick<Actor, 'user' | 'boundTo'>,
  scope?: Scope,
): Promise<Map<string, Channel>> {
  const { members } = context.database;
  const here = boundTo && { community_id: boundTo };
  const joined = await members.distinct('community_id', { user_id: user.id, left: false, ...here });
  const all = await Promise.all(joined.map((id) => readableIn(context, id, { user }, scope)));
  return new Map(all.flatMap((channels) => channels ?? []).map((channel) => [channel.id, channel]));
}

/** Those of one community; null when the account is not in it, or there is none. */
export async function readableIn(
  { replica }: Context,
  communityId: string,
  { user, boundTo = communityId }: Pick<Actor, 'user' | 'boundTo'>,
  scope?: Scope,
): Promise<Channel[] | null> {
  if (boundTo !== communityId) return null;
  try {
    const community = await replica.community(communityId);
    const membership = await replica.membership(community, user.id);
    return membership && community.readableChannels(membership, scope);
  } catch (error) {
    // A deleted community whose memberships are not cleared away yet.
    if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return null;
    throw error;
  }
}
