import { changeCommunity } from '../database/changeCommunity.ts';
import type { Handler } from './command.ts';

export const updateGroup: Handler<'group.update'> = async (context, { community_id, name }, grant) => {
  await changeCommunity(context, community_id, ({ _id: id, description, hue, owner_id }) => ({
    update: { $set: { name } },
    events: [{ owner: { kind: 'c', id }, name: 'COMMUNITY_UPDATE', data: { id, name, description, hue, owner_id } }],
    result: undefined,
  }));
  return { community: grant.community.view(grant.membership) };
};
