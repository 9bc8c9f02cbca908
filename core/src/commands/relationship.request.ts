import { CozyError } from '@cozy/protocol';
import { openDirect } from '../state/conversations.ts';
import { befriend } from '../state/friendship.ts';
import { accessPerson, changePair, refuseBlocked } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const requestFriend: Handler<'relationship.request'> = async (context, { username }, { actor }) => {
  const me = actor.user;
  const other = await accessPerson(context, { username }, me.id);
  const pair = await context.relationships.between(me.id, other.id);
  refuseBlocked(pair, me.id);
  // Two who ask each other are friends.
  if (pair.requester === other.id) return { relationship: await befriend(context, me, other) };
  const relationship = await changePair(context, me, other, (before) => {
    refuseBlocked(before, me.id);
    if (before.friends || before.requester === me.id) return null;
    return before.requester ? { requester: null, friends: true } : { requester: me.id };
  });
  if (!relationship) throw new CozyError('CONFLICT');
  if (relationship.type === 'friend') await openDirect(context, me, other, false);
  return { relationship };
};
