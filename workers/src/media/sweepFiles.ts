import { type Context, changeAttachment } from '@cozy/core';

const HOUR = 3_600_000;
/** Milliseconds until an upload that is not finished, and a file that no message was sent with, are given up. */
export const UNFINISHED = 24 * HOUR;
/** Milliseconds after which a file that is still being prepared is put into the queue once more. */
const FORGOTTEN = 3 * HOUR;
/** Files that are dealt with in one sweep. */
const PAGE = 500;

/**
 * Removes the files of messages and channels that are gone, gives up uploads that were left, and puts jobs that were lost
 * into the queue again. Every step may be repeated, and be done by several at once.
 *
 * @param now Unix milliseconds.
 */
export async function sweepFiles(context: Context, now = Date.now()): Promise<void> {
  const { attachments } = context.database;
  const here = { deleted: { $exists: false } } as const;
  const old = { changed: { $lt: now - UNFINISHED } };
  await attachments.updateMany({ ...here, ...old, message_id: { $exists: false } }, { $set: { deleted: true } });
  const left = await attachments
    .find({ ...here, ...old, status: 'uploading' })
    .limit(PAGE)
    .toArray();
  for (const { _id } of left) {
    const reason = 'The upload was not finished.';
    await changeAttachment(context, _id, { status: 'failed', reason }, { status: 'uploading' });
  }
  const lost = await attachments
    .find({ ...here, status: 'processing', changed: { $lt: now - FORGOTTEN } })
    .limit(PAGE)
    .toArray();
  for (const { _id } of lost) await context.fileJobs.add(_id, `${_id}:${Math.floor(now / FORGOTTEN)}`);
  const gone = await attachments.find({ deleted: true }).limit(PAGE).toArray();
  for (const { _id } of gone) {
    // The document goes last: as long as it is there, a sweep knows of the files.
    await context.storage.removeAll(_id);
    await attachments.deleteOne({ _id });
  }
}
