import { audit, caseNumber } from '../state/audit.ts';
import { leave } from '../state/membership.ts';
import { accessMember, tellMember } from '../state/moderation.ts';
import type { Handler } from './command.ts';

export const kickMember: Handler<'member.kick'> = async (context, input, { caller, actor, community, membership }) => {
  const { community_id, user_id, reason, notify } = input;
  await accessMember(context, community, membership, user_id);
  const entry = audit(context, {
    community_id,
    action: 'MEMBER_KICK',
    actor_id: actor.user.id,
    target_id: user_id,
    ...(reason && { reason }),
  });
  const told = await tellMember(context, caller, notify, `were removed from ${community.name}`, entry);
  await leave(context, community_id, user_id, [entry]);
  return { ...(await caseNumber(context, entry)), ...told };
};
