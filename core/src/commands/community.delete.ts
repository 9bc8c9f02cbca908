import { CozyError } from '@cozy/protocol';
import { changeCommunity } from '../database/changeCommunity.ts';
import type { Handler } from './command.ts';

export const deleteCommunity: Handler<'community.delete'> = async (context, { community_id }, { actor, community }) => {
  if (community.owner_id !== actor.user.id) {
    throw new CozyError('FORBIDDEN', { message: 'Only the owner may delete a community.' });
  }
  await changeCommunity(context, community_id, ({ _id: id }) => ({
    update: { $set: { deleted: true } },
    events: [{ owner: { kind: 'c', id }, name: 'COMMUNITY_DELETE', data: { id } }],
    result: undefined,
  }));
  return {};
};
