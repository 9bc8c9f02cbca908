import type {
  ChannelHeadDocument,
  Context,
  LogEvent,
  MentionDocument,
  MessageDocument,
  ReactionDocument,
  ReadStateDocument,
} from '@cozy/core';
import { isDuplicateKey, reactionId } from '@cozy/core';
import type { EventData, EventName } from '@cozy/protocol';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { announceProfile } from './profiles.ts';

type Apply = (event: LogEvent) => unknown;
type Later = () => Promise<unknown>;

/**
 * Events of one partition that are written together. New documents go in by one insert for each collection; what
 * changes documents comes after them, in the log's order. Every write may be repeated, with the same result.
 */
export class Batch {
  readonly #context: Context;
  readonly #messages: MessageDocument[] = [];
  readonly #mentions: MentionDocument[] = [];
  readonly #heads = new Map<string, ChannelHeadDocument>();
  readonly #readStates = new Map<string, ReadStateDocument>();
  readonly #messageChanges: AnyBulkWriteOperation<MessageDocument>[] = [];
  readonly #reactionChanges: AnyBulkWriteOperation<ReactionDocument>[] = [];
  readonly #later: Later[] = [];

  constructor(context: Context) {
    this.#context = context;
  }

  // Events that are not here change nothing in the projection: their documents were committed before them.
  readonly #appliers: { [E in EventName]?: Apply } = {
    MESSAGE_CREATE: (event) => {
      const { id, reactions: _none, ...fields } = event.data<EventData<'MESSAGE_CREATE'>>();
      this.#messages.push({ _id: id, ...fields, sequence: event.sequence, deleted: false });
      const head = this.#heads.get(fields.channel_id);
      if (!head || head.last_message_id < id) {
        this.#heads.set(fields.channel_id, {
          _id: fields.channel_id,
          community_id: fields.community_id,
          last_message_id: id,
        });
      }
      for (const user_id of fields.mentions) {
        if (user_id === fields.author.id) continue;
        this.#mentions.push({ _id: `${user_id}:${id}`, user_id, channel_id: fields.channel_id, message_id: id });
      }
    },
    MESSAGE_UPDATE: (event) => {
      const { id, content, mentions, edited_at } = event.data<EventData<'MESSAGE_UPDATE'>>();
      this.#messageChanges.push({
        updateOne: { filter: { _id: id, deleted: false }, update: { $set: { content, mentions, edited_at } } },
      });
    },
    MESSAGE_DELETE: (event) => {
      const { id } = event.data<EventData<'MESSAGE_DELETE'>>();
      const { reactions, mentions } = this.#context.database;
      this.#messageChanges.push({
        updateOne: { filter: { _id: id }, update: { $set: { deleted: true, content: '', mentions: [] } } },
      });
      this.#later.push(
        () => reactions.deleteMany({ message_id: id }),
        () => mentions.deleteMany({ message_id: id }),
      );
    },
    MESSAGE_REACTION_ADD: (event) => this.#reactionChanges.push(reactionChange(event, false)),
    MESSAGE_REACTION_REMOVE: (event) => this.#reactionChanges.push(reactionChange(event, true)),
    READ_STATE_UPDATE: (event) => {
      const { channel_id, last_message_id } = event.data<EventData<'READ_STATE_UPDATE'>>();
      const user_id = event.owner.id;
      const _id = `${user_id}:${channel_id}`;
      const known = this.#readStates.get(_id);
      if (!known || known.last_message_id < last_message_id) {
        this.#readStates.set(_id, { _id, user_id, channel_id, last_message_id });
      }
    },
    USER_UPDATE: (event) => {
      this.#later.push(() => announceProfile(this.#context, event.owner.id));
    },
    CHANNEL_DELETE: (event) => {
      const { id } = event.data<EventData<'CHANNEL_DELETE'>>();
      this.#later.push(() => this.#clearChannels([id]));
    },
    COMMUNITY_ROLE_DELETE: (event) => {
      const { id, community_id } = event.data<EventData<'COMMUNITY_ROLE_DELETE'>>();
      const { members } = this.#context.database;
      this.#later.push(() => members.collection.updateMany({ community_id }, { $pull: { roles: id } } as never));
    },
    COMMUNITY_DELETE: (event) => {
      // The same event on a user's own subject says that they have left.
      if (event.owner.kind !== 'c') return;
      this.#later.push(() => this.#clearCommunity(event.owner.id));
    },
  };

  /** Takes an event in. */
  add(event: LogEvent): void {
    this.#appliers[event.name]?.(event);
  }

  /** Writes everything. To be called once. */
  async write(): Promise<void> {
    const { messages, reactions, channelHeads, mentions } = this.#context.database;
    await Promise.all([insertNew(messages, this.#messages), insertNew(mentions, this.#mentions)]);
    if (this.#messageChanges.length > 0) await messages.bulkWrite(this.#messageChanges);
    if (this.#reactionChanges.length > 0) await reactions.bulkWrite(this.#reactionChanges);
    if (this.#heads.size > 0) {
      await channelHeads.bulkWrite(
        [...this.#heads.values()].map(({ _id, community_id, last_message_id }) => ({
          updateOne: { filter: { _id }, update: { $set: { community_id }, $max: { last_message_id } }, upsert: true },
        })),
      );
    }
    if (this.#readStates.size > 0) await this.#writeReadStates([...this.#readStates.values()]);
    for (const later of this.#later) await later();
  }

  async #writeReadStates(states: readonly ReadStateDocument[]): Promise<void> {
    const { readStates, mentions } = this.#context.database;
    await readStates.bulkWrite(
      states.map(({ _id, user_id, channel_id, last_message_id }) => ({
        updateOne: {
          filter: { _id },
          update: { $set: { user_id, channel_id }, $max: { last_message_id } },
          upsert: true,
        },
      })),
    );
    await mentions.bulkWrite(
      states.map(({ user_id, channel_id, last_message_id }) => ({
        deleteMany: { filter: { user_id, channel_id, message_id: { $lte: last_message_id } } },
      })),
    );
  }

  async #clearChannels(ids: readonly string[]): Promise<void> {
    const { messages, reactions, channelHeads, readStates, mentions } = this.#context.database;
    const inChannels = { channel_id: { $in: [...ids] } };
    await messages.deleteMany(inChannels);
    await reactions.deleteMany(inChannels);
    await readStates.deleteMany(inChannels);
    await mentions.deleteMany(inChannels);
    await channelHeads.deleteMany({ _id: { $in: [...ids] } });
  }

  async #clearCommunity(id: string): Promise<void> {
    const { communities, members, invites } = this.#context.database;
    const community = await communities.findOne({ _id: id }).lean();
    await this.#clearChannels(community?.channels.map((channel) => channel.id) ?? []);
    await members.updateMany({ community_id: id, left: false }, { $set: { left: true } });
    await invites.updateMany({ community_id: id }, { $set: { revoked: true } });
  }
}

// A reaction that was taken back stays, marked as removed, because its next change is named after this one's sequence.
function reactionChange(event: LogEvent, removed: boolean): AnyBulkWriteOperation<ReactionDocument> {
  const { channel_id, message_id, emoji, user_id } = event.data<EventData<'MESSAGE_REACTION_ADD'>>();
  return {
    updateOne: {
      filter: { _id: reactionId(message_id, emoji, user_id) },
      update: { $set: { channel_id, message_id, emoji, user_id, removed, sequence: event.sequence } },
      upsert: true,
    },
  };
}

// A repeated batch finds its documents there already.
async function insertNew<D extends { _id: string }>(collection: Collection<D>, documents: readonly D[]): Promise<void> {
  if (documents.length === 0) return;
  try {
    await collection.insertMany(documents as never, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const found = await collection
      .find({ _id: { $in: documents.map(({ _id }) => _id) } } as never, { projection: { _id: 1 } })
      .toArray();
    const present = new Set(found.map(({ _id }) => _id as string));
    const missing = documents.filter(({ _id }) => !present.has(_id));
    if (missing.length > 0) await collection.insertMany(missing as never, { ordered: false });
  }
}
