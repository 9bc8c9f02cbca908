import { CozyError } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { ScheduleDocument } from '../database/documents.ts';
import { partitionOf } from '../log/subjects.ts';
import { keysOfChannel } from '../projection/messagePlaces.ts';
import { changeSchedule } from './schedules.ts';
import { publicUser } from './users.ts';

/** Milliseconds to wait for the projection before it is asked whether a message was sent already. */
const WAIT = 10_000;

/**
 * Sends a message that was put off, as its author, once. Before it is sent it is noted that it will be; whoever finds such
 * a note looks first whether the message is there, because the one before may have died after sending. Two at once do no
 * harm: the nonce is the same. What cannot be sent ever stays as failed, with the reason.
 *
 * @returns whether it was sent: it may have been changed or taken back a moment ago.
 * @throws CozyError as `message.send`; one that may be retried leaves it to be sent again.
 */
export async function sendScheduled(context: Context, document: ScheduleDocument): Promise<boolean> {
  const which = { _id: document._id, user_id: document.user_id };
  try {
    if (document.state === 'sending') {
      if (!(await isSent(context, document))) await send(context, document);
    } else {
      const begun = { $set: { state: 'sending', tried_from: context.nextId() }, $inc: { rev: 1 } } as const;
      const { schedules } = context.database;
      const claim = await schedules.updateOne({ ...which, rev: document.rev, state: document.state }, begun);
      if (claim.modifiedCount === 0) return false;
      await send(context, document);
    }
  } catch (error) {
    if (error instanceof CozyError && !error.retryable) {
      await changeSchedule(context, which, ['sending'], { state: 'failed', failure: error.message });
    }
    throw error;
  }
  await changeSchedule(context, which, ['sending'], { state: 'ended' });
  return true;
}

async function send(context: Context, { _id, user_id, channel_id, content, reply_to }: ScheduleDocument) {
  const user = publicUser(await context.users.load(user_id));
  const input = { channel_id, content, nonce: nonceOf(_id), ...(reply_to && { reply_to }) };
  const actor = { kind: 'person', user, sessionId: _id } as const;
  await context.execute('message.send', input, { actor, address: '', userAgent: '', request: _id });
}

async function isSent(context: Context, document: ScheduleDocument): Promise<boolean> {
  const { database, log, places, progress } = context;
  const { _id, user_id, community_id, channel_id, tried_from } = document;
  const partition = partitionOf(community_id, log.partitions);
  await progress.reach(partition, (await log.bounds(partition)).last, WAIT);
  const since = { ...keysOfChannel(channel_id), $gte: await places.find(channel_id, tried_from ?? _id) };
  const sent = { _id: since, nonce: nonceOf(_id), 'author.id': user_id };
  return (await database.messages.find(sent, { projection: { _id: 1 } }).toArray()).length > 0;
}

const nonceOf = (id: string) => `scheduled:${id}`;
