import { CozyError } from '@cozy/protocol';
import { authorize } from './authorize.ts';
import type { Handler } from './command.ts';
import { appendMark } from './read.mark.ts';

export const markManyRead: Handler<'read.mark-many'> = async (context, { marks }, { caller }) => {
  await Promise.all(
    marks.map(async ({ channel_id, message_id }) => {
      try {
        await appendMark(context, await authorize(context, 'read.mark', { channel_id }, caller), message_id);
      } catch (error) {
        // It was deleted or hidden a moment ago, so there is nothing to be read.
        if (!(error instanceof CozyError && error.code === 'UNKNOWN_CHANNEL')) throw error;
      }
    }),
  );
  return {};
};
