import { CozyError } from '@cozy/protocol';
import { refuseDirect } from '../state/conversations.ts';
import { accessPerson, changePair } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const blockPerson: Handler<'relationship.block'> = async (context, { user_id }, { actor }) => {
  const me = actor.user;
  const other = await accessPerson(context, { _id: user_id }, me.id);
  const relationship = await changePair(context, me, other, ({ blocked_by }) =>
    blocked_by.includes(me.id) ? null : { friends: false, requester: null, blocked_by: [...blocked_by, me.id] },
  );
  if (!relationship) throw new CozyError('CONFLICT');
  // The block itself is committed: a crash before this leaves a conversation in sight in which nobody can write.
  await refuseDirect(context, me.id, other.id);
  return { relationship };
};
