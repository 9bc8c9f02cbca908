import type { NotificationSettings } from '@cozy/protocol';
import type { Loaders } from '../database/loaders.ts';

/** How an account is notified, wherever that is not as usual. */
export async function loadNotifications(loaders: Loaders, userId: string): Promise<NotificationSettings[]> {
  const documents = await loaders.notifications.load(userId);
  return documents.map(({ _id, user_id, ...settings }) => settings);
}
