import { compareIds } from '@cozy/protocol';
import { catchUp } from '../projection/catchUp.ts';
import { keysOfChannel } from '../projection/messagePlaces.ts';
import { readMessages } from '../projection/readMessages.ts';
import { readableChannels } from '../state/readableChannels.ts';
import type { Handler } from './command.ts';

/** Posts of a page when the request names no limit. */
const DEFAULT_LIMIT = 25;

export const homeFeed: Handler<'feed.home'> = async (context, { before, limit = DEFAULT_LIMIT }, { actor }) => {
  const feeds = [...(await readableChannels(context, actor)).values()].filter(({ type }) => type === 'feed');
  // Who was told of a post finds it here.
  await Promise.all([...new Set(feeds.map(({ community_id }) => community_id))].map((id) => catchUp(context, id)));
  // Of the newest posts of all, each is among the newest of its feed; each feed is a range of the primary index.
  const pages = feeds.map(async ({ id }) => {
    const { $gte, $lt: end } = keysOfChannel(id);
    const $lt = before ? await context.places.find(id, before) : end;
    return readMessages(context, { _id: { $gte, $lt }, deleted: false }, limit, actor.user.id);
  });
  const posts = (await Promise.all(pages)).flat().filter((post) => !before || compareIds(post.id, before) < 0);
  return { messages: posts.sort((a, b) => compareIds(b.id, a.id)).slice(0, limit) };
};
