import { CozyError, LIMITS } from '@cozy/protocol';

/** Pixels of the longer side that a picture which is too large is drawn with. */
const SIDE = 640;
/** Types of pictures that can move, and would stand still if they were drawn anew. */
const MOVING = /^image\/(?:gif|apng)$/;
const TAKEN = /^image\/(?:png|jpeg|gif|webp|avif|apng)$/;

/** What a browser's file dialog offers. */
export const PICTURE_TYPES = 'image/png,image/jpeg,image/gif,image/webp,image/avif,image/apng';

/**
 * Gives a picture as the server takes it for emoji and stickers, made smaller where it is too large.
 *
 * @returns a `data:` address.
 * @throws CozyError UNUSABLE_PICTURE, or FILE_TOO_LARGE for one that moves.
 */
export async function pictureData(file: File): Promise<string> {
  if (!TAKEN.test(file.type)) throw new CozyError('UNUSABLE_PICTURE');
  if (file.size <= LIMITS.pictureBytes) return dataAddress(file);
  if (MOVING.test(file.type)) {
    throw new CozyError('FILE_TOO_LARGE', {
      message: `A picture that moves can have ${LIMITS.pictureBytes / 1024} KB.`,
    });
  }
  return dataAddress(await smaller(file));
}

/** The name that a picture is given first: what is usable of its file's. */
export function nameOfFile({ name }: File): string {
  const usable = name
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LIMITS.expressionNameLength);
  return usable.length < 2 ? `picture_${usable}`.replace(/_$/, '') : usable;
}

async function smaller(file: File): Promise<Blob> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (cause) {
    throw new CozyError('UNUSABLE_PICTURE', { cause });
  }
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  // Browsers that cannot write WebP give a PNG instead.
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  if (!blob) throw new CozyError('UNUSABLE_PICTURE');
  return blob;
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new CozyError('UNUSABLE_PICTURE', { cause: reader.error }));
    reader.readAsDataURL(blob);
  });
}
