import { CozyError } from '@cozy/protocol';
import { catchUp } from '../projection/catchUp.ts';
import { caseView } from '../state/cases.ts';
import type { Handler } from './command.ts';

export const getCase: Handler<'case.get'> = async (context, { community_id, number }) => {
  await catchUp(context, community_id);
  const found = await context.database.cases.findOne({ community_id, number });
  if (!found) throw new CozyError('UNKNOWN_CASE');
  const known = await context.users.publicOf([found.target_id, found.actor_id ?? found.target_id]);
  return { moderation_case: caseView(found), users: [...known.values()] };
};
