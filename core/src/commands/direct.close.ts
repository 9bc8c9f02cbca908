import { partitionOf } from '../log/subjects.ts';
import { changeSide } from '../state/conversations.ts';
import type { Handler } from './command.ts';

/** Milliseconds for this process to come to the end of the log. */
const CATCH_UP = 2_000;

export const closeConversation: Handler<'direct.close'> = async (context, { community_id }, { actor, community }) => {
  const { log, replica } = context;
  const partition = partitionOf(community_id, log.partitions);
  // What the caller was told by another node, or has said a moment ago, is closed, too.
  await replica.tail.reached([partition, (await log.bounds(partition)).last], CATCH_UP);
  const [channel] = community.channels.values();
  const closed = channel?.last_message_id;
  // One without a message is not listed.
  if (closed) await changeSide(context, community_id, actor.user.id, (side) => ({ ...side, closed }));
  return {};
};
