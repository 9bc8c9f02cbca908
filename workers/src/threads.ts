import type { Context, MessageDocument, ThreadFollowDocument } from '@cozy/core';
import type { EventData, ThreadSummary } from '@cozy/protocol';
import type { AnyBulkWriteOperation } from 'mongodb';
import { insertNew } from './insertNew.ts';
import { clearPassed } from './passedMentions.ts';

type Database = Context['database'];

/** A reply that came to a thread or, without `reply`, one that was deleted. */
interface Change {
  sequence: number;
  reply?: MessageDocument;
}

/** A version that is before every change of following. */
const NO_VERSION = '0';

/** What a batch writes about threads. Like all of a batch it may be repeated, also after writes of later events. */
export class Threads {
  readonly #database: Database;
  readonly #changes = new Map<string, Change[]>();
  readonly #members: { userId: string; change: EventData<'THREAD_MEMBER_UPDATE'> }[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes a reply in. */
  replied(reply: MessageDocument, threadId: string): void {
    this.#add(threadId, { sequence: reply.sequence, reply });
  }

  /** Takes in that a reply was deleted. */
  deleted(threadId: string, sequence: number): void {
    this.#add(threadId, { sequence });
  }

  /** Takes in how someone follows a thread from now on. */
  changed(userId: string, change: EventData<'THREAD_MEMBER_UPDATE'>): void {
    this.#members.push({ userId, change });
  }

  #add(threadId: string, change: Change): void {
    const known = this.#changes.get(threadId);
    if (known) known.push(change);
    else this.#changes.set(threadId, [change]);
  }

  /** Writes what was taken in, after the batch's messages. */
  async write(): Promise<void> {
    if (this.#changes.size > 0) await this.#writeThreads();
    if (this.#members.length > 0) await this.#writeMembers();
  }

  async #writeThreads(): Promise<void> {
    const { messages } = this.#database;
    const ids = [...this.#changes.keys()];
    const roots = await messages.find({ id: { $in: ids } }, { projection: { id: 1, author: 1, thread: 1 } }).toArray();
    const authors = new Map(roots.map(({ id, author }) => [id, author]));
    const summaries = roots.map(({ id, thread }): AnyBulkWriteOperation<MessageDocument> => {
      const $set = { thread: summarize(thread, this.#changes.get(id)!) };
      return { updateMany: { filter: { id }, update: { $set } } };
    });
    if (summaries.length > 0) await messages.bulkWrite(summaries, { ordered: false });
    await this.#follow(authors);
  }

  // Who began a thread follows it from its first reply; who replies or is named, from then on, also if they had left it.
  async #follow(authors: ReadonlyMap<string, MessageDocument['author']>): Promise<void> {
    const made = new Map<string, ThreadFollowDocument>();
    const updates: AnyBulkWriteOperation<ThreadFollowDocument>[] = [];
    for (const [thread_id, changes] of this.#changes) {
      const replies = changes.flatMap(({ reply }) => (reply ? [reply] : []));
      const newest = replies.at(-1);
      if (!newest) continue;
      const { channel_id, community_id } = newest;
      const document = (user_id: string, version: string): ThreadFollowDocument => {
        const place = { user_id, thread_id, channel_id, community_id };
        return { _id: `${user_id}:${thread_id}`, ...place, following: true, version, last_reply_id: newest.id };
      };
      const put = (one: ThreadFollowDocument) => void (made.has(one._id) || made.set(one._id, one));
      for (const { id, author, mentions } of replies) {
        for (const user_id of new Set([...(author.bot ? [] : [author.id]), ...mentions])) {
          const one = document(user_id, id);
          put(one);
          const filter = { _id: one._id, version: { $lt: id } };
          updates.push({ updateOne: { filter, update: { $set: { following: true, version: id } } } });
          if (user_id === author.id) {
            updates.push({ updateOne: { filter: { _id: one._id }, update: { $max: { last_read_id: id } } } });
          }
        }
      }
      const starter = authors.get(thread_id);
      if (starter && !starter.bot) put(document(starter.id, NO_VERSION));
      updates.push({ updateMany: { filter: { thread_id }, update: { $max: { last_reply_id: newest.id } } } });
    }
    await insertNew(this.#database.threadFollows, [...made.values()]);
    if (updates.length > 0) await this.#database.threadFollows.bulkWrite(updates);
  }

  async #writeMembers(): Promise<void> {
    const { threadFollows } = this.#database;
    const made = new Map<string, ThreadFollowDocument>();
    const updates: AnyBulkWriteOperation<ThreadFollowDocument>[] = [];
    for (const { userId: user_id, change } of this.#members) {
      const { thread_id, channel_id, community_id, following, last_read_id, version } = change;
      const _id = `${user_id}:${thread_id}`;
      const place = { user_id, thread_id, channel_id, community_id };
      const last_reply_id = (following && last_read_id) || thread_id;
      made.set(_id, { _id, ...place, following: false, version: NO_VERSION, last_reply_id });
      if (following !== undefined) {
        const update = { $set: { following, version } };
        updates.push({ updateOne: { filter: { _id, version: { $lt: version } }, update } });
      }
      if (last_read_id) updates.push({ updateOne: { filter: { _id }, update: { $max: { last_read_id } } } });
    }
    await insertNew(threadFollows, [...made.values()]);
    await threadFollows.bulkWrite(updates);
    const marks = this.#members.flatMap(({ userId: user_id, change: { thread_id: channel_id, last_read_id } }) =>
      last_read_id ? [{ user_id, channel_id, last_message_id: last_read_id }] : [],
    );
    await clearPassed(this.#database, marks);
  }
}

/** The summary of a thread after some changes, of which it may hold the first ones already. */
function summarize(before: ThreadSummary | undefined, changes: readonly Change[]): ThreadSummary {
  const summary: ThreadSummary = before ? { ...before } : { count: 0, last_reply_id: null, last_reply_at: null };
  for (const { sequence, reply } of changes) {
    if (sequence <= (summary.sequence ?? 0)) continue;
    summary.sequence = sequence;
    summary.count += reply ? 1 : -1;
    if (reply) Object.assign(summary, { last_reply_id: reply.id, last_reply_at: reply.created_at });
  }
  return summary;
}
