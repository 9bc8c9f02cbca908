import { accessThread, changeFollow } from '../state/threads.ts';
import type { Handler } from './command.ts';

export const unfollowThread: Handler<'thread.unfollow'> = async (context, { thread_id }, { actor, channel }) => {
  const thread = await accessThread(context, channel, thread_id, actor.user.id);
  await changeFollow(context, actor.user.id, thread, { following: false });
  return {};
};
