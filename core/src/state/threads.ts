import { type Channel, CozyError, LIMITS, type Message, type Thread } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { ThreadFollowDocument } from '../database/documents.ts';
import { catchUp } from '../projection/catchUp.ts';
import { keysOfChannel } from '../projection/messagePlaces.ts';
import { readMessages } from '../projection/readMessages.ts';

/** What tells a thread from others. */
export type ThreadPlace = Pick<Thread, 'id' | 'channel_id' | 'community_id'>;

/**
 * Reads a thread as someone sees it. Its message may be deleted: the thread can be read as long as it has replies.
 *
 * @param follow what is known of following it.
 * @param me who looks.
 * @param count how many of the newest replies are given with it.
 * @returns null when the channel has no such message outside of a thread.
 */
export async function readThread(
  context: Context,
  { id, channel_id, community_id }: ThreadPlace,
  follow: ThreadFollowDocument | null,
  me: string,
  count: number,
): Promise<Thread | null> {
  const { database, places } = context;
  const key = await places.keyOf(channel_id, id);
  if (!key?.startsWith(`${channel_id}:`)) return null;
  const { $gte: begin, $lt: end } = keysOfChannel(id);
  const shown = { channel_id, deleted: false };
  const [document, [root = null], replies] = await Promise.all([
    database.messages.findOne({ _id: key }, { projection: { thread: 1 } }),
    readMessages(context, { _id: key, deleted: false }, 1, me),
    readMessages(context, { _id: { $gte: begin, $lt: end }, ...shown }, count, me),
  ]);
  if (!document) return null;
  const summary = document.thread ?? { count: 0, last_reply_id: null, last_reply_at: null };
  if (!root && !summary.last_reply_id) return null;
  const last_read_id = follow?.last_read_id ?? null;
  let unread_count = 0;
  if (follow?.following && summary.last_reply_id && (last_read_id ?? '') < summary.last_reply_id) {
    const from = last_read_id ? { $gt: await places.find(channel_id, last_read_id, id) } : { $gte: begin };
    const unread = { _id: { ...from, $lt: end }, ...shown, 'author.id': { $ne: me } };
    unread_count = await database.messages.countDocuments(unread, { limit: LIMITS.unreadReplies });
  }
  const mention_count = await database.mentions.countDocuments({ user_id: me, channel_id: id });
  return {
    id,
    channel_id,
    community_id,
    root,
    summary,
    following: follow?.following ?? false,
    last_read_id,
    unread_count,
    mention_count,
    replies: replies.reverse(),
  };
}

/** What a new message outside of threads says of its own: a post has one from the start, and is sorted by it. */
export function ownThread({ type }: Pick<Channel, 'type'>): Pick<Message, 'thread'> {
  return type === 'feed' ? { thread: { count: 0, last_reply_id: null, last_reply_at: null } } : {};
}

/** What someone changes of how they follow a thread; what is absent stays as it is. */
export interface FollowChange {
  following?: boolean;
  last_read_id?: string;
}

/** Announces to someone's own connections, and to the projection, how they follow a thread from now on. */
export async function changeFollow(
  { log, nextId }: Context,
  userId: string,
  { id, channel_id, community_id }: ThreadPlace,
  change: FollowChange,
): Promise<void> {
  const version = nextId();
  await log.append(
    {
      owner: { kind: 'u', id: userId },
      name: 'THREAD_MEMBER_UPDATE',
      data: { thread_id: id, channel_id, community_id, ...change, version },
    },
    version,
  );
}

/**
 * Finds the thread of a message of a channel, with no replies.
 *
 * @throws CozyError UNKNOWN_MESSAGE when the channel has no such message outside of a thread, or it was deleted before
 *   anybody replied.
 */
export async function accessThread(context: Context, channel: Channel, id: string, me: string): Promise<Thread> {
  await catchUp(context, channel.community_id);
  const follow = await context.database.threadFollows.findOne({ _id: `${me}:${id}` });
  const place = { id, channel_id: channel.id, community_id: channel.community_id };
  const thread = await readThread(context, place, follow, me, 0);
  if (!thread) throw new CozyError('UNKNOWN_MESSAGE');
  return thread;
}
