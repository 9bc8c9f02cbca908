import { accessThread } from '../state/threads.ts';
import type { Handler } from './command.ts';

export const getThread: Handler<'thread.get'> = async (context, { thread_id }, { actor, channel }) => ({
  thread: await accessThread(context, channel, thread_id, actor.user.id),
});
