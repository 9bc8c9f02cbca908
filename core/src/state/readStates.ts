import { compareIds, LIMITS, markAfterOwn, NOTHING_READ, type ReadMark, type ReadState } from '@cozy/protocol';
import type { ReadStateDocument } from '../database/documents.ts';
import type { Loaders } from '../database/loaders.ts';

/** The marker that a document holds: the projector keeps beside it the reader's own newest message. */
export function markOf({ last_message_id = NOTHING_READ, own_message_id, epoch }: ReadStateDocument): ReadMark {
  const mark = { last_message_id, epoch };
  return own_message_id === undefined ? mark : markAfterOwn(mark, own_message_id);
}

/**
 * A read state as it goes over the wire.
 *
 * @param mentions messages that name the reader and are beyond the marker, in any order.
 */
export function readState(channel_id: string, mark: ReadMark, mentions: readonly string[]): ReadState {
  const state: ReadState = { channel_id, last_message_id: mark.last_message_id, mention_count: mentions.length };
  if (mentions.length > 0) state.mentions = [...mentions].sort(compareIds).slice(-LIMITS.mentionsListed);
  if (mark.epoch !== undefined) state.epoch = mark.epoch;
  return state;
}

/** How far an account has read, and who named it since, in all channels of which anything is known. */
export async function loadReadStates(loaders: Loaders, userId: string): Promise<ReadState[]> {
  const [documents, mentions] = await Promise.all([loaders.readStates.load(userId), loaders.mentions.load(userId)]);
  const marks = new Map<string, ReadMark>(documents.map((document) => [document.channel_id, markOf(document)]));
  const unread = new Map<string, string[]>();
  for (const { channel_id, message_id } of mentions) {
    const mark = marks.get(channel_id);
    if (!mark) marks.set(channel_id, { last_message_id: NOTHING_READ });
    else if (compareIds(message_id, mark.last_message_id) <= 0) continue;
    const known = unread.get(channel_id);
    if (known) known.push(message_id);
    else unread.set(channel_id, [message_id]);
  }
  return [...marks].map(([channelId, mark]) => readState(channelId, mark, unread.get(channelId) ?? []));
}
