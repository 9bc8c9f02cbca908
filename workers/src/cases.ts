import type { CaseDocument, Context, LogEvent } from '@cozy/core';
import { isDuplicateKey } from '@cozy/core';
import { type AuditLogEntry, isCaseAction, snowflakeTime } from '@cozy/protocol';

/**
 * Does what an entry of the audit log means for the cases: a new one gets the number after the last, a changed reason is
 * kept. Events come in the community's order, so the numbers have no gap, and the unique index lets none be given twice,
 * also while two projectors run. Repeating it changes nothing.
 */
export async function applyToCases({ database }: Context, entry: AuditLogEntry, event: LogEvent): Promise<void> {
  const { cases } = database;
  if (entry.action === 'CASE_UPDATE') {
    const filter = {
      community_id: entry.community_id,
      number: Number(entry.target_id),
      $or: [{ edited: { $exists: false } }, { edited: { $lt: event.sequence } }],
    };
    const { reason } = entry;
    const edited_at = timeOf(entry);
    await cases.updateOne(filter, { $set: { ...(reason && { reason }), edited_at, edited: event.sequence } });
    return;
  }
  if (!isCaseAction(entry.action) || !entry.target_id) return;
  const { id: _id, community_id, action, actor_id, target_id, reason, options } = entry;
  const document: Omit<CaseDocument, 'number'> = {
    _id,
    community_id,
    action,
    target_id,
    ...(actor_id && { actor_id }),
    ...(reason && { reason }),
    ...(options?.expires_at && { expires_at: options.expires_at }),
    created_at: timeOf(entry),
  };
  while (!(await cases.findOne({ _id }, { projection: { _id: 1 } }))) {
    const [last] = await cases
      .find({ community_id }, { projection: { number: 1 } })
      .sort({ number: -1 })
      .limit(1)
      .toArray();
    try {
      await cases.insertOne({ ...document, number: (last?.number ?? 0) + 1 });
    } catch (error) {
      // Another projector has written this one, or has given the number.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

const timeOf = ({ id }: AuditLogEntry) => new Date(snowflakeTime(id)).toISOString();
