import { createHash } from 'node:crypto';
import { type Context, isDuplicateKey, previewKey, putBytes } from '@cozy/core';
import { smallPicture } from '@cozy/core/pictures';
import { CozyError, type Embed } from '@cozy/protocol';
import type { PublicFetch, Wanted } from './publicFetch.ts';
import { readPage } from './readPage.ts';

/** Milliseconds for which what was found, or not found, is remembered. */
const FOUND_FOR = 24 * 3_600_000;
const NOTHING_FOR = 600_000;
/** Pixels of the longer side of a preview's picture. Those with a smaller side than the least are marks, no pictures. */
const SIDE = 640;
const LEAST_SIDE = 48;

const PAGE: Wanted = {
  types: /^(?:text\/html|application\/xhtml\+xml|image\/(?:png|jpeg|gif|webp|avif))$/,
  bytes: 512 * 1024,
  cut: true,
};
const PICTURE: Wanted = { types: /^image\/(?:png|jpeg|gif|webp|avif)$/, bytes: 5 * 1024 * 1024, cut: false };

/**
 * Gives the preview of a link, of what was found there not long ago or by asking there now.
 *
 * @returns null when there is nothing to be shown.
 * @throws CozyError DATABASE_UNAVAILABLE, STORAGE_UNAVAILABLE.
 */
export async function linkPreview(
  context: Context,
  fetch: PublicFetch,
  url: string,
  signal: AbortSignal,
): Promise<Embed | null> {
  const { linkPreviews } = context.database;
  const _id = createHash('sha256').update(url).digest('hex');
  const known = await linkPreviews.findOne({ _id });
  if (known && Date.now() - known.at < (known.embed ? FOUND_FOR : NOTHING_FOR)) return known.embed;
  const embed = await lookUp(context, fetch, url, signal);
  if (signal.aborted) return null;
  try {
    await linkPreviews.replaceOne({ _id }, { url, embed, at: Date.now() }, { upsert: true });
  } catch (error) {
    // Another job has just looked up the same.
    if (!isDuplicateKey(error)) throw error;
  }
  return embed;
}

async function lookUp(context: Context, fetch: PublicFetch, url: string, signal: AbortSignal): Promise<Embed | null> {
  try {
    const page = await fetch.load(url, PAGE, signal);
    if (page.contentType.startsWith('image/')) {
      const image = await pictureOf(context, fetch, page.url, signal);
      return image ? { url, image } : null;
    }
    const { image: address, ...words } = readPage(page);
    if (!words.title) return null;
    const image = address === undefined ? undefined : await pictureOf(context, fetch, address, signal);
    return { url, ...words, ...(image && { image }) };
  } catch (error) {
    // What the store of files or the database cannot do now is tried again; what the web cannot is not.
    if (error instanceof CozyError) throw error;
    context.logger.debug({ error, url }, 'A link has no preview');
    return null;
  }
}

async function pictureOf(
  context: Context,
  fetch: PublicFetch,
  url: string,
  signal: AbortSignal,
): Promise<Embed['image']> {
  let picture: Awaited<ReturnType<typeof smallPicture>>;
  try {
    const { bytes } = await fetch.load(url, PICTURE, signal);
    picture = await smallPicture(bytes, { side: SIDE, movingBytes: 0 });
  } catch (error) {
    // The words stand without it.
    context.logger.debug({ error, url }, 'The picture of a link is not shown');
    return undefined;
  }
  const { bytes, width, height } = picture;
  if (Math.min(width, height) < LEAST_SIDE) return undefined;
  const id = context.nextId();
  await putBytes(context.storage, previewKey(id), bytes, 'image/webp');
  return { id, width, height };
}
