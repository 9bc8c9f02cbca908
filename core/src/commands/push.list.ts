import { LIMITS } from '@cozy/protocol';
import type { Handler } from './command.ts';

export const listPushDevices: Handler<'push.list'> = async ({ database }, _input, { actor }) => {
  const sessions = await database.sessions
    .find({ user_id: actor.user.id, revoked: false, expires_at: { $gt: new Date() }, push: { $exists: true } })
    .sort({ _id: 1 })
    .limit(LIMITS.sessionsPerUser)
    .lean();
  return {
    devices: sessions.map(({ _id, push }) => ({
      session_id: _id,
      current: _id === actor.sessionId,
      created_at: push!.created_at,
    })),
  };
};
