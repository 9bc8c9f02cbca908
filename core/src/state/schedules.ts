import { CozyError, LIMITS, type ScheduledMessage } from '@cozy/protocol';
import type { UpdateQuery } from 'mongoose';
import type { Context } from '../context.ts';
import type { ScheduleDocument } from '../database/documents.ts';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';

const DAY = 86_400_000;
/** Milliseconds that an ended one stays, so that the outbox sweep can tell of it. */
const ENDED_FOR = DAY;

/** A message that is sent later, as its author sees it. */
export function scheduledMessage(document: ScheduleDocument): ScheduledMessage {
  const { _id: id, community_id, channel_id, content, reply_to, send_at, state, failure, created_at } = document;
  const shown = state === 'failed' ? 'failed' : 'waiting';
  return { id, community_id, channel_id, content, reply_to, send_at, state: shown, failure, created_at };
}

/**
 * Refuses a time that has passed or is too far off.
 *
 * @throws CozyError INVALID_INPUT.
 */
export function checkSendAt(sendAt: string): void {
  const wait = Date.parse(sendAt) - Date.now();
  if (wait > 0 && wait <= LIMITS.scheduledDays * DAY) return;
  throw new CozyError('INVALID_INPUT', {
    errors: { '/send_at': `Must be a time within the next ${LIMITS.scheduledDays} days.` },
  });
}

/**
 * Changes a message that is sent later, and tells its author's devices.
 *
 * @param states in which it may be changed.
 * @throws CozyError UNKNOWN_SCHEDULE when there is none (any more), CONFLICT when others keep overtaking the change.
 */
export async function changeSchedule(
  { database, outbox }: Context,
  filter: { _id: string; user_id: string },
  states: readonly ScheduleDocument['state'][],
  change: Partial<ScheduleDocument>,
): Promise<ScheduleDocument> {
  const ends = change.state === 'ended';
  return await untilCommitted(async () => {
    const before = (await database.schedules.findOne(filter).lean()) as ScheduleDocument | null;
    if (!before || !states.includes(before.state)) throw new CozyError('UNKNOWN_SCHEDULE');
    const after = { ...before, ...change };
    const { _id: id, channel_id, user_id } = before;
    const owner = { kind: 'u', id: user_id } as const;
    const event = ends
      ? ({ owner, name: 'SCHEDULED_MESSAGE_DELETE', data: { id, channel_id } } as const)
      : ({ owner, name: 'SCHEDULED_MESSAGE_UPDATE', data: scheduledMessage(after) } as const);
    const $set = ends ? { ...change, expires_at: new Date(Date.now() + ENDED_FOR) } : change;
    const update = { $set } as UpdateQuery<ScheduleDocument>;
    const committed = await outbox.commit(database.schedules, { ...filter, rev: before.rev }, update, [event]);
    return committed ? committed.document : OVERTAKEN;
  });
}
