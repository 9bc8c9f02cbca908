import { thumbHashToDataURL } from 'thumbhash';
import { decode } from '../../conversation/attachments.ts';

/** A blurred stand-in for a picture that is on its way. @returns undefined for what is no ThumbHash. */
export function placeholderOf(thumbHash: string | undefined): string | undefined {
  const bytes = decode(thumbHash ?? '');
  if (bytes.length < 5) return undefined;
  try {
    return thumbHashToDataURL(bytes);
  } catch (error) {
    console.warn('A placeholder could not be read.', error);
    return undefined;
  }
}
