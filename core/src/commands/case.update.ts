import { CozyError } from '@cozy/protocol';
import { catchUp } from '../projection/catchUp.ts';
import { audit, caseNumber, changesOf } from '../state/audit.ts';
import { caseView } from '../state/cases.ts';
import type { Handler } from './command.ts';

export const updateCase: Handler<'case.update'> = async (context, { community_id, number, reason }, { actor }) => {
  const { cases } = context.database;
  await catchUp(context, community_id);
  const before = await cases.findOne({ community_id, number });
  if (!before) throw new CozyError('UNKNOWN_CASE');
  const entry = audit(context, {
    community_id,
    action: 'CASE_UPDATE',
    actor_id: actor.user.id,
    target_id: String(number),
    changes: changesOf(before, { ...before, reason }, ['reason']),
    reason,
  });
  await context.log.append(entry, entry.data.id);
  // What is waited for is the same: that the projector has come to the entry.
  await caseNumber(context, entry);
  const after = await cases.findOne({ community_id, number });
  return { moderation_case: caseView(after ?? before) };
};
