import { type AuditChange, type AuditLogEntry, LIMITS } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { partitionOf } from '../log/subjects.ts';

/** Milliseconds that an act waits for its number. */
const WAIT = 3_000;

/** An entry of the audit log as an event. */
export type AuditEvent = NewEvent<'COMMUNITY_AUDIT_LOG_ENTRY_CREATE'>;

/**
 * Makes an entry of the audit log. It is to stand among the events of the commit that it tells of, so that there is no
 * change without its entry; the projector writes it, and numbers it if it is a case.
 *
 * @param entry without its id, which is made here. Fields that are undefined are left out.
 */
export function audit({ nextId }: Pick<Context, 'nextId'>, entry: Omit<AuditLogEntry, 'id'>): AuditEvent {
  return {
    owner: { kind: 'c', id: entry.community_id },
    name: 'COMMUNITY_AUDIT_LOG_ENTRY_CREATE',
    data: { id: nextId(), ...entry },
  };
}

/**
 * Tells what differs between two versions, as text.
 *
 * @param keys the fields that are looked at; a field that is null, false or empty counts as absent.
 */
export function changesOf<T extends object>(
  before: T | null,
  after: T | null,
  keys: readonly (keyof T)[],
): AuditChange[] {
  return keys.flatMap((key) => {
    const [old_value, new_value] = [textOf(before?.[key]), textOf(after?.[key])];
    if (old_value === new_value) return [];
    return [{ key: String(key), ...(old_value && { old_value }), ...(new_value && { new_value }) }];
  });
}

function textOf(value: unknown): string | undefined {
  if (!value || (Array.isArray(value) && value.length === 0)) return undefined;
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LIMITS.topicLength);
}

/**
 * Gives the number that the projector has given to a case.
 *
 * @param entry that was committed.
 * @returns nothing when that takes longer than three seconds: the act is done all the same.
 */
export async function caseNumber(
  { database, log, logger, progress }: Context,
  { data }: AuditEvent,
): Promise<{ case_number?: number }> {
  const partition = partitionOf(data.community_id, log.partitions);
  try {
    await progress.reach(partition, (await log.bounds(partition)).last, WAIT);
    const found = await database.cases.findOne({ _id: data.id }, { projection: { number: 1 } });
    return found ? { case_number: found.number } : {};
  } catch (error) {
    logger.info({ error, entry: data.id }, 'A case was not numbered in time to be told its number');
    return {};
  }
}
