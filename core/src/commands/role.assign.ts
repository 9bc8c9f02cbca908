import { CozyError } from '@cozy/protocol';
import { changeMembership } from '../state/membership.ts';
import { assertBelow } from '../state/roles.ts';
import type { Handler } from './command.ts';

export const assignRoles: Handler<'role.assign'> = async (context, { user_id, roles }, { community, membership }) => {
  const rank = community.rank(membership);
  const user = (await context.users.publicOf([user_id])).get(user_id);
  if (!user) throw new CozyError('UNKNOWN_MEMBER');
  const changed = await changeMembership(context, community, user, (before) => {
    // Only what changes must stand below; roles that the member keeps may be anyone's.
    for (const id of [...roles, ...before.roles].filter((one) => roles.includes(one) !== before.roles.includes(one))) {
      const role = community.roles.get(id);
      if (!role && !roles.includes(id)) continue;
      if (!role) throw new CozyError('UNKNOWN_ROLE');
      if (role.id === community.id) {
        throw new CozyError('INVALID_INPUT', { errors: { '/roles': 'Everyone has the member role; leave it out.' } });
      }
      assertBelow(role.position, rank);
    }
    return { roles };
  });
  return { member: community.member(changed, user) };
};
