import { type Channel, CozyError, compareIds } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import type { CommunityDocument } from '../database/documents.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { audit, changesOf } from '../state/audit.ts';
import type { Handler } from './command.ts';

type StoredChannel = CommunityDocument['channels'][number];

export const moveChannel: Handler<'channel.move'> = async (context, input, { actor, community }) => {
  const { channel_id, parent_id, before = null } = input;
  return await changeCommunity(context, community.id, ({ channels }) => {
    const moved = channels.find(({ id }) => id === channel_id);
    if (!moved) throw new CozyError('UNKNOWN_CHANNEL');
    const parent = parent_id === undefined ? moved.parent_id : parent_id;
    const placed = { ...moved, parent_id: assertPlace(channels, moved, parent) };
    const siblings = siblingsOf(channels, placed);
    const at = before === null ? siblings.length : siblings.findIndex(({ id }) => id === before);
    if (at === -1) {
      throw new CozyError('INVALID_INPUT', { errors: { '/before': 'Must stand in the same place of the list.' } });
    }
    const order = siblings.toSpliced(at, 0, placed).map((channel, position) => ({ ...channel, position }));
    const known = new Map(channels.map((channel) => [channel.id, channel]));
    // Usually only what stands between the old place and the new one gets another position.
    const changed = order.filter(({ id, position, parent_id: now }) => {
      const old = known.get(id)!;
      return old.position !== position || old.parent_id !== now;
    });
    const after = new Map(changed.map((channel) => [channel.id, channel]));
    const view = (channel: StoredChannel): Channel => ({
      ...channel,
      last_message_id: community.channels.get(channel.id)?.last_message_id ?? null,
    });
    const events: NewEvent[] = changed.map(
      (channel): NewEvent<'CHANNEL_UPDATE'> => ({
        owner: { kind: 'c', id: community.id },
        name: 'CHANNEL_UPDATE',
        data: view(channel),
      }),
    );
    const now = after.get(channel_id);
    if (now) {
      const changes = changesOf(moved, now, ['position', 'parent_id']);
      const fields = { community_id: community.id, actor_id: actor.user.id, target_id: channel_id, changes };
      events.push(audit(context, { ...fields, action: 'CHANNEL_UPDATE' }));
    }
    return {
      update: { $set: { channels: channels.map((channel) => after.get(channel.id) ?? channel) } },
      events,
      result: { channel: view(after.get(channel_id) ?? moved) },
    };
  });
};

function assertPlace(channels: readonly StoredChannel[], moved: StoredChannel, parentId: string | null): string | null {
  if (parentId === null) return null;
  const parent = channels.find(({ id }) => id === parentId);
  if (moved.type === 'category' || parent?.type !== 'category') {
    throw new CozyError('INVALID_INPUT', { errors: { '/parent_id': 'Must be a category of this community.' } });
  }
  return parentId;
}

/** What stands in the same place of the list, in its order: the categories, or the channels of one of them. */
function siblingsOf(channels: readonly StoredChannel[], { id, type, parent_id }: StoredChannel): StoredChannel[] {
  return channels
    .filter(
      (one) => one.id !== id && one.parent_id === parent_id && (one.type === 'category') === (type === 'category'),
    )
    .sort((a, b) => a.position - b.position || compareIds(a.id, b.id));
}
