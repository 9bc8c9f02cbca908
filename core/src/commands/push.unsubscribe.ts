import type { Handler } from './command.ts';

export const unsubscribePush: Handler<'push.unsubscribe'> = async ({ database }, _input, { actor }) => {
  await database.sessions.updateOne({ _id: actor.sessionId }, { $unset: { push: '' } });
  return {};
};
