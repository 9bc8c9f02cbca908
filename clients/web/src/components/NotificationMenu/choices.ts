import type { NotificationLevel } from '@cozy/protocol';

/** For how many minutes one may mute; null until one ends it. */
export const MUTES: readonly { minutes: number | null; text: string }[] = [
  { minutes: 15, text: 'Mute for 15 minutes' },
  { minutes: 60, text: 'Mute for 1 hour' },
  { minutes: 8 * 60, text: 'Mute for 8 hours' },
  { minutes: 24 * 60, text: 'Mute for 24 hours' },
  { minutes: null, text: 'Mute until I turn it on' },
];

/** Of what one may be notified; `community` says it where there is nothing to inherit from. */
export const LEVELS: readonly { level: NotificationLevel; text: string; community?: string }[] = [
  { level: 'inherit', text: 'Notify like the community', community: 'Notify as usual (mentions)' },
  { level: 'all', text: 'Notify of all messages' },
  { level: 'mentions', text: 'Notify of mentions only' },
  { level: 'nothing', text: 'Notify of nothing' },
];
