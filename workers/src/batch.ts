import type {
  AuditDocument,
  ChannelHeadDocument,
  Context,
  LogEvent,
  MentionDocument,
  MessageDocument,
  PinDocument,
  PollVoteDocument,
  ReactionDocument,
  WideMentionDocument,
} from '@cozy/core';
import { bindAttachments, messageKey, reactionId, wideMention } from '@cozy/core';
import { type EventData, type EventName, isCaseAction } from '@cozy/protocol';
import type { AnyBulkWriteOperation, Collection, Document } from 'mongodb';
import { deleteOfBanned } from './banned.ts';
import { applyToCases } from './cases.ts';
import { clearChannels, clearCommunity } from './clear.ts';
import { editOf, embedsOf, trimOf } from './edits.ts';
import { insertNew } from './insertNew.ts';
import { lookUpAgain, wantPreviews } from './links/wantPreviews.ts';
import { Personal } from './personal.ts';
import { countVotes } from './polls.ts';
import { announceProfile } from './profiles.ts';
import { ReadMarks } from './readMarks.ts';
import { Threads } from './threads.ts';

type Apply = (event: LogEvent) => unknown;
type Later = () => Promise<unknown>;

/**
 * Events that are written together, of one partition or of several. New documents go in by one insert for each
 * collection; what changes documents comes after them, in the log's order. Every write may be repeated, with the same
 * result, also after writes of later events.
 */
export class Batch {
  readonly #context: Context;
  readonly #messages: MessageDocument[] = [];
  readonly #mentions: MentionDocument[] = [];
  readonly #wideMentions: WideMentionDocument[] = [];
  readonly #audit: AuditDocument[] = [];
  readonly #heads = new Map<string, ChannelHeadDocument>();
  readonly #readMarks: ReadMarks;
  readonly #personal: Personal;
  readonly #reactions = new Map<string, ReactionDocument>();
  readonly #pins = new Map<string, PinDocument>();
  readonly #pollVotes = new Map<string, PollVoteDocument>();
  readonly #counted = new Set<string>();
  /** Each of one message; but for one, FerretDB's planner would rather read them all until it has statistics. */
  readonly #messageChanges: AnyBulkWriteOperation<MessageDocument>[] = [];
  readonly #reacted = new Set<string>();
  readonly #deleted: string[] = [];
  readonly #threads: Threads;
  readonly #later = new Map<number, Later[]>();

  constructor(context: Context) {
    this.#context = context;
    this.#readMarks = new ReadMarks(context.database);
    this.#threads = new Threads(context.database);
    this.#personal = new Personal(context.database);
  }

