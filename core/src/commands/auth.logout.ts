import { endSession } from '../auth/sessions.ts';
import type { Handler } from './command.ts';

export const logoutAccount: Handler<'auth.logout'> = async (context, _input, { actor }) => {
  await endSession(context, actor.user.id, actor.sessionId);
  return {};
};
