import { compareIds } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.ts';

/** Digits of a sequence in a key: as many as the largest safe integer has. */
const DIGITS = 16;
/** Messages whose keys are remembered, about 200 bytes each. */
const REMEMBERED = 20_000;

/**
 * The `_id` of a message in the projection: its channel and its place there. Keys of a channel follow one another as its
 * messages do, so that a page is a range of the primary index, which every engine walks in order in both directions.
 * (FerretDB 2.7 sorts by no other index: it read and sorted all older messages for a page, seconds in a million.)
 *
 * @param sequence of the message in the channel's partition.
 */
export function messageKey(channelId: string, sequence: number): string {
  return `${channelId}:${String(sequence).padStart(DIGITS, '0')}`;
}

/** The keys of all messages of a channel, as a condition. */
export function keysOfChannel(channelId: string): { $gte: string; $lt: string } {
  // `;` is the character after `:`.
  return { $gte: `${channelId}:`, $lt: `${channelId};` };
}

/** Finds where messages stand in their channels, and remembers where pages began and ended: the next begins there. */
export class MessagePlaces {
  readonly #database: Database;
  readonly #keys = new LRUCache<string, string>({ max: REMEMBERED });

  constructor(database: Database) {
    this.#database = database;
  }

  /** Remembers the key of a message that was read. */
  remember(id: string, key: string): void {
    this.#keys.set(id, key);
  }

  /** Gives the key of a message, or null when the channel has no such message. */
  async keyOf(channelId: string, id: string): Promise<string | null> {
    const known = this.#keys.get(id);
    if (known?.startsWith(`${channelId}:`)) return known;
    const { messages } = this.#database;
    // With a limit FerretDB's planner, until it has statistics, rather reads the whole collection for the one message.
    const [found] = await messages.find({ id, channel_id: channelId }, { projection: { _id: 1 } }).toArray();
    if (!found) return null;
    this.remember(id, found._id);
    return found._id;
  }

  /**
   * Finds where a message stands.
   *
   * @param id of any message. One that is not in the channel stands where one of its age would.
   * @returns its key, or a text between those of its neighbours.
   */
  async find(channelId: string, id: string): Promise<string> {
    return (await this.keyOf(channelId, id)) ?? (await this.#search(channelId, id));
  }

  // Binary search by age: order by id and by place are nearly the same. At most as many steps as a sequence has bits.
  async #search(channelId: string, id: string): Promise<string> {
    const { messages } = this.#database;
    const newest = await messages.findOne(
      { _id: keysOfChannel(channelId) },
      { sort: { _id: -1 }, projection: { sequence: 1 } },
    );
    let low = 0;
    let high = (newest?.sequence ?? -1) + 1;
    let older = '';
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const first = await messages.findOne(
        { _id: { $gte: messageKey(channelId, middle), $lt: messageKey(channelId, high) } },
        { sort: { _id: 1 }, projection: { id: 1, sequence: 1 } },
      );
      if (first && compareIds(first.id, id) < 0) {
        older = first._id;
        low = first.sequence + 1;
      } else high = middle;
    }
    // `~` comes after every digit, so the text is after the older one and before all that follow.
    return older ? `${older}~` : `${channelId}:`;
  }
}
