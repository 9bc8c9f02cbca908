import { CozyError } from '@cozy/protocol';
import { accessPerson, changePair } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const removeRelationship: Handler<'relationship.remove'> = async (context, { user_id }, { actor }) => {
  const other = await accessPerson(context, { _id: user_id }, actor.user.id);
  await changePair(context, actor.user, other, ({ friends, requester, blocked_by }) => {
    if (blocked_by.length > 0 || (!friends && !requester)) throw new CozyError('UNKNOWN_RELATIONSHIP');
    return { friends: false, requester: null };
  });
  return {};
};
