import { CozyError } from '@cozy/protocol';
import { caseNumber } from '../state/audit.ts';
import { endBan } from '../state/bans.ts';
import type { Handler } from './command.ts';

export const unbanMember: Handler<'member.unban'> = async (context, { community_id, user_id, reason }, { actor }) => {
  const entry = await endBan(context, { community_id, user_id }, { actor_id: actor.user.id, reason });
  if (!entry) throw new CozyError('UNKNOWN_BAN');
  return await caseNumber(context, entry);
};
