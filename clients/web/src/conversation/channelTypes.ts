import type { ChannelType } from '@cozy/protocol';
import { Folder, Hash, Megaphone, Newspaper, ScrollText, Volume2 } from 'lucide-solid';

/** How each type of channel looks in lists and heads. */
export const CHANNEL_ICONS = {
  text: Hash,
  feed: Newspaper,
  announcement: Megaphone,
  rules: ScrollText,
  voice: Volume2,
  category: Folder,
} as const satisfies Record<ChannelType, unknown>;

/** The types that one chooses from for a new channel, in plain words. */
export const CHANNEL_CHOICES = [
  { type: 'text', name: 'Text', note: 'Everyone talks.' },
  { type: 'feed', name: 'Feed', note: 'Everyone posts; what is said to a post stays with it.' },
  { type: 'announcement', name: 'Announcements', note: 'Everyone reads; moderators and whom you allow write.' },
  { type: 'rules', name: 'Rules', note: 'New members read and accept them before they can write.' },
] as const satisfies readonly { type: ChannelType; name: string; note: string }[];
