import type { Attachment } from './messages.ts';

const BASE = '/api/v1/attachments';

/** The addresses of a file, relative to its instance, without the query that attachment.urls gives. */
export interface AttachmentPaths {
  /** The file as it was sent. */
  original: string;
  /** One of its `previews`, by its width. */
  preview(width: number): string;
  /** Its `playable` copy. */
  playable: string;
}

/**
 * Gives where the parts of a file are loaded from. Each needs the query of attachment.urls.
 *
 * @param attachment its id, and the name under which it is saved.
 */
export function attachmentPaths({ id, filename }: Pick<Attachment, 'id' | 'filename'>): AttachmentPaths {
  const name = encodeURIComponent(filename);
  return {
    original: `${BASE}/${id}/original/${name}`,
    preview: (width) => `${BASE}/${id}/previews/${width}`,
    playable: `${BASE}/${id}/playable/${name}`,
  };
}
