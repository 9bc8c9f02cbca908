import { compareIds } from './ids.ts';
import type { ReadState } from './objects.ts';

/** How far a channel is read: everything up to a message, and when it was last set back, if ever. */
export interface ReadMark {
  last_message_id: string;
  /** Made when the mark was last set back; what was sent before it does not move the mark any more. */
  epoch?: string | undefined;
}

/** Stands where nothing is read yet. */
export const NOTHING_READ = '10000000000000000';

const later = (a: string, b: string) => (compareIds(a, b) >= 0 ? a : b);

/**
 * The mark that holds after another one was told [GW-71]. Marks move forward; only one with a newer epoch sets back. The
 * result is the same in whatever order own messages and marks arrive.
 *
 * @param known what held until now; undefined for a channel that was never read.
 * @param told by READY or READ_STATE_UPDATE. Without an epoch it goes forward from wherever the mark is.
 */
export function nextMark(known: ReadMark | undefined, told: ReadMark): ReadMark {
  const { last_message_id, epoch } = told;
  if (!known) return { last_message_id, epoch };
  const order = epoch === undefined ? 0 : compareIds(epoch, known.epoch ?? NOTHING_READ);
  if (order < 0) return known;
  if (order === 0) return { last_message_id: later(known.last_message_id, last_message_id), epoch: known.epoch };
  // What is beyond the epoch was sent by the reader after it: it came first, from another partition of the log.
  const sent = compareIds(known.last_message_id, epoch!) > 0;
  return { last_message_id: sent ? known.last_message_id : last_message_id, epoch };
}

/** The mark that holds after the reader has sent a message: who writes has read what is above. */
export function markAfterOwn(known: ReadMark | undefined, messageId: string): ReadMark {
  if (!known) return { last_message_id: messageId };
  if (known.epoch !== undefined && compareIds(messageId, known.epoch) < 0) return known;
  return { last_message_id: later(known.last_message_id, messageId), epoch: known.epoch };
}

/** A read marker with the unread mentions beyond it, as a client keeps them [GW-72]. */
export interface Reading extends ReadMark {
  /** Messages that name the reader. */
  mentions: readonly string[];
  /** Further ones, older than these, of which only the number is known. */
  older: number;
}

const beyond = (mark: ReadMark, mentions: Iterable<string>) =>
  [...new Set(mentions)].filter((id) => compareIds(id, mark.last_message_id) > 0);

/** Takes a read state of READY or READ_STATE_UPDATE. What is known of mentions counts: some may not be in it yet. */
export function takeReadState(known: Reading | undefined, state: ReadState): Reading {
  const mark = nextMark(known, state);
  const { mentions = [], mention_count } = state;
  const settled = mark.last_message_id === state.last_message_id;
  const older = settled ? Math.max(0, mention_count - mentions.length) : 0;
  return { ...mark, mentions: beyond(mark, [...(known?.mentions ?? []), ...mentions]), older };
}

/** Takes a message that the reader has sent. */
export function takeOwnMessage(known: Reading | undefined, messageId: string): Reading {
  const mark = markAfterOwn(known, messageId);
  const moved = mark.last_message_id !== known?.last_message_id;
  return { ...mark, mentions: beyond(mark, known?.mentions ?? []), older: moved ? 0 : known.older };
}

/** Takes a message that names the reader. */
export function takeMention(known: Reading | undefined, messageId: string): Reading {
  const reading = known ?? { last_message_id: NOTHING_READ, mentions: [], older: 0 };
  return { ...reading, mentions: beyond(reading, [...reading.mentions, messageId]) };
}

/** Takes the deletion of a message that named the reader. */
export function dropMention(reading: Reading, messageId: string): Reading {
  return { ...reading, mentions: reading.mentions.filter((id) => id !== messageId) };
}
