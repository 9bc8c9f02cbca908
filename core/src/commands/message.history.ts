import { type Channel, type CommandInput, CozyError } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { partitionOf } from '../log/subjects.ts';
import { keysOfChannel } from '../projection/messagePlaces.ts';
import { readMessages } from '../projection/readMessages.ts';
import type { Handler } from './command.ts';

/** Messages of a page when the request names no limit. */
const DEFAULT_LIMIT = 50;
/** Milliseconds to wait for the projection to reach the request's cursor. */
const WAIT = 5_000;

export const messageHistory: Handler<'message.history'> = async (context, input, { actor, channel }) => {
  const { before, after, around, thread_id, limit = DEFAULT_LIMIT, at } = input;
  if ([before, after, around].filter(Boolean).length > 1) {
    throw new CozyError('INVALID_INPUT', { errors: { '/': 'Give one of before, after and around, not several.' } });
  }
  const partition = partitionOf(channel.community_id, context.log.partitions);
  await context.progress.reachCursors(at, partition, WAIT);

  const me = actor.user.id;
  if (input.sort === 'active') return { messages: await activePosts(context, channel, input, me) };
  const listId = thread_id ?? channel.id;
  const { $gte: begin, $lt: end } = keysOfChannel(listId);
  // Who may see the channel need not see the thread of another.
  const shown = { deleted: false, ...(thread_id && { channel_id: channel.id }) };
  const older = (bound: object, count: number) =>
    readMessages(context, { _id: { $gte: begin, ...bound }, ...shown }, count, me);
  const newer = async (key: string, count: number) =>
    (await readMessages(context, { _id: { $gt: key, $lt: end }, ...shown }, count, me, 1)).reverse();
  const find = (id: string) => context.places.find(channel.id, id, listId);

  if (before) return { messages: await older({ $lt: await find(before) }, limit) };
  if (after) return { messages: await newer(await find(after), limit) };
  if (around) {
    const middle = await find(around);
    const half = Math.ceil(limit / 2);
    const [later, earlier] = await Promise.all([newer(middle, limit - half), older({ $lte: middle }, half)]);
    return { messages: [...later, ...earlier] };
  }
  return { messages: await older({ $lt: end }, limit) };
};

// The posts of a feed; elsewhere the messages that have begun a thread.
async function activePosts(
  context: Context,
  channel: Channel,
  { before, after, around, thread_id, before_activity, limit = DEFAULT_LIMIT }: CommandInput<'message.history'>,
  me: string,
) {
  if (before || after || around || thread_id) {
    const sentence = 'Sorted by activity, a channel is paged by before_activity.';
    throw new CozyError('INVALID_INPUT', { errors: { '/sort': sentence } });
  }
  const posts = {
    channel_id: channel.id,
    'thread.sequence': { $gt: 0, ...(before_activity && { $lt: before_activity }) },
    deleted: false,
  };
  return readMessages(context, posts, limit, me, { 'thread.sequence': -1 });
}
