import { CozyError } from '@cozy/protocol';
import { openDirect } from '../state/conversations.ts';
import { reachOf } from '../state/reach.ts';
import { accessPerson, pairKey } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const openConversation: Handler<'direct.open'> = async (context, { user_id }, { actor }) => {
  const me = actor.user;
  const other = await accessPerson(context, { _id: user_id }, me.id);
  const reach = await reachOf(context, me.id, other.id, 'direct');
  // Who lets nobody write to them goes on with those whom they wrote with before.
  if (reach === 'never' && !(await context.database.communities.exists({ pair: pairKey(me.id, other.id) }))) {
    throw new CozyError('REFUSED_BY_PERSON');
  }
  const { community, membership } = await openDirect(context, me, other, reach !== 'freely');
  return { community: community.view(membership) };
};
