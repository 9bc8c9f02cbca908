import { changeSchedule } from '../state/schedules.ts';
import type { Handler } from './command.ts';

export const cancelSchedule: Handler<'schedule.cancel'> = async (context, { schedule_id }, { actor }) => {
  const which = { _id: schedule_id, user_id: actor.user.id };
  await changeSchedule(context, which, ['waiting', 'failed'], { state: 'ended' });
  return {};
};
