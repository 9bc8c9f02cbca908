import { joinRequest, openDoor } from '../state/joining.ts';
import type { Handler } from './command.ts';

export const previewJoin: Handler<'join.preview'> = async (context, door, { actor }) => {
  const { community } = await openDoor(context, door);
  const { name, hue, join: form = null } = community;
  const known = await context.database.joinRequests.findOne({ _id: `${community.id}:${actor.user.id}` }).lean();
  return { community: { name, hue }, form, request: known && joinRequest(known, community, actor.user) };
};
