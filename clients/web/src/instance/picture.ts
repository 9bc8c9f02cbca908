import type { Upload } from './upload.ts';

/** Pictures that every browser shows. SVG is not among them: it is a document that can hold anything. */
const SHOWN = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/;

/** Gives where this browser shows a picture from that was not uploaded yet; null for what it does not show. */
export async function localPicture(file: File): Promise<Upload['picture']> {
  if (!SHOWN.test(file.type)) return null;
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return { url, width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    // It says that it is a picture and is none, or is larger than the browser draws; it is shown as a file then.
    URL.revokeObjectURL(url);
    return null;
  }
}
