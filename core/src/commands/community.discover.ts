import type { CommunityCard } from '@cozy/protocol';
import type { QueryFilter } from 'mongoose';
import type { CommunityDocument } from '../database/documents.ts';
import { literalPattern } from '../database/pattern.ts';
import type { Handler } from './command.ts';

/** Communities of one page. */
const PAGE = 24;

export const discoverCommunities: Handler<'community.discover'> = async ({ database }, { query, cursor }) => {
  const word = query && literalPattern(query.trim());
  const filter: QueryFilter<CommunityDocument> = {
    privacy: 'public',
    deleted: false,
    ...(word && { name: { $regex: `(^|\\s)${word}`, $options: 'i' } }),
    ...(cursor && { _id: { $lt: cursor } }),
  };
  const found = await database.communities
    .find(filter, { name: 1, description: 1, hue: 1 })
    .sort({ _id: -1 })
    .limit(PAGE + 1)
    .lean();
  const page = found.slice(0, PAGE);
  const communities = await Promise.all(
    page.map(async ({ _id: id, name, description, hue }): Promise<CommunityCard> => {
      const member_count = await database.members.countDocuments({ community_id: id, left: false });
      return { id, name, description, hue, member_count };
    }),
  );
  return { communities, cursor: found.length > PAGE ? page.at(-1)!._id : null };
};
