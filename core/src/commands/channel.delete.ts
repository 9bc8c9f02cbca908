import { CozyError } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { audit, changesOf } from '../state/audit.ts';
import type { Handler } from './command.ts';

export const deleteChannel: Handler<'channel.delete'> = async (context, { channel_id }, { actor, community }) => {
  return await changeCommunity(context, community.id, ({ channels }) => {
    const channel = channels.find((one) => one.id === channel_id);
    if (!channel) throw new CozyError('UNKNOWN_CHANNEL');
    const texts = channels.filter((one) => one.type === 'text');
    if (channel.type === 'text' && texts.length === 1) throw new CozyError('LAST_TEXT_CHANNEL');
    const owner = { kind: 'c', id: community.id } as const;
    // What stood in a category moves out of it.
    const freed = channels.filter((one) => one.parent_id === channel_id);
    const events: NewEvent[] = freed.map((one) => ({
      owner,
      name: 'CHANNEL_UPDATE',
      data: { ...one, parent_id: null, last_message_id: community.channels.get(one.id)?.last_message_id ?? null },
    }));
    events.push({ owner, name: 'CHANNEL_DELETE', data: { id: channel_id, community_id: community.id } });
    const changes = changesOf(channel, null, ['name', 'type']);
    const fields = { community_id: community.id, actor_id: actor.user.id, target_id: channel_id, changes };
    events.push(audit(context, { ...fields, action: 'CHANNEL_DELETE' }));
    const remaining = channels
      .filter((one) => one.id !== channel_id)
      .map((one) => (one.parent_id === channel_id ? { ...one, parent_id: null } : one));
    return { update: { $set: { channels: remaining } }, events, result: {} };
  });
};
