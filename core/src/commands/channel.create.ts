import { type Channel, CozyError, LIMITS } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertOverwrites, assertParent } from '../state/overwrites.ts';
import type { Handler } from './command.ts';

export const createChannel: Handler<'channel.create'> = async (context, input, grant) => {
  const { actor, community, permissions } = grant;
  const { community_id, name, type, topic = '', parent_id = null, overwrites = [] } = input;
  assertOverwrites(community, permissions, overwrites);
  assertParent(community, type, parent_id);
  const id = context.nextId();
  return await changeCommunity(context, community_id, (document) => {
    if (document.channels.length >= LIMITS.channelsPerCommunity) {
      throw new CozyError('LIMIT_REACHED', {
        message: `A community can have ${LIMITS.channelsPerCommunity} channels.`,
      });
    }
    const position = Math.max(-1, ...document.channels.map((channel) => channel.position)) + 1;
    const stored = { id, community_id, type, name, topic, position, parent_id, overwrites };
    const channel: Channel = { ...stored, last_message_id: null };
    return {
      update: { $push: { channels: stored } },
      events: [
        { owner: { kind: 'c', id: community_id }, name: 'CHANNEL_CREATE', data: channel },
        audit(context, {
          community_id,
          action: 'CHANNEL_CREATE',
          actor_id: actor.user.id,
          target_id: id,
          changes: changesOf(null, stored, ['name', 'type', 'topic', 'parent_id', 'overwrites']),
        }),
      ],
      result: { channel },
    };
  });
};
