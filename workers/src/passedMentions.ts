import type { Database } from '@cozy/core';

/** How far someone has read a channel, or a thread by its id. */
export interface Passed {
  user_id: string;
  channel_id: string;
  /** The newest message that is read. */
  last_message_id: string;
}

/** Removes the mentions that markers have passed; to be called after new ones are written. */
export async function clearPassed({ mentions }: Database, marks: readonly Passed[]): Promise<void> {
  if (marks.length === 0) return;
  // One query for all, and one deletion when there is anything: most marks pass no mention.
  const users = marks.map(({ user_id }) => user_id);
  const channels = marks.map(({ channel_id }) => channel_id);
  const furthest = new Map<string, string>();
  for (const { user_id, channel_id, last_message_id } of marks) {
    const key = `${user_id}:${channel_id}`;
    if ((furthest.get(key) ?? '') < last_message_id) furthest.set(key, last_message_id);
  }
  const near = await mentions.find({ user_id: { $in: users }, channel_id: { $in: channels } }).toArray();
  const passed = near.filter(({ user_id, channel_id, message_id }) => {
    return message_id <= (furthest.get(`${user_id}:${channel_id}`) ?? '');
  });
  if (passed.length > 0) await mentions.deleteMany({ _id: { $in: passed.map(({ _id }) => _id) } });
}
