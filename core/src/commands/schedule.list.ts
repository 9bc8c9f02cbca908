import { LIMITS } from '@cozy/protocol';
import { scheduledMessage } from '../state/schedules.ts';
import type { Handler } from './command.ts';

export const listSchedules: Handler<'schedule.list'> = async ({ database }, _input, { actor }) => {
  const documents = await database.schedules
    .find({ user_id: actor.user.id, state: { $ne: 'ended' } })
    .sort({ send_at: 1, _id: 1 })
    .limit(LIMITS.scheduledPerUser)
    .lean();
  return { scheduled: documents.map(scheduledMessage) };
};
