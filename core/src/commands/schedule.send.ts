import { CozyError } from '@cozy/protocol';
import type { ScheduleDocument } from '../database/documents.ts';
import { sendScheduled } from '../state/sendScheduled.ts';
import type { Handler } from './command.ts';

export const sendSchedule: Handler<'schedule.send'> = async (context, { schedule_id }, { actor }) => {
  const which = { _id: schedule_id, user_id: actor.user.id, state: { $in: ['waiting', 'failed'] as const } };
  const document = (await context.database.schedules.findOne(which).lean()) as ScheduleDocument | null;
  if (!document || !(await sendScheduled(context, document))) throw new CozyError('UNKNOWN_SCHEDULE');
  return {};
};
