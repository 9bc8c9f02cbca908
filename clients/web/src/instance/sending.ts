import { type Commands, CozyError } from '@cozy/protocol';
import type { OutboxOptions } from './outbox.ts';
import type { Uploads } from './uploads.ts';

/** What the server says of files that have to be sent to it once more. */
const GONE: ReadonlySet<string> = new Set(['UNKNOWN_ATTACHMENT', 'ATTACHMENT_IN_USE']);

/** Makes what sends a pending message: its files are announced first, so that it can name them. */
export function sending(commands: Commands, uploads: Uploads): OutboxOptions['send'] {
  return async ({ files, sticker, ...input }) => {
    if (sticker) return commands.message.send({ ...input, sticker_ids: [sticker.id] });
    if (!files) return commands.message.send(input);
    const send = async () => commands.message.send({ ...input, attachments: await uploads.announce(files) });
    try {
      return await send();
    } catch (error) {
      // The server keeps files that no message names for a time only, and gives none to two messages.
      const isGone = error instanceof CozyError && GONE.has(error.code) && uploads.forgetIds(files);
      if (!isGone) throw error;
      return send();
    }
  };
}
