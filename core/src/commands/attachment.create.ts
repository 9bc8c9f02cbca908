import { CozyError, holdsMessages, LIMITS } from '@cozy/protocol';
import { publicAttachment } from '../attachments/attachments.ts';
import { harmlessFilename } from '../attachments/filename.ts';
import type { AttachmentDocument } from '../database/documents.ts';
import type { Handler } from './command.ts';

const MB = 1024 * 1024;

export const createAttachment: Handler<'attachment.create'> = async (context, input, { actor, channel }) => {
  if (!holdsMessages(channel.type)) throw new CozyError('NOT_A_TEXT_CHANNEL');
  const { attachments } = context.database;
  const { uploadMb } = context.settings;
  if (input.size > uploadMb * MB) {
    throw new CozyError('FILE_TOO_LARGE', { message: `A file can have ${uploadMb} MB here.` });
  }
  const user_id = actor.user.id;
  const pending = await attachments.countDocuments(
    { user_id, message_id: { $exists: false }, claim: { $exists: false }, deleted: { $exists: false } },
    { limit: LIMITS.pendingAttachments },
  );
  if (pending >= LIMITS.pendingAttachments) {
    throw new CozyError('LIMIT_REACHED', { message: 'You have too many files that no message was sent with.' });
  }
  const now = Date.now();
  const document: AttachmentDocument = {
    _id: context.nextId(),
    community_id: channel.community_id,
    channel_id: channel.id,
    user_id,
    filename: harmlessFilename(input.filename),
    size: input.size,
    content_type: input.content_type ?? 'application/octet-stream',
    status: 'uploading',
    ...(input.description && { description: input.description }),
    rev: 0,
    created: now,
    changed: now,
  };
  await attachments.insertOne(document);
  return { attachment: publicAttachment(document), upload_url: `/api/v1/uploads/${document._id}` };
};
