import { CozyError, type Relationship, type User } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { openDirect } from './conversations.ts';
import { changePair } from './relationships.ts';

/**
 * Makes two people friends, one of whom has asked. They are given their direct conversation first, because there they
 * see whether the other is here: a crash in between leaves one that nobody has written in.
 *
 * @param me who accepts.
 * @throws CozyError UNKNOWN_RELATIONSHIP when the other has not asked.
 */
export async function befriend(context: Context, me: User, other: User): Promise<Relationship> {
  const { requester, friends, blocked_by } = await context.relationships.between(me.id, other.id);
  if (blocked_by.length > 0 || (requester !== other.id && !friends)) throw new CozyError('UNKNOWN_RELATIONSHIP');
  await openDirect(context, me, other, false);
  const relationship = await changePair(context, me, other, (before) => {
    if (before.friends) return null;
    if (before.blocked_by.length > 0 || before.requester !== other.id) throw new CozyError('UNKNOWN_RELATIONSHIP');
    return { requester: null, friends: true };
  });
  if (!relationship) throw new CozyError('UNKNOWN_RELATIONSHIP');
  return relationship;
}
