import { CozyError, LIMITS, type NotificationSettings } from '@cozy/protocol';
import { isUsual } from '../state/notifications.ts';
import type { Handler } from './command.ts';

export const updateNotifications: Handler<'notification.update'> = async (context, input, grant) => {
  const { actor, community, membership } = grant;
  const { log, database, nextId } = context;
  const channel_id = input.channel_id ?? null;
  if (channel_id !== null && !community.visibleChannels(membership).includes(channel_id)) {
    throw new CozyError('UNKNOWN_CHANNEL');
  }
  const user_id = actor.user.id;
  const held = await database.notifications.countDocuments({ user_id }, { limit: LIMITS.notificationSettings });
  if (held >= LIMITS.notificationSettings && !isUsual(input)) throw new CozyError('LIMIT_REACHED');
  const settings: NotificationSettings = { ...input, channel_id };
  await log.append(
    { owner: { kind: 'u', id: user_id }, name: 'NOTIFICATION_SETTINGS_UPDATE', data: settings },
    nextId(),
  );
  return { settings };
};
