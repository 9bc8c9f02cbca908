import { CozyError, LIMITS } from '@cozy/protocol';
import { join } from '../state/membership.ts';
import { assertMayAdd } from '../state/reach.ts';
import { accessPerson } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const addToGroup: Handler<'group.add'> = async (context, { user_id }, { actor, community }) => {
  const other = await accessPerson(context, { _id: user_id }, actor.user.id);
  await assertMayAdd(context, actor.user.id, other.id);
  if (community.memberCount >= LIMITS.groupMembers) {
    throw new CozyError('LIMIT_REACHED', { message: `A group can have ${LIMITS.groupMembers} people.` });
  }
  await join(context, community, other, []);
  return {};
};
