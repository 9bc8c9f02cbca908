import type { Member } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { MemberDocument } from '../database/documents.ts';
import type { CommunityState } from './communityState.ts';

/**
 * Reads members of a community by the age of their accounts.
 *
 * @param which those with these ids, or a page that begins after an id; all by default.
 * @param limit how many at most.
 */
export async function readMembers(
  { database, users }: Pick<Context, 'database' | 'users'>,
  community: CommunityState,
  which: { ids?: string[] | undefined; after?: string | undefined },
  limit: number,
): Promise<Member[]> {
  const { ids, after } = which;
  const chosen = ids ? { user_id: { $in: ids } } : after && { user_id: { $gt: after } };
  const documents = (await database.members
    .find({ community_id: community.id, left: false, ...chosen })
    .sort({ user_id: 1 })
    .limit(limit)
    .lean()) as MemberDocument[];
  const known = await users.publicOf(documents.map((document) => document.user_id));
  return documents.flatMap((document) => {
    const user = known.get(document.user_id);
    return user ? [community.member(document, user)] : [];
  });
}
