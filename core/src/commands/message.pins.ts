import { LIMITS } from '@cozy/protocol';
import { partitionOf } from '../log/subjects.ts';
import { readMessages } from '../projection/readMessages.ts';
import type { Handler } from './command.ts';

/** Milliseconds to wait for the projection to reach the request's cursor. */
const WAIT = 5_000;

export const listPins: Handler<'message.pins'> = async (context, { at }, { actor, channel }) => {
  await context.progress.reachCursors(at, partitionOf(channel.community_id, context.log.partitions), WAIT);
  const pinned = context.database.pins.find({ channel_id: channel.id, pinned_at: { $ne: null } });
  const ids = (await pinned.toArray()).map(({ _id }) => _id);
  if (ids.length === 0) return { messages: [] };
  const filter = { id: { $in: ids }, deleted: false };
  const messages = await readMessages(context, filter, LIMITS.pinsPerChannel, actor.user.id);
  return { messages: messages.sort((a, b) => ((a.pinned_at ?? '') < (b.pinned_at ?? '') ? 1 : -1)) };
};
