import { CozyError } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import { heirOf } from '../state/conversations.ts';
import { leave } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const leaveCommunity: Handler<'member.leave'> = async (context, { community_id }, { actor, community }) => {
  if (community.owner_id === actor.user.id) {
    if (community.kind !== 'group') throw new CozyError('OWNER_CANNOT_LEAVE');
    const heir = heirOf(community);
    if (!heir) return await endGroup(context, community_id);
    // A crash between the two writes leaves a group that was handed over, which can be left again.
    await changeCommunity(context, community_id, ({ _id: id, name, description, hue }) => ({
      update: { $set: { owner_id: heir } },
      events: [
        { owner: { kind: 'c', id }, name: 'COMMUNITY_UPDATE', data: { id, name, description, hue, owner_id: heir } },
      ],
      result: undefined,
    }));
  }
  await leave(context, community_id, actor.user.id);
  return {};
};

const endGroup = async (context: Parameters<typeof leave>[0], communityId: string): Promise<Record<string, never>> =>
  await changeCommunity(context, communityId, ({ _id: id }) => ({
    update: { $set: { deleted: true } },
    events: [{ owner: { kind: 'c', id }, name: 'COMMUNITY_DELETE', data: { id } }],
    result: {},
  }));
