import type { Context } from '@cozy/core';
import type { PushNotice } from '@cozy/protocol';
import { JobWorker } from '../jobWorker.ts';
import { sendPush } from './send.ts';

/** A notice for the device of a log-in. */
export interface PushJob {
  session_id: string;
  notice: PushNotice;
}

/** Makes the worker that takes notices from the queue and sends them to push services. */
export function pushWorker(context: Context): JobWorker {
  const { logger } = context;
  const name = (data: string) => ({ session: (JSON.parse(data) as PushJob).session_id });
  return new JobWorker(context, context.pushJobs, {
    atOnce: 16,
    waits: [1_000, 5_000, 30_000, 120_000, 600_000],
    complaint: 'A push service could not be reached; trying again',
    name,
    run: (data, signal) => push(context, JSON.parse(data) as PushJob, signal),
    giveUp: async (data) =>
      logger.warn(name(data), 'A device could not be told of a message, however often it was tried'),
  });
}

async function push(context: Context, { session_id, notice }: PushJob, signal: AbortSignal): Promise<void> {
  const { sessions } = context.database;
  const session = await sessions.findOne({ _id: session_id, revoked: false, expires_at: { $gt: new Date() } }).lean();
  if (!session?.push) return;
  const result = await sendPush(context, session.push, notice, signal);
  if (result === 'later') throw new Error('The push service asks to come back later.');
  if (result === 'taken') return;
  context.logger.info({ session: session_id, result }, 'A push service has refused a device');
  if (result === 'gone') {
    const { endpoint } = session.push;
    await sessions.updateOne({ _id: session_id, 'push.endpoint': endpoint }, { $unset: { push: '' } });
  }
}
