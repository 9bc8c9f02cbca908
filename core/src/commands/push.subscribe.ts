import { CozyError } from '@cozy/protocol';
import { pushAddress } from '../push/endpoint.ts';
import type { Handler } from './command.ts';

export const subscribePush: Handler<'push.subscribe'> = async (
  { database, settings },
  { endpoint, keys },
  { actor },
) => {
  if (!pushAddress(endpoint, settings.pushPrivate)) {
    throw new CozyError('INVALID_INPUT', { errors: { '/endpoint': 'Must be a public https address.' } });
  }
  const { sessions } = database;
  // A browser has one subscription: who was logged in there before is not told there any more.
  await sessions.updateMany({ 'push.endpoint': endpoint, _id: { $ne: actor.sessionId } }, { $unset: { push: '' } });
  const { matchedCount } = await sessions.updateOne(
    { _id: actor.sessionId, revoked: false },
    { $set: { push: { endpoint, keys, created_at: new Date().toISOString() } } },
  );
  if (matchedCount === 0) throw new CozyError('UNAUTHENTICATED');
  return {};
};
