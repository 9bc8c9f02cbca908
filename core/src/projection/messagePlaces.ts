import { compareIds } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.ts';

/** Digits of a sequence in a key: as many as the largest safe integer has. */
const DIGITS = 16;
/** Messages whose keys are remembered, about 200 bytes each. */
const REMEMBERED = 20_000;

/**
 * The `_id` of a message in the projection: its channel, or its thread, and its place there. Keys of a channel follow one another as its
 * messages do, so that a page is a range of the primary index, which every engine walks in order in both directions.
 * (FerretDB 2.7 sorts by no other index: it read and sorted all older messages for a page, seconds in a million.)
 *
 * @param listId of the channel or, of a reply in a thread, of the thread.
 * @param sequence of the message in the channel's partition.
 */
export function messageKey(listId: string, sequence: number): string {
  return `${listId}:${String(sequence).padStart(DIGITS, '0')}`;
}

/** The keys of all messages of a channel outside of its threads or, by a thread's id, of its replies, as a condition. */
export function keysOfChannel(listId: string): { $gte: string; $lt: string } {
  // `;` is the character after `:`.
  return { $gte: `${listId}:`, $lt: `${listId};` };
}

/** Finds where messages stand in their channels, and remembers where pages began and ended: the next begins there. */
export class MessagePlaces {
  readonly #database: Database;
  readonly #keys = new LRUCache<string, { channelId: string; key: string }>({ max: REMEMBERED });

  constructor(database: Database) {
    this.#database = database;
  }

  /** Remembers the key of a message that was read. */
  remember(id: string, channelId: string, key: string): void {
    this.#keys.set(id, { channelId, key });
  }

  /** Gives the key of a message of a channel or of its threads, or null when the channel has no such message. */
  async keyOf(channelId: string, id: string): Promise<string | null> {
    const known = this.#keys.get(id);
    if (known?.channelId === channelId) return known.key;
    const { messages } = this.#database;
    // With a limit FerretDB's planner, until it has statistics, rather reads the whole collection for the one message.
    const [found] = await messages.find({ id, channel_id: channelId }, { projection: { _id: 1 } }).toArray();
    if (!found) return null;
    this.remember(id, channelId, found._id);
    return found._id;
  }

  /**
   * Finds where a message stands.
   *
   * @param id of any message. One that is not in the list stands where one of its age would.
   * @param listId the channel, or one of its threads.
   * @returns its key, or a text between those of its neighbours.
   */
  async find(channelId: string, id: string, listId = channelId): Promise<string> {
    const key = await this.keyOf(channelId, id);
    return key?.startsWith(`${listId}:`) ? key : await this.#search(listId, id);
  }

  // Binary search by age: order by id and by place are nearly the same. At most as many steps as a sequence has bits.
  async #search(listId: string, id: string): Promise<string> {
    const { messages } = this.#database;
    const newest = await messages.findOne(
      { _id: keysOfChannel(listId) },
      { sort: { _id: -1 }, projection: { sequence: 1 } },
    );
    let low = 0;
    let high = (newest?.sequence ?? -1) + 1;
    let older = '';
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const first = await messages.findOne(
        { _id: { $gte: messageKey(listId, middle), $lt: messageKey(listId, high) } },
        { sort: { _id: 1 }, projection: { id: 1, sequence: 1 } },
      );
      if (first && compareIds(first.id, id) < 0) {
        older = first._id;
        low = first.sequence + 1;
      } else high = middle;
    }
    // `~` comes after every digit, so the text is after the older one and before all that follow.
    return older ? `${older}~` : `${listId}:`;
  }
}
