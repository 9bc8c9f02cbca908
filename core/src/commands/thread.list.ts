import type { Thread } from '@cozy/protocol';
import { catchUp } from '../projection/catchUp.ts';
import { readableChannels } from '../state/readableChannels.ts';
import { readThread } from '../state/threads.ts';
import type { Handler } from './command.ts';

/** Threads of a page when the request names no limit. */
const DEFAULT_LIMIT = 25;
/** Newest replies that are given with each. */
const REPLIES = 2;

export const listThreads: Handler<'thread.list'> = async (context, { before, limit = DEFAULT_LIMIT }, { actor }) => {
  const me = actor.user.id;
  const channels = await readableChannels(context, actor);
  const communities = new Set([...channels.values()].map(({ community_id }) => community_id));
  await Promise.all([...communities, me].map((id) => catchUp(context, id)));
  const followed = context.database.threadFollows.find({
    user_id: me,
    following: true,
    // What was followed may be hidden by now.
    channel_id: { $in: [...channels.keys()] },
    ...(before && { last_reply_id: { $lt: before } }),
  });
  const follows = await followed.sort({ last_reply_id: -1 }).limit(limit).toArray();
  const threads = follows.map((follow) =>
    readThread(context, { ...follow, id: follow.thread_id }, follow, me, REPLIES),
  );
  return { threads: (await Promise.all(threads)).filter((thread): thread is Thread => thread !== null) };
};
