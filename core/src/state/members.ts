import type { Member, User } from '@cozy/protocol';
import type { QueryFilter } from 'mongoose';
import type { Context } from '../context.ts';
import type { MemberDocument } from '../database/documents.ts';
import { literalPattern } from '../database/pattern.ts';
import type { CommunityState } from './communityState.ts';

/**
 * A name without what does not count when names are ordered or looked for: case, and ways to write the same letter.
 * The same in every locale.
 */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/**
 * The names by which a member is found, folded, each once. The first is the one that is shown, which orders the list.
 *
 * @param nick in the community, or null.
 */
export function memberNames(
  { username, display_name }: Pick<User, 'username' | 'display_name'>,
  nick: string | null,
): string[] {
  return [...new Set([nick ?? display_name, display_name, username].map(foldName))];
}

/**
 * Reads members of a community by the age of their accounts.
 *
 * @param which those with these ids, those of whose names one begins with a text (the shortest such names, when there
 *   are too many), or a page, also of those with a role, that begins after an id; all by default.
 * @param limit how many at most.
 */
export async function readMembers(
  { database, users }: Pick<Context, 'database' | 'users'>,
  community: CommunityState,
  which: {
    ids?: readonly string[] | undefined;
    query?: string | undefined;
    after?: string | undefined;
    role?: string | undefined;
  },
  limit: number,
): Promise<Member[]> {
  const found = database.members
    .find({ community_id: community.id, left: false, ...chosen(which) } as QueryFilter<MemberDocument>)
    .limit(limit);
  // With a query the index is walked by name, and no more of it is read than is wanted.
  const documents = (await (which.query ? found : found.sort({ user_id: 1 })).lean()) as MemberDocument[];
  const known = await users.publicOf(documents.map((document) => document.user_id));
  return documents.flatMap((document) => {
    const user = known.get(document.user_id);
    return user ? [community.member(document, user)] : [];
  });
}

function chosen({ ids, query, after, role }: Parameters<typeof readMembers>[2]): QueryFilter<MemberDocument> {
  if (ids) return { user_id: { $in: [...ids] } };
  // What people type is a beginning of a name. An anchored pattern is a range of the index.
  if (query) return { names: { $regex: `^${literalPattern(foldName(query))}` } };
  return { ...(after && { user_id: { $gt: after } }), ...(role && { roles: role }) };
}
