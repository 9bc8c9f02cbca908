import {
  type Channel,
  type CommunitySnapshot,
  holdsMessages,
  LIMITS,
  type Message,
  type NotificationSettings,
} from '@cozy/protocol';
import type { Instance } from './instance.ts';

/** What waits in a channel: in a muted one only mentions count. */
export function channelWaiting({ stores }: Instance, community: CommunitySnapshot, channel: Channel) {
  const { muted } = stores.notifications.effective(community.id, channel.id);
  const unread = stores.readStates.isUnread(channel, community.member.joined_at);
  return { muted, unread: unread && !muted, mentions: stores.readStates.mentionCount(channel.id) };
}

/**
 * Marks channels as read up to their newest messages, on all devices of the account.
 *
 * @throws CozyError when the server could not be told.
 */
export async function markChannelsRead(instance: Instance, channels: readonly Channel[]): Promise<void> {
  const { readStates } = instance.stores;
  const marks = channels.flatMap(({ id, type, last_message_id }) => {
    if (!holdsMessages(type) || !last_message_id) return [];
    if (readStates.lastRead(id) === last_message_id && readStates.mentionCount(id) === 0) return [];
    return [{ channel_id: id, message_id: last_message_id }];
  });
  for (const { channel_id, message_id } of marks) readStates.advance(channel_id, message_id);
  for (let i = 0; i < marks.length; i += LIMITS.readMarks) {
    await instance.commands.read['mark-many']({ marks: marks.slice(i, i + LIMITS.readMarks) });
  }
}

/** Marks a channel as unread from a message on, on all devices of the account. @throws CozyError. */
export async function markUnreadFrom(instance: Instance, { channel_id, id }: Message): Promise<void> {
  instance.readMarker.forget(channel_id);
  await instance.commands.read.unmark({ channel_id, message_id: id });
}

/**
 * Changes how the account is notified; shown at once, and taken back when the server says no.
 *
 * @throws CozyError when it does.
 */
export async function changeNotifications(
  { stores, commands }: Instance,
  before: NotificationSettings,
  change: Partial<NotificationSettings>,
): Promise<void> {
  const { channel_id, ...settings } = { ...before, ...change };
  stores.notifications.put({ ...settings, channel_id });
  try {
    await commands.notification.update({ ...settings, ...(channel_id && { channel_id }) });
  } catch (error) {
    stores.notifications.put(before);
    throw error;
  }
}
