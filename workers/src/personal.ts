import { type Database, type DraftDocument, isUsual, type LogEvent, type NotificationDocument } from '@cozy/core';
import type { EventData } from '@cozy/protocol';
import type { AnyBulkWriteOperation } from 'mongodb';

/** What the events of a batch do to what people keep for themselves: how they are notified, and their drafts. */
export class Personal {
  readonly #database: Database;
  readonly #notifications = new Map<string, NotificationDocument>();
  readonly #drafts = new Map<string, DraftDocument>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes NOTIFICATION_SETTINGS_UPDATE in. */
  notify(event: LogEvent): void {
    const settings = event.data<EventData<'NOTIFICATION_SETTINGS_UPDATE'>>();
    const user_id = event.owner.id;
    const _id = `${user_id}:${settings.channel_id ?? settings.community_id}`;
    this.#notifications.set(_id, { _id, user_id, ...settings });
  }

  /** Takes DRAFT_UPDATE in. */
  draft(event: LogEvent): void {
    const draft = event.data<EventData<'DRAFT_UPDATE'>>();
    const user_id = event.owner.id;
    const _id = `${user_id}:${draft.channel_id}`;
    const known = this.#drafts.get(_id);
    if (!known || known.updated_at <= draft.updated_at) this.#drafts.set(_id, { _id, user_id, ...draft });
  }

  /** Writes everything. */
  async write(): Promise<void> {
    const { notifications, drafts } = this.#database;
    if (this.#notifications.size > 0) {
      const writes = [...this.#notifications.values()].map(notificationWrite);
      await notifications.bulkWrite(writes, { ordered: false });
    }
    if (this.#drafts.size > 0) {
      await drafts.bulkWrite([...this.#drafts.values()].map(draftWrite), { ordered: false });
    }
  }
}

// Settings that say nothing of their own are not kept.
function notificationWrite({ _id, ...fields }: NotificationDocument): AnyBulkWriteOperation<NotificationDocument> {
  if (isUsual(fields)) return { deleteOne: { filter: { _id } } };
  return { updateOne: { filter: { _id }, update: { $set: fields }, upsert: true } };
}

// Of two drafts the one holds that was changed later, in whatever order they come.
function draftWrite({ _id, ...draft }: DraftDocument): AnyBulkWriteOperation<DraftDocument> {
  const isNewer = { $gte: [draft.updated_at, { $ifNull: ['$updated_at', ''] }] };
  const field = (name: keyof typeof draft) => ({ $cond: [isNewer, { $literal: draft[name] }, `$${name}`] });
  const $set = {
    user_id: draft.user_id,
    channel_id: draft.channel_id,
    content: field('content'),
    reply_to: field('reply_to'),
    updated_at: field('updated_at'),
  };
  return { updateOne: { filter: { _id }, update: [{ $set }], upsert: true } };
}
