import type { MemberDocument } from '../database/documents.ts';
import type { Handler } from './command.ts';

export const listMembers: Handler<'member.list'> = async ({ database, users }, input, { community }) => {
  const { community_id, after, limit = 100 } = input;
  const documents = (await database.members
    .find({ community_id, left: false, ...(after && { user_id: { $gt: after } }) })
    .sort({ user_id: 1 })
    .limit(limit)
    .lean()) as MemberDocument[];
  const known = await users.publicOf(documents.map((document) => document.user_id));
  const members = documents.flatMap((document) => {
    const user = known.get(document.user_id);
    return user ? [community.member(document, user)] : [];
  });
  return { members };
};
