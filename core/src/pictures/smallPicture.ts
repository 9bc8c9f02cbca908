import { CozyError } from '@cozy/protocol';
import pLimit from 'p-limit';

/** Pixels of all frames that a picture may have: 64 MB when it is unpacked. */
const MOST_PIXELS = 16_000_000;
/** Seconds in which one picture must be made. */
const TIMEOUT = 10;
const QUALITY = 82;

/** What is to become of a picture. */
export interface SmallPictureOptions {
  /** Pixels of its longer side at most. */
  side: number;
  /** Bytes up to which one that moves stays so; else its first frame is taken. 0 stills them all. */
  movingBytes: number;
}

/** A picture as it is kept: a WebP without metadata, the right way up. */
export interface SmallPicture {
  bytes: Buffer;
  width: number;
  height: number;
  animated: boolean;
}

// Commands must not wait for pictures: those take turns, and leave the other threads to files and names.
const inTurn = pLimit(1);

/**
 * Makes a small picture of bytes that come from outside. What they are is told by themselves.
 *
 * @param bytes of a PNG, JPEG, GIF, WebP or AVIF.
 * @throws CozyError UNUSABLE_PICTURE for anything else, what is damaged, and what would be too large unpacked.
 */
export async function smallPicture(bytes: Uint8Array, options: SmallPictureOptions): Promise<SmallPicture> {
  return inTurn(async () => {
    try {
      const { pages = 1 } = await (await open(bytes, false)).metadata();
      if (pages > 1 && options.movingBytes > 0) {
        const moving = await make(bytes, options.side, true);
        if (moving.bytes.length <= options.movingBytes) return moving;
      }
      return await make(bytes, options.side, false);
    } catch (cause) {
      throw new CozyError('UNUSABLE_PICTURE', { cause });
    }
  });
}

// Most processes never make a picture, and do without the library.
async function open(bytes: Uint8Array, animated: boolean) {
  const { sharp } = await import('./sharp.ts');
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true, animated });
}

async function make(bytes: Uint8Array, side: number, animated: boolean): Promise<SmallPicture> {
  const opened = await open(bytes, animated);
  const { data, info } = await (animated ? opened : opened.autoOrient())
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .timeout({ seconds: TIMEOUT })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.pageHeight ?? info.height, animated };
}
