import { accessInvite } from '../state/invites.ts';
import { assertNothingAsked, joinByInvite } from '../state/joining.ts';
import type { Handler } from './command.ts';

export const acceptInvite: Handler<'invite.accept'> = async (context, { code }, { actor }) => {
  const { invite, community } = await accessInvite(context, code);
  const present = await context.replica.membership(community, actor.user.id);
  if (present) return { community: community.view(present) };
  assertNothingAsked(community);
  return { community: community.view(await joinByInvite(context, community, invite, actor.user)) };
};
