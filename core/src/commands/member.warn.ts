import { audit, caseNumber } from '../state/audit.ts';
import { accessMember, tellMember } from '../state/moderation.ts';
import type { Handler } from './command.ts';

export const warnMember: Handler<'member.warn'> = async (context, input, { caller, actor, community, membership }) => {
  const { community_id, user_id, reason, notify } = input;
  await accessMember(context, community, membership, user_id);
  const fields = { community_id, action: 'MEMBER_WARN', actor_id: actor.user.id, target_id: user_id, reason } as const;
  const entry = audit(context, fields);
  const told = await tellMember(context, caller, notify, `were warned in ${community.name}`, entry);
  await context.log.append(entry, entry.data.id);
  return { ...(await caseNumber(context, entry)), ...told };
};
