import { CozyError, LIMITS } from '@cozy/protocol';
import { audit } from '../state/audit.ts';
import { changeMembership } from '../state/membership.ts';
import { assertBelow } from '../state/roles.ts';
import type { Handler } from './command.ts';

export const assignRoles: Handler<'role.assign'> = async (context, { user_id, roles }, grant) => {
  const { actor, community, membership } = grant;
  const rank = community.rank(membership);
  const user = (await context.users.publicOf([user_id])).get(user_id);
  if (!user) throw new CozyError('UNKNOWN_MEMBER');
  const changed = await changeMembership(
    context,
    community,
    user,
    (before) => {
      // Only what changes must stand below; roles that the member keeps may be anyone's.
      for (const id of [...roles, ...before.roles].filter(
        (one) => roles.includes(one) !== before.roles.includes(one),
      )) {
        const role = community.roles.get(id);
        if (!role && !roles.includes(id)) continue;
        if (!role) throw new CozyError('UNKNOWN_ROLE');
        if (role.id === community.id) {
          throw new CozyError('INVALID_INPUT', { errors: { '/roles': 'Everyone has the member role; leave it out.' } });
        }
        assertBelow(role.position, rank);
      }
      return { roles };
    },
    (before) => {
      const named = (ids: readonly string[]) => ids.map((id) => community.roles.get(id)?.name ?? id).join(', ');
      const added = roles.filter((id) => !before.roles.includes(id));
      const removed = before.roles.filter((id) => !roles.includes(id));
      const changes = [
        ...(added.length > 0 ? [{ key: '$add', new_value: named(added).slice(0, LIMITS.topicLength) }] : []),
        ...(removed.length > 0 ? [{ key: '$remove', new_value: named(removed).slice(0, LIMITS.topicLength) }] : []),
      ];
      if (changes.length === 0) return [];
      const fields = { community_id: community.id, actor_id: actor.user.id, target_id: user_id, changes };
      return [audit(context, { ...fields, action: 'MEMBER_ROLE_UPDATE' })];
    },
  );
  return { member: community.member(changed, user) };
};
