import { type Context, changeAttachment } from '@cozy/core';
import { JobWorker } from '../jobWorker.ts';
import { prepareFile } from './prepare.ts';

/** Makes the worker that takes files that were uploaded from the queue, and prepares them. */
export function fileWorker(context: Context): JobWorker {
  return new JobWorker(context, context.fileJobs, {
    atOnce: 2,
    waits: [1_000, 5_000, 30_000, 120_000],
    complaint: 'A file could not be prepared; trying again',
    name: (attachment) => ({ attachment }),
    run: (id, signal) => prepareFile(context, id, signal),
    giveUp: async (id) => {
      context.logger.error({ attachment: id }, 'A file could not be prepared, however often it was tried');
      const reason = 'This file could not be prepared. It can be saved.';
      await changeAttachment(context, id, { status: 'failed', reason }, { status: 'processing' });
    },
  });
}
