import { type Channel, CozyError } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertOverwrites, assertParent } from '../state/overwrites.ts';
import { requirePermissions } from './authorize.ts';
import type { Handler } from './command.ts';

export const updateChannel: Handler<'channel.update'> = async (context, { channel_id, ...fields }, grant) => {
  const { actor, community, membership, channel, permissions } = grant;
  if (fields.overwrites) {
    requirePermissions(permissions, ['MANAGE_ROLES']);
    assertOverwrites(community, community.permissions(membership), fields.overwrites);
  }
  if (fields.parent_id) assertParent(community, channel.type, fields.parent_id);
  return await changeCommunity(context, community.id, (document) => {
    const before = document.channels.find((one) => one.id === channel_id);
    if (!before) throw new CozyError('UNKNOWN_CHANNEL');
    const after = { ...before, ...fields };
    const updated: Channel = { ...after, last_message_id: community.channels.get(channel_id)?.last_message_id ?? null };
    return {
      update: { $set: { channels: document.channels.map((one) => (one.id === channel_id ? after : one)) } },
      events: [
        { owner: { kind: 'c', id: community.id }, name: 'CHANNEL_UPDATE', data: updated },
        audit(context, {
          community_id: community.id,
          action: 'CHANNEL_UPDATE',
          actor_id: actor.user.id,
          target_id: channel_id,
          changes: changesOf(before, after, Object.keys(fields) as (keyof typeof fields)[]),
        }),
      ],
      result: { channel: updated },
    };
  });
};
