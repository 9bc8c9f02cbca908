import { CozyError } from '@cozy/protocol';
import { accessPerson, changePair } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const unblockPerson: Handler<'relationship.unblock'> = async (context, { user_id }, { actor }) => {
  const me = actor.user;
  const other = await accessPerson(context, { _id: user_id }, me.id);
  await changePair(context, me, other, ({ blocked_by }) => {
    if (!blocked_by.includes(me.id)) throw new CozyError('UNKNOWN_RELATIONSHIP');
    return { blocked_by: blocked_by.filter((id) => id !== me.id) };
  });
  return {};
};
