import { changeSchedule, checkSendAt, scheduledMessage } from '../state/schedules.ts';
import type { Handler } from './command.ts';

export const updateSchedule: Handler<'schedule.update'> = async (context, input, { actor }) => {
  const { schedule_id, ...fields } = input;
  if (fields.send_at) checkSendAt(fields.send_at);
  const which = { _id: schedule_id, user_id: actor.user.id };
  const change = { ...fields, state: 'waiting', failure: null } as const;
  return { scheduled: scheduledMessage(await changeSchedule(context, which, ['waiting', 'failed'], change)) };
};
