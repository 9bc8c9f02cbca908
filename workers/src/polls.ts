import type { Context, LogEvent } from '@cozy/core';
import type { EventData } from '@cozy/protocol';

// One after another, so that of two counts of one poll the older is never the one that stays.
let counting: Promise<void> = Promise.resolve();

/**
 * Counts the votes of a poll, keeps the result with its message, and announces it by MESSAGE_POLL_UPDATE. Repeating it
 * announces nothing twice.
 *
 * @param vote one of those that are to be counted, which are written already.
 * @param event the event that it came by.
 */
export function countVotes(context: Context, vote: EventData<'POLL_VOTE'>, event: LogEvent): Promise<void> {
  const counted = counting.then(() => count(context, vote, event));
  // The next count does not fail because this one does.
  counting = counted.catch(() => undefined);
  return counted;
}

async function count(
  { database, log }: Context,
  { community_id, channel_id, message_id: id }: EventData<'POLL_VOTE'>,
  { partition, sequence }: LogEvent,
): Promise<void> {
  const message = await database.messages.findOne({ id, channel_id, deleted: false });
  if (!message?.poll) return;
  const votes = database.pollVotes.find({ message_id: id }, { projection: { answers: 1 } });
  const counts = message.poll.answers.map(() => 0);
  let voters = 0;
  for await (const { answers } of votes) {
    if (answers.length > 0) voters += 1;
    for (const index of answers) counts[index] = (counts[index] ?? 0) + 1;
  }
  await database.messages.updateMany({ id, deleted: false }, {
    $set: { 'poll.counts': counts, 'poll.voters': voters },
  } as never);
  await log.append(
    {
      owner: { kind: 'c', id: community_id },
      channelId: channel_id,
      name: 'MESSAGE_POLL_UPDATE',
      data: { id, channel_id, community_id, counts, voters },
    },
    `poll:${id}:${partition}:${sequence}`,
  );
}
