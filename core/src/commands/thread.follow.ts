import { accessThread, changeFollow } from '../state/threads.ts';
import type { Handler } from './command.ts';

export const followThread: Handler<'thread.follow'> = async (context, { thread_id }, { actor, channel }) => {
  const thread = await accessThread(context, channel, thread_id, actor.user.id);
  if (thread.following) return {};
  // Who begins to follow has what there is before them.
  const { last_reply_id } = thread.summary;
  const change = { following: true, ...(last_reply_id && { last_read_id: last_reply_id }) };
  await changeFollow(context, actor.user.id, thread, change);
  return {};
};
