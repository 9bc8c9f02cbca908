import { LIMITS } from '@cozy/protocol';
import type { Handler } from './command.ts';

export const listSessions: Handler<'session.list'> = async ({ database }, _input, { actor }) => {
  const sessions = await database.sessions
    .find({ user_id: actor.user.id, revoked: false, expires_at: { $gt: new Date() } })
    .sort({ last_used_at: -1, _id: -1 })
    .limit(LIMITS.sessionsPerUser)
    .lean();
  return {
    sessions: sessions.map(({ _id, user_agent, created_at, last_used_at }) => ({
      id: _id,
      current: _id === actor.sessionId,
      user_agent,
      created_at,
      last_used_at,
    })),
  };
};
