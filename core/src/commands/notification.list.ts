import { loadNotifications } from '../state/notifications.ts';
import type { Handler } from './command.ts';

export const listNotifications: Handler<'notification.list'> = async ({ loaders }, _input, { actor }) => ({
  settings: await loadNotifications(loaders, actor.user.id),
});
