import { CozyError } from '@cozy/protocol';
import { endSession } from '../auth/sessions.ts';
import type { Handler } from './command.ts';

export const revokeSession: Handler<'session.revoke'> = async (context, { session_id }, { actor }) => {
  if (!(await endSession(context, actor.user.id, session_id))) throw new CozyError('UNKNOWN_SESSION');
  return {};
};
