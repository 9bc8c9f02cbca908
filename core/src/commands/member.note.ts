import { CozyError } from '@cozy/protocol';
import { audit, caseNumber } from '../state/audit.ts';
import type { Handler } from './command.ts';

export const noteMember: Handler<'member.note'> = async (context, { community_id, user_id, reason }, { actor }) => {
  if (!(await context.users.publicOf([user_id])).has(user_id)) throw new CozyError('UNKNOWN_USER');
  const fields = { community_id, action: 'MEMBER_NOTE', actor_id: actor.user.id, target_id: user_id, reason } as const;
  const entry = audit(context, fields);
  await context.log.append(entry, entry.data.id);
  return await caseNumber(context, entry);
};