  // Events that are not here change nothing in the projection: their documents were committed before them.
  readonly #appliers: { [E in EventName]?: Apply } = {
    MESSAGE_CREATE: (event) => {
      const message = event.data<EventData<'MESSAGE_CREATE'>>();
      const { id, channel_id, community_id, author, mentions } = message;
      // Field by field: to spread an object and leave one out costs more than all else here.
      const document: MessageDocument = {
        _id: messageKey(message.thread_id ?? channel_id, event.sequence),
        id,
        channel_id,
        community_id,
        author,
        content: message.content,
        mentions,
        reply_to: message.reply_to,
        edited_at: message.edited_at,
        created_at: message.created_at,
        sequence: event.sequence,
        deleted: false,
        reacted: false,
      };
      if (message.nonce !== undefined) document.nonce = message.nonce;
      if (message.poll) document.poll = message.poll;
      if (message.components) document.components = message.components;
      if (message.interaction) document.interaction = message.interaction;
      if (message.forwarded) document.forwarded = message.forwarded;
      if (message.mention_roles) document.mention_roles = message.mention_roles;
      if (message.mention_everyone) document.mention_everyone = true;
      const wide = wideMention(message);
      if (wide) this.#wideMentions.push(wide);
      if (message.attachments) {
        document.attachments = message.attachments;
        this.#afterwards(event, () => bindAttachments(this.#context, message, this.#deleted.includes(id)));
      }
      if (message.sticker_items) document.sticker_items = message.sticker_items;
      if (message.title !== undefined) document.title = message.title;
      if (message.thread) document.thread = { ...message.thread, sequence: event.sequence };
      if (message.thread_id) {
        document.thread_id = message.thread_id;
        this.#threads.replied(document, message.thread_id);
      }
      this.#messages.push(document);
      this.#lookUp(event, message, '');
      const head = this.#heads.get(channel_id);
      if (!message.thread_id && (!head || head.last_message_id < id)) {
        this.#heads.set(channel_id, { _id: channel_id, community_id, last_message_id: id });
      }
      if (!author.bot && !message.thread_id) this.#readMarks.sent(message);
      for (const user_id of mentions) {
        if (user_id === author.id) continue;
        this.#mentions.push({
          _id: `${user_id}:${id}`,
          user_id,
          channel_id: message.thread_id ?? channel_id,
          message_id: id,
        });
      }
    },
    MESSAGE_UPDATE: (event) => {
      this.#messageChanges.push(editOf(event), trimOf(event));
      this.#lookUp(event, event.data<EventData<'MESSAGE_UPDATE'>>(), String(event.sequence));
    },
    MESSAGE_EMBEDS_UPDATE: (event) => {
      this.#messageChanges.push(embedsOf(event));
      const { id, flags } = event.data<EventData<'MESSAGE_EMBEDS_UPDATE'>>();
      // They are shown again: what is there is looked up as for a new message.
      if (flags === 0) this.#afterwards(event, () => lookUpAgain(this.#context, id, String(event.sequence)));
    },
    MESSAGE_DELETE: (event) => {
      const { id, thread_id } = event.data<EventData<'MESSAGE_DELETE'>>();
      if (thread_id) this.#threads.deleted(thread_id, event.sequence);
      this.#delete(id);
    },
    MESSAGE_DELETE_BULK: (event) => {
      for (const id of event.data<EventData<'MESSAGE_DELETE_BULK'>>().ids) this.#delete(id);
    },
    CHANNEL_PINS_UPDATE: (event) => {
      const { channel_id, message_id: id, user_id, pinned_at } = event.data<EventData<'CHANNEL_PINS_UPDATE'>>();
      this.#pins.set(id, { _id: id, channel_id, user_id, pinned_at });
      const update = pinned_at === null ? { $unset: { pinned_at: true } } : { $set: { pinned_at } };
      this.#messageChanges.push({ updateMany: { filter: { id, deleted: false }, update: update as never } });
    },
    ATTACHMENT_UPDATE: (event) => {
      const { message_id, attachment } = event.data<EventData<'ATTACHMENT_UPDATE'>>();
      this.#messageChanges.push({
        updateMany: {
          filter: { id: message_id, deleted: false, 'attachments.id': attachment.id },
          update: { $set: { 'attachments.$': attachment } },
        },
      });
    },
    MESSAGE_REACTION_ADD: (event) => this.#react(event, false),
    MESSAGE_REACTION_REMOVE: (event) => this.#react(event, true),
    POLL_VOTE: (event) => {
      const vote = event.data<EventData<'POLL_VOTE'>>();
      const { channel_id, message_id, answers } = vote;
      const _id = `${message_id}:${event.owner.id}`;
      this.#pollVotes.set(_id, { _id, message_id, channel_id, user_id: event.owner.id, answers });
      // Votes that come together are counted together, by the first of each partition.
      const counted = `${event.partition}:${message_id}`;
      if (this.#counted.has(counted)) return;
      this.#counted.add(counted);
      this.#afterwards(event, () => countVotes(this.#context, vote, event));
    },
    READ_STATE_UPDATE: (event) => this.#readMarks.move(event),
    THREAD_MEMBER_UPDATE: (event) => this.#threads.changed(event.owner.id, event.data()),
    NOTIFICATION_SETTINGS_UPDATE: (event) => this.#personal.notify(event),
    DRAFT_UPDATE: (event) => this.#personal.draft(event),
    USER_UPDATE: (event) => this.#afterwards(event, () => announceProfile(this.#context, event.owner.id)),
    COMMUNITY_AUDIT_LOG_ENTRY_CREATE: (event) => {
      const entry = event.data<EventData<'COMMUNITY_AUDIT_LOG_ENTRY_CREATE'>>();
      const { id: _id, ...fields } = entry;
      this.#audit.push({ _id, ...fields });
      if (!isCaseAction(entry.action) && entry.action !== 'CASE_UPDATE') return;
      this.#afterwards(event, () => applyToCases(this.#context, entry, event));
      if (entry.options?.delete_message_seconds) {
        this.#afterwards(event, () => deleteOfBanned(this.#context, entry, event));
      }
    },
    CHANNEL_DELETE: (event) => {
      const { id } = event.data<EventData<'CHANNEL_DELETE'>>();
      this.#afterwards(event, () => clearChannels(this.#context.database, [id]));
    },
    COMMUNITY_ROLE_DELETE: (event) => {
      const { id, community_id } = event.data<EventData<'COMMUNITY_ROLE_DELETE'>>();
      const { members } = this.#context.database;
      this.#afterwards(event, () => members.collection.updateMany({ community_id }, { $pull: { roles: id } } as never));
    },
    COMMUNITY_DELETE: (event) => {
      // The same event on a user's own subject says that they have left.
      if (event.owner.kind !== 'c') return;
      this.#afterwards(event, () => clearCommunity(this.#context, event.owner.id));
    },
  };

  // A reaction that was taken back stays, marked as removed, because its next change is named after this one's sequence.
  #react(event: LogEvent, removed: boolean): void {
    const reaction = event.data<EventData<'MESSAGE_REACTION_ADD'>>();
    const { channel_id, message_id, emoji, user_id } = reaction;
    const _id = reactionId(message_id, emoji, user_id);
    this.#reactions.set(_id, { _id, channel_id, message_id, emoji, user_id, removed, sequence: event.sequence });
    if (!removed) this.#reacted.add(message_id);
  }

  #delete(id: string): void {
    const nothing = {
      attachments: true,
      sticker_items: true,
      embeds: true,
      components: true,
      forwarded: true,
      poll: true,
      pinned_at: true,
      versions: true,
    } as const;
    this.#messageChanges.push({
      updateMany: { filter: { id }, update: { $set: { deleted: true, content: '', mentions: [] }, $unset: nothing } },
    });
    this.#deleted.push(id);
  }

  #lookUp(event: LogEvent, message: Parameters<typeof wantPreviews>[1], again: string): void {
    const work = wantPreviews(this.#context, message, again);
    if (work) this.#afterwards(event, work);
  }

  #afterwards({ partition }: LogEvent, work: Later): void {
    const known = this.#later.get(partition);
    if (known) known.push(work);
    else this.#later.set(partition, [work]);
  }

  /** Takes an event in. */
  add(event: LogEvent): void {
    this.#appliers[event.name]?.(event);
  }

  /** Whether a partition has work that takes its time, and is to be done after `write`. */
  hasLater(partition: number): boolean {
    return this.#later.has(partition);
  }

  /** Does that work, in the log's order. Nothing of the partition that comes after this batch may be written before. */
  async finish(partition: number): Promise<void> {
    for (const work of this.#later.get(partition) ?? []) await work();
  }

  /** Writes everything else. To be called once. */
  async write(): Promise<void> {
    const { messages, reactions, pins, pollVotes, channelHeads, mentions, wideMentions, auditLog } =
      this.#context.database;
    await settled([
      insertNew(messages, this.#messages),
      insertNew(mentions, this.#mentions),
      insertNew(wideMentions, this.#wideMentions),
      insertNew(auditLog, this.#audit),
      put(reactions, this.#reactions, ({ _id, ...fields }) => ({ $set: fields })),
      put(pins, this.#pins, ({ _id, ...fields }) => ({ $set: fields })),
      put(pollVotes, this.#pollVotes, ({ _id, ...fields }) => ({ $set: fields })),
      put(channelHeads, this.#heads, forward),
      this.#readMarks.write(),
      this.#personal.write(),
    ]);
    await settled([this.#changeMessages(), this.#readMarks.clearPassed(), this.#clearDeleted(), this.#threads.write()]);
  }

  async #changeMessages(): Promise<void> {
    const { messages } = this.#context.database;
    if (this.#reacted.size > 0) {
      await messages.updateMany({ id: { $in: [...this.#reacted] }, reacted: false }, { $set: { reacted: true } });
    }
    if (this.#messageChanges.length > 0) await messages.bulkWrite(this.#messageChanges);
  }

  async #clearDeleted(): Promise<void> {
    if (this.#deleted.length === 0) return;
    const { reactions, pins, pollVotes, mentions, wideMentions, attachments } = this.#context.database;
    const ofDeleted = { message_id: { $in: this.#deleted } };
    await settled([
      reactions.deleteMany(ofDeleted),
      mentions.deleteMany(ofDeleted),
      pollVotes.deleteMany(ofDeleted),
      wideMentions.deleteMany({ _id: { $in: this.#deleted } }),
      pins.deleteMany({ _id: { $in: this.#deleted } }),
      attachments.updateMany(ofDeleted, { $set: { deleted: true } }),
    ]);
  }
}

/** Waits for all, also when one fails: what is tried again must not run beside the first try. */
async function settled(work: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

/** The update of a document whose newest message only moves forward. */
function forward<D extends { _id: string; last_message_id: string }>({ _id, last_message_id, ...fields }: D): Document {
  return { $set: fields, $max: { last_message_id } };
}

async function put<D extends { _id: string }>(
  collection: Collection<D>,
  documents: ReadonlyMap<string, D>,
  update: (document: D) => Document,
): Promise<void> {
  if (documents.size === 0) return;
  const updates = [...documents.values()].map((document) => ({
    updateOne: { filter: { _id: document._id }, update: update(document), upsert: true },
  }));
  await collection.bulkWrite(updates as never, { ordered: false });
}
