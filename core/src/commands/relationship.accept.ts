import { befriend } from '../state/friendship.ts';
import { accessPerson } from '../state/relationships.ts';
import type { Handler } from './command.ts';

export const acceptFriend: Handler<'relationship.accept'> = async (context, { user_id }, { actor }) => {
  const other = await accessPerson(context, { _id: user_id }, actor.user.id);
  return { relationship: await befriend(context, actor.user, other) };
};
