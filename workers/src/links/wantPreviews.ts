import type { Context } from '@cozy/core';
import { linksIn, type Message } from '@cozy/protocol';

/** Messages with links of one community that are looked up at once, and how many more each second. */
const RATE = { burst: 30, perSecond: 0.5 };

/**
 * Puts a message into the queue of those whose links are looked up, if it has any.
 *
 * @param message as the log has it.
 * @param again tells a job that is added anew from an earlier one.
 * @returns null when there is nothing to do, else what does it; it throws CozyError LOG_UNAVAILABLE.
 */
export function wantPreviews(
  { settings, rates, linkJobs }: Context,
  { id, community_id, content }: Pick<Message, 'id' | 'community_id' | 'content'>,
  again: string,
): (() => Promise<void>) | null {
  if (!settings.linkPreviews || linksIn(content).length === 0) return null;
  // Above that they stay links: a flood of them must not become one of requests.
  if (rates.take(`previews ${community_id}`, RATE) > 0) return null;
  return () => linkJobs.add(id, `${id}:${again}`);
}

/** The same for a message that is in the projection, once its previews are not hidden any more. */
export async function lookUpAgain(context: Context, id: string, again: string): Promise<void> {
  const message = await context.database.messages.findOne({ id, deleted: false });
  if (message) await wantPreviews(context, message, again)?.();
}
