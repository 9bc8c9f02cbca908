import { compareIds } from '@cozy/protocol';
import { changeFollow } from '../state/threads.ts';
import type { Handler } from './command.ts';

export const markThread: Handler<'thread.mark'> = async (context, input, { actor, channel }) => {
  const { thread_id, message_id } = input;
  // A marker beyond now would hide replies that are yet to come.
  const now = context.nextId();
  const last_read_id = compareIds(message_id, now) > 0 ? now : message_id;
  const place = { id: thread_id, channel_id: channel.id, community_id: channel.community_id };
  await changeFollow(context, actor.user.id, place, { last_read_id });
  return {};
};
