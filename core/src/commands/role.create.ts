import { CozyError, LIMITS, type Role } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertBelow, assertGrantable } from '../state/roles.ts';
import type { Handler } from './command.ts';

export const createRole: Handler<'role.create'> = async (context, input, grant) => {
  const { actor, community, membership, permissions } = grant;
  const role: Role = {
    id: context.nextId(),
    community_id: input.community_id,
    name: input.name,
    hue: input.hue ?? null,
    position: input.position ?? 1,
    permissions: input.permissions ?? '0',
    ...(input.mentionable && { mentionable: true }),
    fixed: null,
  };
  assertGrantable(permissions, role.permissions);
  assertBelow(role.position, community.rank(membership));
  return await changeCommunity(context, community.id, (document) => {
    if (document.roles.length >= LIMITS.rolesPerCommunity) {
      throw new CozyError('LIMIT_REACHED', { message: `A community can have ${LIMITS.rolesPerCommunity} roles.` });
    }
    return {
      update: { $push: { roles: role } },
      events: [
        { owner: { kind: 'c', id: community.id }, name: 'COMMUNITY_ROLE_CREATE', data: role },
        audit(context, {
          community_id: community.id,
          action: 'ROLE_CREATE',
          actor_id: actor.user.id,
          target_id: role.id,
          changes: changesOf(null, role, ['name', 'permissions', 'hue', 'mentionable']),
        }),
      ],
      result: { role },
    };
  });
};
