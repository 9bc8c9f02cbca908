import type { Database, LogEvent, ReadStateDocument } from '@cozy/core';
import type { EventData } from '@cozy/protocol';
import type { AnyBulkWriteOperation, Document } from 'mongodb';
import { insertNew } from './insertNew.ts';
import { clearPassed } from './passedMentions.ts';

/** What a batch does to one marker. */
interface Change {
  _id: string;
  user_id: string;
  channel_id: string;
  /** The last event that set it back. */
  back?: { last_message_id: string; epoch: string; sequence: number; mentions: readonly string[] };
  /** The furthest that it was moved to after that, and by which event last. */
  forward?: { last_message_id: string; sequence: number };
  /** The reader's own newest message. */
  own?: string;
}

/**
 * What the events of a batch do to read markers. Own messages come from other partitions than the markers, so they have
 * a field of their own and may be written before or after them. Every write may be repeated, also after later ones:
 * an event that is older than the last setting back changes nothing.
 */
export class ReadMarks {
  readonly #database: Database;
  readonly #changes = new Map<string, Change>();

  constructor(database: Database) {
    this.#database = database;
  }

  #of(user_id: string, channel_id: string): Change {
    const _id = `${user_id}:${channel_id}`;
    let change = this.#changes.get(_id);
    if (!change) {
      change = { _id, user_id, channel_id };
      this.#changes.set(_id, change);
    }
    return change;
  }

  /** Takes READ_STATE_UPDATE in. */
  move(event: LogEvent): void {
    const { channel_id, last_message_id, epoch, mentions = [] } = event.data<EventData<'READ_STATE_UPDATE'>>();
    const change = this.#of(event.owner.id, channel_id);
    const { sequence } = event;
    if (epoch !== undefined) {
      change.back = { last_message_id, epoch, sequence, mentions };
      delete change.forward;
      return;
    }
    const known = change.forward?.last_message_id;
    change.forward = { last_message_id: known && known > last_message_id ? known : last_message_id, sequence };
  }

  /** Takes a message of a person in. */
  sent({ channel_id, author, id }: Pick<EventData<'MESSAGE_CREATE'>, 'channel_id' | 'author' | 'id'>): void {
    const change = this.#of(author.id, channel_id);
    if (!change.own || change.own < id) change.own = id;
  }

  /** Writes the markers, and the mentions that have become unread again. */
  async write(): Promise<void> {
    if (this.#changes.size === 0) return;
    const updates = [...this.#changes.values()].map((change): AnyBulkWriteOperation<ReadStateDocument> => {
      const update = change.back || change.forward ? stages(change) : ownOnly(change);
      return { updateOne: { filter: { _id: change._id }, update, upsert: true } };
    });
    await this.#database.readStates.bulkWrite(updates, { ordered: false });
    await this.#restore();
  }

  // A message that was deleted meanwhile is not there any more.
  async #restore(): Promise<void> {
    const again = [...this.#changes.values()].flatMap(({ user_id, channel_id, back }) =>
      (back?.mentions ?? []).map((message_id) => ({
        _id: `${user_id}:${message_id}`,
        user_id,
        channel_id,
        message_id,
      })),
    );
    if (again.length === 0) return;
    const { messages, mentions } = this.#database;
    const ids = again.map(({ message_id }) => message_id);
    const there = new Set(await messages.distinct('id', { id: { $in: ids }, deleted: false }));
    await insertNew(
      mentions,
      again.filter(({ message_id }) => there.has(message_id)),
    );
  }

  /** Removes the mentions that were passed; to be called after new ones are written. */
  async clearPassed(): Promise<void> {
    const moved = [...this.#changes.values()].flatMap(({ user_id, channel_id, forward }) =>
      forward ? [{ user_id, channel_id, last_message_id: forward.last_message_id }] : [],
    );
    await clearPassed(this.#database, moved);
  }
}

function ownOnly({ user_id, channel_id, own }: Change): Document {
  return { $set: { user_id, channel_id }, $max: { own_message_id: own } };
}

function stages({ user_id, channel_id, back, forward, own }: Change): Document[] {
  const result: Document[] = [{ $set: { user_id, channel_id } }];
  const newerThanBack = (sequence: number) => ({ $gt: [sequence, { $ifNull: ['$back', 0] }] });
  if (back) {
    const { last_message_id, epoch, sequence } = back;
    const isNew = newerThanBack(sequence);
    result.push({
      $set: {
        last_message_id: { $cond: [isNew, last_message_id, '$last_message_id'] },
        epoch: { $cond: [isNew, epoch, '$epoch'] },
        back: { $cond: [isNew, sequence, '$back'] },
      },
    });
  }
  if (forward) {
    const further = { $max: ['$last_message_id', forward.last_message_id] };
    const last_message_id = { $cond: [newerThanBack(forward.sequence), further, '$last_message_id'] };
    result.push({ $set: { last_message_id } });
  }
  if (own) result.push({ $set: { own_message_id: { $max: ['$own_message_id', own] } } });
  return result;
}
