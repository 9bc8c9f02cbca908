import { joinedBy } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const listExpressions: Handler<'expression.list'> = async (context, _input, { actor }) => {
  const joined = await joinedBy(context, actor, false);
  const communities = joined
    .filter(({ community: { emojis, stickers } }) => emojis.length + stickers.length > 0)
    .map(({ community: { id, emojis, stickers } }) => ({
      community_id: id,
      emojis: [...emojis],
      stickers: [...stickers],
    }));
  return { communities };
};
