import { CozyError } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertBelow } from '../state/roles.ts';
import type { Handler } from './command.ts';

export const deleteRole: Handler<'role.delete'> = async (
  context,
  { community_id, role_id },
  { actor, community, membership },
) => {
  const rank = community.rank(membership);
  return await changeCommunity(context, community_id, (document) => {
    const role = document.roles.find((one) => one.id === role_id);
    if (!role) throw new CozyError('UNKNOWN_ROLE');
    if (role.fixed) throw new CozyError('ROLE_FIXED');
    assertBelow(role.position, rank);
    const owner = { kind: 'c', id: community_id } as const;
    // The role's exceptions in channels go with it. The projector takes it from the members.
    const channels = document.channels.map((channel) => ({
      ...channel,
      overwrites: channel.overwrites.filter((overwrite) => overwrite.id !== role_id),
    }));
    const changed = channels.filter(
      (channel, i) => channel.overwrites.length !== document.channels[i]?.overwrites.length,
    );
    const events: NewEvent[] = changed.map((channel) => ({
      owner,
      name: 'CHANNEL_UPDATE',
      data: { ...channel, last_message_id: community.channels.get(channel.id)?.last_message_id ?? null },
    }));
    events.push({ owner, name: 'COMMUNITY_ROLE_DELETE', data: { id: role_id, community_id } });
    const changes = changesOf(role, null, ['name', 'permissions']);
    const fields = { community_id, actor_id: actor.user.id, target_id: role_id, changes };
    events.push(audit(context, { ...fields, action: 'ROLE_DELETE' }));
    return {
      update: { $set: { roles: document.roles.filter((one) => one.id !== role_id), channels } },
      events,
      result: {},
    };
  });
};
