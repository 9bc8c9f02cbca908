import { LIMITS } from '@cozy/protocol';
import { fileSize } from './fileSize.ts';

/** What of a File is looked at before it is taken. */
type FileLike = Pick<File, 'name' | 'size'>;

/**
 * Decides which files can be attached. Too many are refused as a whole, because nobody would know which were meant;
 * otherwise those that cannot be sent are left out.
 *
 * @param files in the order in which they came; none is read.
 * @param present how many the draft has already.
 * @returns those that are taken, and what to tell about the others.
 */
export function refuseFiles<F extends FileLike>(
  files: readonly F[],
  present: number,
): { taken: F[]; refusal: string | undefined } {
  const most = LIMITS.attachmentsPerMessage;
  if (files.length + present > most) {
    const known = present > 0 ? `, and ${present} ${present === 1 ? 'is' : 'are'} attached already` : '';
    return {
      taken: [],
      refusal: `A message can have ${most} files. You chose ${files.length.toLocaleString()}${known}. Choose fewer, or pack them in an archive.`,
    };
  }
  const taken = files.filter(({ size }) => size > 0 && size <= LIMITS.attachmentBytes);
  const sentences = files.flatMap(({ name, size }) => {
    if (size === 0) return [`“${name}” is empty or a folder, so it was not attached.`];
    if (size <= LIMITS.attachmentBytes) return [];
    return [`“${name}” has ${fileSize(size)}; a file can have ${fileSize(LIMITS.attachmentBytes)}.`];
  });
  return { taken, refusal: sentences.length > 0 ? sentences.join(' ') : undefined };
}
