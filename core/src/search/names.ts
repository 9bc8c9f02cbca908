import type { Channel } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { foldName } from '../state/members.ts';
import type { Names } from './query.ts';

/** People whom one name may mean; of more, some are left out. */
const NAMESAKES = 50;
const ID = /^[1-9]\d{16,19}$/;

/**
 * Reads names as a member means them: people of their communities, channels that they may read.
 *
 * @param channels those that are searched.
 * @param selfId whom `me` means.
 */
export function memberNamesOf({ database }: Context, channels: readonly Channel[], selfId: string): Names {
  const communities = [...new Set(channels.map(({ community_id }) => community_id))];
  return {
    people: async (name) => {
      if (name === 'me') return [selfId];
      if (ID.test(name)) return [name];
      const found = await database.members
        .find({ community_id: { $in: communities }, left: false, names: foldName(name) }, { user_id: 1 })
        .limit(NAMESAKES)
        .lean();
      // Who has left is still found by the one name that is theirs alone.
      const own = await database.users.findOne({ username: foldName(name) }, { _id: 1 }).lean();
      return [...new Set([...found.map(({ user_id }) => user_id), ...(own ? [own._id] : [])])];
    },
    channels: (name) => {
      const folded = foldName(name);
      return channels.filter((channel) => channel.id === name || foldName(channel.name) === folded).map(({ id }) => id);
    },
  };
}
