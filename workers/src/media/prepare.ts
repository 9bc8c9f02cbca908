import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttachmentDocument, type Context, changeAttachment, tellAttachment, tellProgress } from '@cozy/core';
import type { Attachment } from '@cozy/protocol';
import { isRecording, prepareRecording } from './audioVideo.ts';
import { contentTypeOf } from './contentType.ts';
import { IMAGE_TYPES, prepareImage, withoutMetadata } from './image.ts';
import { Unusable } from './unusable.ts';

/** Milliseconds between two ATTACHMENT_PROGRESS of a file. */
const PROGRESS_EVERY = 1_000;
const ORIGINAL = 'original';

type Change = Partial<Omit<Attachment, 'id'>>;

/**
 * Prepares an uploaded file: finds out what it is, makes what is shown of it, and tells those who see its message. It
 * may be repeated at any point; what is done already is told once more.
 *
 * @param signal ends it.
 * @throws Error when it may succeed another time.
 */
export async function prepareFile(context: Context, id: string, signal: AbortSignal): Promise<void> {
  const { database, storage } = context;
  const known = await database.attachments.findOne({ _id: id, deleted: { $exists: false } });
  if (!known) return;
  if (known.status === 'ready' || known.status === 'failed') {
    // Whoever did it may have died before telling.
    await tellAttachment(context, known);
    return;
  }
  if (known.status === 'uploading') {
    if ((await storage.size(`${id}/${ORIGINAL}`)) !== known.size) return;
    await changeAttachment(context, id, { status: 'processing' }, { status: 'uploading' });
  }
  const folder = await mkdtemp(join(tmpdir(), 'cozy-media-'));
  let change: Change;
  try {
    const made = await storage.withPath(`${id}/${ORIGINAL}`, (path) => make(context, id, path, folder, signal));
    change = made ?? { status: 'failed', reason: 'The file was lost. Send it again.' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await changeAttachment(context, id, change, { status: 'processing' });
}

async function make(context: Context, id: string, path: string, folder: string, signal: AbortSignal): Promise<Change> {
  const content_type = await contentTypeOf(path);
  try {
    return { content_type, status: 'ready', ...(await show(context, id, path, content_type, folder, signal)) };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    context.logger.info({ attachment: id, content_type, error }, 'Nothing can be shown of a file');
    return { content_type, status: 'failed', reason: error.message };
  }
}

async function show(
  context: Context,
  id: string,
  path: string,
  contentType: string,
  folder: string,
  signal: AbortSignal,
): Promise<Change> {
  const { storage } = context;
  const keep = (name: string, from: string, type: string) => storage.put(`${id}/${name}`, from, type);
  if (IMAGE_TYPES.has(contentType)) {
    const { fields, files } = await prepareImage(path, folder);
    for (const file of files) await keep(file.name, file.path, file.contentType);
    const clean = join(folder, 'clean');
    if (!(await withoutMetadata(path, clean))) return fields;
    // In place of what was sent: nobody who sees the channel is to learn where it was taken.
    await keep(ORIGINAL, clean, contentType);
    return { ...fields, size: (await stat(clean)).size };
  }
  if (!isRecording(contentType)) return {};
  const onProgress = progressTeller(context, id);
  const tools = { ffmpegPath: context.settings.ffmpegPath, signal };
  const { fields, files } = await prepareRecording(path, contentType, folder, tools, onProgress);
  for (const file of files) await keep(file.name, file.path, file.contentType);
  return fields;
}

function progressTeller(context: Context, id: string): (progress: number) => void {
  let told = 0;
  return (progress) => {
    const now = Date.now();
    if (now - told < PROGRESS_EVERY) return;
    told = now;
    // Its message may have been sent since the work was begun.
    const tell = async () => {
      const document: AttachmentDocument | null = await context.database.attachments.findOne({ _id: id });
      if (document) tellProgress(context, document, progress);
    };
    tell().catch((error: unknown) => context.logger.debug({ error }, 'How far a file is was not told'));
  };
}
