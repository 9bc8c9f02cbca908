import { CozyError } from '@cozy/protocol';
import { partitionOf } from '../log/subjects.ts';
import { keysOfChannel } from '../projection/messagePlaces.ts';
import { readMessages } from '../projection/readMessages.ts';
import type { Handler } from './command.ts';

/** Messages of a page when the request names no limit. */
const DEFAULT_LIMIT = 50;
/** Milliseconds to wait for the projection to reach the request's cursor. */
const WAIT = 5_000;

export const messageHistory: Handler<'message.history'> = async (context, input, { actor, channel }) => {
  const { before, after, around, limit = DEFAULT_LIMIT, at } = input;
  if ([before, after, around].filter(Boolean).length > 1) {
    throw new CozyError('INVALID_INPUT', { errors: { '/': 'Give one of before, after and around, not several.' } });
  }
  const partition = partitionOf(channel.community_id, context.log.partitions);
  await context.progress.reachCursors(at, partition, WAIT);

  const { $gte: begin, $lt: end } = keysOfChannel(channel.id);
  const me = actor.user.id;
  const older = (bound: object, count: number) =>
    readMessages(context, { _id: { $gte: begin, ...bound }, deleted: false }, count, me);
  const newer = async (key: string, count: number) =>
    (await readMessages(context, { _id: { $gt: key, $lt: end }, deleted: false }, count, me, 1)).reverse();

  if (before) return { messages: await older({ $lt: await context.places.find(channel.id, before) }, limit) };
  if (after) return { messages: await newer(await context.places.find(channel.id, after), limit) };
  if (around) {
    const middle = await context.places.find(channel.id, around);
    const half = Math.ceil(limit / 2);
    const [later, earlier] = await Promise.all([newer(middle, limit - half), older({ $lte: middle }, half)]);
    return { messages: [...later, ...earlier] };
  }
  return { messages: await older({ $lt: end }, limit) };
};
