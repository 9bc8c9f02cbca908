import { CozyError } from '@cozy/protocol';
import { changeMembership } from '../state/membership.ts';
import { assertBelow } from '../state/roles.ts';
import type { Handler } from './command.ts';

export const assignRoles: Handler<'role.assign'> = async (context, { user_id, roles }, { community, membership }) => {
  const target = await context.replica.membership(community, user_id);
  if (!target) throw new CozyError('UNKNOWN_MEMBER');
  const rank = community.rank(membership);
  // Only what changes must stand below; roles that the member keeps may be anyone's.
  const changed = [...roles, ...target.roles].filter((id) => roles.includes(id) !== target.roles.includes(id));
  for (const id of changed) {
    const role = community.roles.get(id);
    if (!role && !roles.includes(id)) continue;
    if (!role) throw new CozyError('UNKNOWN_ROLE');
    if (role.id === community.id) {
      throw new CozyError('INVALID_INPUT', { errors: { '/roles': 'Everyone has the member role; leave it out.' } });
    }
    assertBelow(role.position, rank);
  }
  const user = (await context.users.publicOf([user_id])).get(user_id);
  if (!user) throw new CozyError('UNKNOWN_MEMBER');
  return { member: community.member(await changeMembership(context, community, user, { roles }), user) };
};
