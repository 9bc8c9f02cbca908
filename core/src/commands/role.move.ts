import { CozyError, compareIds, type Role } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertBelow } from '../state/roles.ts';
import type { Handler } from './command.ts';

export const moveRole: Handler<'role.move'> = async (context, input, { actor, community, membership }) => {
  const { community_id, role_id, above } = input;
  const rank = community.rank(membership);
  return await changeCommunity(context, community_id, ({ roles }) => {
    const moved = roles.find(({ id }) => id === role_id);
    if (!moved) throw new CozyError('UNKNOWN_ROLE');
    if (moved.fixed === 'owner' || moved.fixed === 'member') throw new CozyError('ROLE_FIXED');
    assertBelow(moved.position, rank);
    // The lowest first, without the owner's, which stands above all, and the member's, which stands below.
    const others = roles
      .filter(({ id, fixed }) => id !== role_id && fixed !== 'owner' && fixed !== 'member')
      .sort((a, b) => a.position - b.position || compareIds(b.id, a.id));
    const at = above === null ? 0 : others.findIndex(({ id }) => id === above) + 1;
    if (above !== null && at === 0) throw new CozyError('UNKNOWN_ROLE');
    if (at > 0) assertBelow(others[at - 1]!.position, rank);
    const order = others.toSpliced(at, 0, moved).map((role, i): Role => ({ ...role, position: i + 1 }));
    const known = new Map(roles.map((role) => [role.id, role.position]));
    const changed = new Map(order.filter(({ id, position }) => known.get(id) !== position).map((one) => [one.id, one]));
    const events: NewEvent[] = [...changed.values()].map(
      (role): NewEvent<'COMMUNITY_ROLE_UPDATE'> => ({
        owner: { kind: 'c', id: community_id },
        name: 'COMMUNITY_ROLE_UPDATE',
        data: role,
      }),
    );
    const changes = changesOf(moved, changed.get(role_id) ?? moved, ['position']);
    if (changes.length > 0) {
      const fields = { community_id, actor_id: actor.user.id, target_id: role_id, changes };
      events.push(audit(context, { ...fields, action: 'ROLE_UPDATE' }));
    }
    return {
      update: { $set: { roles: roles.map((role) => changed.get(role.id) ?? role) } },
      events,
      result: { role: changed.get(role_id) ?? moved },
    };
  });
};
