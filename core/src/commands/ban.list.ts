import type { Ban } from '@cozy/protocol';
import type { QueryFilter } from 'mongoose';
import type { MemberDocument } from '../database/documents.ts';
import type { Handler } from './command.ts';

export const listBans: Handler<'ban.list'> = async ({ database, users }, { community_id, before, limit = 50 }) => {
  const time = before === undefined ? { $exists: true } : { $exists: true, $lt: before };
  const documents = await database.members
    .find({ community_id, 'ban.created_at': time } as QueryFilter<MemberDocument>)
    .sort({ 'ban.created_at': -1 })
    .limit(limit)
    .lean<MemberDocument[]>();
  const known = await users.publicOf(documents.flatMap(({ user_id, ban }) => [user_id, ban?.actor_id ?? user_id]));
  const bans = documents.flatMap(({ user_id, ban }): Ban[] => {
    const user = known.get(user_id);
    return user && ban ? [{ user, ...ban }] : [];
  });
  return { bans, users: [...known.values()] };
};
