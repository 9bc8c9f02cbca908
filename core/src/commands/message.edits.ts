import { CozyError } from '@cozy/protocol';
import { partitionOf } from '../log/subjects.ts';
import type { Handler } from './command.ts';

/** Milliseconds to wait for the projection to reach the request's cursor. */
const WAIT = 5_000;

export const listEdits: Handler<'message.edits'> = async (context, { message_id, at }, { channel }) => {
  await context.progress.reachCursors(at, partitionOf(channel.community_id, context.log.partitions), WAIT);
  const key = await context.places.keyOf(channel.id, message_id);
  const found = key === null ? null : await context.database.messages.findOne({ _id: key, deleted: false });
  if (!found) throw new CozyError('UNKNOWN_MESSAGE');
  return { versions: found.versions ?? [] };
};
