import { CozyError } from '@cozy/protocol';
import { Metadata } from '@tus/server';

/**
 * Gives the input of attachment.create that tus's fields of an upload's creation stand for. The command's schema checks
 * it.
 *
 * @param length Upload-Length.
 * @param metadata Upload-Metadata: `channel_id` and `filename`; `filetype` and `description` if there are.
 * @throws CozyError INVALID_INPUT for metadata that is not well formed.
 */
export function creationInput(length: string, metadata: string): Record<string, unknown> {
  let fields: Record<string, string | null>;
  try {
    fields = Metadata.parse(metadata);
  } catch (cause) {
    throw new CozyError('INVALID_INPUT', {
      errors: { '/': 'Upload-Metadata must be pairs of a name and base64.' },
      cause,
    });
  }
  const { channel_id, filename, filetype, description } = fields;
  return {
    channel_id,
    filename,
    size: /^\d{1,15}$/.test(length) ? Number(length) : length,
    ...(filetype && { content_type: filetype }),
    ...(description && { description }),
  };
}
