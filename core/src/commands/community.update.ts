import { changeCommunity } from '../database/changeCommunity.ts';
import type { Handler } from './command.ts';

export const updateCommunity: Handler<'community.update'> = async (context, { community_id, ...fields }, grant) => {
  await changeCommunity(context, community_id, ({ _id: id, name, description, hue, owner_id, privacy }) => ({
    update: { $set: fields },
    events: [
      {
        owner: { kind: 'c', id },
        name: 'COMMUNITY_UPDATE',
        data: { id, name, description, hue, owner_id, ...(privacy && { privacy }), ...fields },
      },
    ],
    result: undefined,
  }));
  return { community: grant.community.view(grant.membership) };
};
