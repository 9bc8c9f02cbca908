import type { NotificationSettings } from '@cozy/protocol';
import type { Loaders } from '../database/loaders.ts';

/** Whether settings say nothing of their own, so that they need not be kept. */
export function isUsual({ level, muted, suppress_everyone }: Omit<NotificationSettings, 'channel_id'>): boolean {
  return level === 'inherit' && !muted && !suppress_everyone;
}

/** How an account is notified, wherever that is not as usual. */
export async function loadNotifications(loaders: Loaders, userId: string): Promise<NotificationSettings[]> {
  const documents = await loaders.notifications.load(userId);
  return documents.map(({ _id, user_id, ...settings }) => settings);
}
