import { CozyError } from '@cozy/protocol';
import { partitionOf } from '../log/subjects.ts';
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

  const inChannel = { channel_id: channel.id, deleted: false };
  const me = actor.user.id;
  const older = (sequence: object, count: number) => readMessages(context, { ...inChannel, sequence }, count, me);
  const newer = async (sequence: object, count: number) =>
    (await readMessages(context, { ...inChannel, sequence }, count, me, 1)).reverse();

  if (before) return { messages: await older({ $lt: await sequenceOf(context, channel.id, before) }, limit) };
  if (after) return { messages: await newer({ $gt: await sequenceOf(context, channel.id, after) }, limit) };
  if (around) {
    const middle = await sequenceOf(context, channel.id, around);
    const half = Math.ceil(limit / 2);
    const [later, earlier] = await Promise.all([newer({ $gt: middle }, limit - half), older({ $lte: middle }, half)]);
    return { messages: [...later, ...earlier] };
  }
  return { messages: await readMessages(context, inChannel, limit, me) };
};

// An id that is not (or no longer) in the channel stands where a message of its age would.
async function sequenceOf(
  { database }: Parameters<typeof readMessages>[0],
  channelId: string,
  id: string,
): Promise<number> {
  const exact = await database.messages.findOne({ _id: id, channel_id: channelId }, { projection: { sequence: 1 } });
  if (exact) return exact.sequence;
  const [older] = await database.messages
    .find({ channel_id: channelId, _id: { $lt: id } }, { projection: { sequence: 1 } })
    .sort({ sequence: -1 })
    .limit(1)
    .toArray();
  return older ? older.sequence + 0.5 : 0;
}
