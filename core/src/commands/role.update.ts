import { CozyError, type Role } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertBelow, assertGrantable } from '../state/roles.ts';
import type { Handler } from './command.ts';

export const updateRole: Handler<'role.update'> = async (context, input, grant) => {
  const { actor, community, membership, permissions } = grant;
  const { community_id, role_id, ...fields } = input;
  const rank = community.rank(membership);
  return await changeCommunity(context, community_id, (document) => {
    const before = document.roles.find((role) => role.id === role_id);
    if (!before) throw new CozyError('UNKNOWN_ROLE');
    assertBelow(before.position, rank);
    if (fields.permissions !== undefined) assertGrantable(permissions, fields.permissions);
    if (fields.position !== undefined) {
      if (before.fixed === 'member' || before.fixed === 'owner') throw new CozyError('ROLE_FIXED');
      assertBelow(fields.position, rank);
    }
    const role: Role = { ...before, ...fields };
    return {
      update: { $set: { roles: document.roles.map((one) => (one.id === role_id ? role : one)) } },
      events: [
        { owner: { kind: 'c', id: community_id }, name: 'COMMUNITY_ROLE_UPDATE', data: role },
        audit(context, {
          community_id,
          action: 'ROLE_UPDATE',
          actor_id: actor.user.id,
          target_id: role_id,
          changes: changesOf(before, role, Object.keys(fields) as (keyof typeof fields)[]),
        }),
      ],
      result: { role },
    };
  });
};
