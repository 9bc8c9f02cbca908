import { changeMembership } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const acceptRules: Handler<'member.accept-rules'> = async (
  context,
  _input,
  { actor, community, membership },
) => {
  if (!membership.pending) return { member: community.member(membership, actor.user) };
  const accepted = await changeMembership(context, community, actor.user, () => ({ pending: undefined }));
  return { member: community.member(accepted, actor.user) };
};
