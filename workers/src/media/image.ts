import { join } from 'node:path';
import { sharp } from '@cozy/core/pictures';
import type { Attachment } from '@cozy/protocol';
import type { Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { Unusable } from './unusable.ts';

/** Pixels of all frames that a picture may have: 256 MB when it is unpacked. A phone's camera makes 12 to 50 million. */
const MOST_PIXELS = 64_000_000;
/** Seconds in which one picture must be made. */
const TIMEOUT = 30;
/** Widths of previews: a list, a phone, a screen, a large screen. */
const WIDTHS = [320, 640, 1280, 1920];
/** The largest side of what a ThumbHash is made of. Source: https://github.com/evanw/thumbhash */
const HASHED = 100;
/** Quality of a picture that is written anew without its metadata: no difference is seen. */
const REWRITTEN = 92;

/** Types of which `prepareImage` makes something. HEIC is not among them: its decoder is under patents. */
export const IMAGE_TYPES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/avif',
]);

/** What is made of a picture. */
export interface PreparedImage {
  fields: Pick<Attachment, 'width' | 'height' | 'placeholder' | 'previews'>;
  /** Files by the names under which they are kept. */
  files: { name: string; path: string; contentType: string }[];
}

/**
 * Makes previews and a placeholder of a picture, the right way up and without metadata.
 *
 * @param path of the picture.
 * @param folder where files may be written.
 * @throws Unusable for what is no picture or would be too large unpacked.
 */
export async function prepareImage(path: string, folder: string): Promise<PreparedImage> {
  return usable(async () => {
    const { autoOrient } = await open(path).metadata();
    const { width, height } = autoOrient;
    if (width * height > MOST_PIXELS) throw new Unusable(TOO_LARGE);
    const widths = WIDTHS.filter((wanted, index) => wanted < width || index === 0);
    const previews: NonNullable<Attachment['previews']> = [];
    const files: PreparedImage['files'] = [];
    for (const wanted of widths) {
      const target = join(folder, `preview-${Math.min(wanted, width)}`);
      const made = await open(path)
        .autoOrient()
        .resize({ width: wanted, withoutEnlargement: true })
        .webp({ quality: 80 })
        .timeout({ seconds: TIMEOUT })
        .toFile(target);
      previews.push({ width: made.width, height: made.height, content_type: 'image/webp' });
      files.push({ name: `preview-${made.width}`, path: target, contentType: 'image/webp' });
    }
    // Of the smallest preview: the picture itself need not be unpacked once more.
    const placeholder = await placeholderOf(files[0]!.path);
    return { fields: { width, height, placeholder, previews }, files };
  });
}

/**
 * Writes a picture anew without its metadata (EXIF with the place where it was taken, XMP, IPTC), the right way up.
 *
 * @returns whether it had any: else nothing is written, and the picture stays as it is.
 * @throws Unusable as `prepareImage` does.
 */
export async function withoutMetadata(path: string, target: string): Promise<boolean> {
  return usable(async () => {
    const { exif, xmp, iptc, orientation, format, pages = 1 } = await open(path).metadata();
    if (!exif && !xmp && !iptc && (orientation ?? 1) === 1) return false;
    const all = pages > 1 ? sharp(path, { ...OPTIONS, animated: true }) : open(path).autoOrient();
    // Colours stay as they were meant; the profile says nothing of who took it.
    await all
      .keepIccProfile()
      .toFormat(format === 'heif' ? 'avif' : format, { quality: REWRITTEN })
      .timeout({ seconds: TIMEOUT })
      .toFile(target);
    return true;
  });
}

const TOO_LARGE = 'This picture has too many pixels to be shown. It can be saved.';
const OPTIONS = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const;

function open(path: string): Sharp {
  return sharp(path, OPTIONS);
}

async function placeholderOf(path: string): Promise<string> {
  const { data, info } = await open(path)
    .resize(HASHED, HASHED, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

// Whatever libvips says of a picture, it will say again.
async function usable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Unusable || !(cause instanceof Error)) throw cause;
    if (/pixel limit/i.test(cause.message)) throw new Unusable(TOO_LARGE, { cause });
    throw new Unusable('This picture is damaged or of a kind that cannot be shown. It can be saved.', { cause });
  }
}
