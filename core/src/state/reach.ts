import { type ContactPrivacy, CozyError, DEFAULT_PRIVACY } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { refuseBlocked } from './relationships.ts';

/**
 * Tells whether someone has chosen to hear from another.
 *
 * @param from who wants to reach them.
 * @param to whom they want to reach.
 * @param by which of their choices counts.
 * @returns `freely` when their choice covers it, `asking` when it does not, `never` when they let nobody.
 * @throws CozyError REFUSED_BY_PERSON or BLOCKED_BY_YOU when one of the two has blocked the other; UNAUTHENTICATED when
 *   `to` does not exist.
 */
export async function reachOf(
  context: Context,
  from: string,
  to: string,
  by: keyof ContactPrivacy,
): Promise<'freely' | 'asking' | 'never'> {
  const [pair, document] = await Promise.all([context.relationships.between(from, to), context.users.load(to)]);
  refuseBlocked(pair, from);
  const { [by]: allowed } = document.privacy ?? DEFAULT_PRIVACY;
  if (allowed === 'nobody') return 'never';
  if (allowed === 'everyone' || pair.friends) return 'freely';
  return allowed === 'communities' && (await shareCommunity(context, from, to)) ? 'freely' : 'asking';
}

/**
 * Refuses to add someone to a group who has not chosen to let one.
 *
 * @throws CozyError REFUSED_BY_PERSON, BLOCKED_BY_YOU.
 */
export async function assertMayAdd(context: Context, from: string, to: string): Promise<void> {
  if ((await reachOf(context, from, to, 'groups')) !== 'freely') throw new CozyError('REFUSED_BY_PERSON');
}

async function shareCommunity({ database: { members } }: Context, one: string, other: string): Promise<boolean> {
  const inCommunity = { left: false, kind: { $exists: false } };
  const ids = await members.distinct('community_id', { ...inCommunity, user_id: one });
  return (await members.exists({ ...inCommunity, user_id: other, community_id: { $in: ids } })) !== null;
}
