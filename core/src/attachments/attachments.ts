import { isDeepStrictEqual } from 'node:util';
import { type Attachment, type Channel, CozyError, type Message } from '@cozy/protocol';
import type { UpdateFilter } from 'mongodb';
import type { Context } from '../context.ts';
import type { AttachmentDocument } from '../database/documents.ts';
import { EPHEMERAL, formatSubject } from '../log/subjects.ts';

/** What changes a file's document, and tells of it. */
type Store = Pick<Context, 'database' | 'log'>;

/** Gives a file as it is shown to those who see its channel. */
export function publicAttachment(document: AttachmentDocument): Attachment {
  const { _id, community_id, channel_id, user_id, rev, created, changed, claim, message_id, deleted, ...shown } =
    document;
  return { id: _id, ...shown };
}

/**
 * Takes the files of a message that is about to be sent: no other message can have them then. The same claim may be
 * repeated.
 *
 * @param key names the message: `<user>:<nonce>`.
 * @param wanted ids with descriptions that replace those given before.
 * @returns the files as they are now, in the wanted order.
 * @throws CozyError UNKNOWN_ATTACHMENT for one that is not the user's or of another channel; ATTACHMENT_IN_USE.
 */
export async function claimAttachments(
  { database }: Pick<Context, 'database'>,
  channel: Channel,
  userId: string,
  key: string,
  wanted: readonly { id: string; description?: string }[],
): Promise<Attachment[]> {
  const claimed: Attachment[] = [];
  for (const { id: _id, description } of wanted) {
    const own = { _id, user_id: userId, channel_id: channel.id, deleted: { $exists: false } } as const;
    const document = await database.attachments.findOneAndUpdate(
      { ...own, claim: { $in: [null, key] } } as object,
      { $set: { claim: key, ...(description !== undefined && { description }) } },
      { returnDocument: 'after' },
    );
    if (!document) {
      throw new CozyError((await database.attachments.findOne(own)) ? 'ATTACHMENT_IN_USE' : 'UNKNOWN_ATTACHMENT');
    }
    claimed.push(publicAttachment(document));
  }
  return claimed;
}

/**
 * Binds files to the message that the log holds now, and tells what has become of them since it was written: changes
 * before this were told to nobody, and changes after it come later in the log. It may be repeated.
 *
 * @param deleted whether the message is gone already.
 */
export async function bindAttachments(context: Store, message: Message, deleted: boolean): Promise<void> {
  for (const shown of message.attachments ?? []) {
    const document = await context.database.attachments.findOneAndUpdate(
      { _id: shown.id },
      { $set: { message_id: message.id, ...(deleted && { deleted }) } },
      { returnDocument: 'after' },
    );
    if (document && !isDeepStrictEqual(publicAttachment(document), shown)) await tellAttachment(context, document);
  }
}

/**
 * Changes a file, and tells those who see it, once its message is in the log.
 *
 * @param from what it must be for the change to be made; anything by default.
 * @returns the file as it is now, or null when it is gone or not as `from` says.
 * @throws CozyError LOG_UNAVAILABLE; the change is made then, and `tellAttachment` tells of it.
 */
export async function changeAttachment(
  context: Store,
  id: string,
  change: Partial<Omit<Attachment, 'id'>>,
  from: Partial<Pick<AttachmentDocument, 'status'>> = {},
): Promise<AttachmentDocument | null> {
  const update: UpdateFilter<AttachmentDocument> = { $set: { ...change, changed: Date.now() }, $inc: { rev: 1 } };
  const document = await context.database.attachments.findOneAndUpdate(
    { _id: id, deleted: { $exists: false }, ...from },
    update,
    { returnDocument: 'after' },
  );
  if (document) await tellAttachment(context, document);
  return document;
}

/** Tells how a file is, if its message is in the log. Repeating it within the dedupe window changes nothing. */
export async function tellAttachment({ log }: Pick<Context, 'log'>, document: AttachmentDocument): Promise<void> {
  const { _id, community_id, channel_id, message_id, rev } = document;
  if (message_id === undefined) return;
  const data = { community_id, channel_id, message_id, attachment: publicAttachment(document) };
  await log.append(
    { owner: { kind: 'c', id: community_id }, channelId: channel_id, name: 'ATTACHMENT_UPDATE', data },
    `attachment:${_id}:${rev}`,
  );
}

/**
 * Tells how much of a file's preparation is done, if its message is in the log. Not stored: who comes later sees the end.
 *
 * @param progress 0 to 1.
 */
export function tellProgress({ log }: Pick<Context, 'log'>, document: AttachmentDocument, progress: number): void {
  const { _id, community_id, channel_id, message_id } = document;
  if (message_id === undefined) return;
  const owner = { kind: 'c', id: community_id } as const;
  const partition = log.partitionOf(owner);
  const subject = formatSubject(EPHEMERAL, { partition, owner, channelId: channel_id, name: 'ATTACHMENT_PROGRESS' });
  log.publishEphemeral(subject, { community_id, channel_id, message_id, attachment_id: _id, progress });
}
