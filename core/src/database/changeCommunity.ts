import { CozyError } from '@cozy/protocol';
import type { UpdateQuery } from 'mongoose';
import type { Context } from '../context.ts';
import type { NewEvent } from '../log/eventLog.ts';
import type { CommunityDocument } from './documents.ts';
import { OVERTAKEN, untilCommitted } from './untilCommitted.ts';

/** An update of a community's document and the events that say what it changed. */
export interface CommunityChange<R> {
  update: UpdateQuery<CommunityDocument>;
  events: NewEvent[];
  result: R;
}

/**
 * Changes a community: reads its document, works the change out on exactly that version, and commits it if the version
 * is still the same, else tries again. Waits until this process has seen the events.
 *
 * @param change given the committed document, throws CozyError or says what to write. May run several times.
 * @returns the change's result.
 * @throws CozyError UNKNOWN_COMMUNITY; CONFLICT after too many tries; what `change` throws.
 */
export async function changeCommunity<R>(
  { database, outbox, replica }: Context,
  communityId: string,
  change: (document: CommunityDocument) => CommunityChange<R>,
): Promise<R> {
  return await untilCommitted(async () => {
    const document = (await database.communities
      .findOne({ _id: communityId, deleted: false })
      .lean()) as CommunityDocument | null;
    if (!document) throw new CozyError('UNKNOWN_COMMUNITY');
    const { update, events, result } = change(document);
    const filter = { _id: communityId, rev: document.rev };
    const committed = await outbox.commit(database.communities, filter, update, events);
    if (!committed) return OVERTAKEN;
    await replica.reached(committed.places);
    return result;
  });
}
