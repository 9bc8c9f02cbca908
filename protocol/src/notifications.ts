import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { isMentioned, type Mentioning } from './mentions.ts';
import { OptionalText, Timestamp } from './text.ts';

export const NotificationLevel = Type.Union(
  [Type.Literal('all'), Type.Literal('mentions'), Type.Literal('nothing'), Type.Literal('inherit')],
  { description: 'Of what one is notified. `inherit`: in a channel as in its community, in a community `mentions`' },
);
export type NotificationLevel = Static<typeof NotificationLevel>;

export const NotificationSettings = Type.Object(
  {
    community_id: Snowflake,
    channel_id: Type.Union([Snowflake, Type.Null()], { description: 'Null for the community itself' }),
    level: NotificationLevel,
    muted: Type.Boolean({ description: 'Only mentions are counted, and nothing is notified' }),
    muted_until: Type.Union([Timestamp, Type.Null()], { description: 'When a mute ends; null until it is ended' }),
    suppress_everyone: Type.Boolean({ description: 'What names everyone or a role is no mention' }),
  },
  { $id: 'NotificationSettings', description: 'How the account is notified of a community or of one of its channels' },
);
export type NotificationSettings = Static<typeof NotificationSettings>;

export const Draft = Type.Object(
  {
    channel_id: Snowflake,
    content: OptionalText(LIMITS.messageLength, 'Empty when the draft was sent or thrown away'),
    reply_to: Type.Union([Snowflake, Type.Null()]),
    updated_at: Timestamp,
  },
  { $id: 'Draft', description: 'A text that was begun in a channel and not sent' },
);
export type Draft = Static<typeof Draft>;

export const PushDevice = Type.Object(
  {
    session_id: Snowflake,
    current: Type.Boolean({ description: 'The log-in of this request' }),
    created_at: Timestamp,
  },
  { $id: 'PushDevice', description: 'A log-in whose device is told of messages by Web Push' },
);
export type PushDevice = Static<typeof PushDevice>;

export const PushNotice = Type.Object(
  {
    title: Type.String({ description: 'Who has written, and where' }),
    body: Type.String({ description: 'The beginning of the text' }),
    path: Type.String({ description: 'Where a click leads, on the web client' }),
    tag: Type.String({ pattern: Snowflake.pattern!, description: 'The message: what is told twice is shown once' }),
  },
  { $id: 'PushNotice', description: 'What a device is told by Web Push, as JSON' },
);
export type PushNotice = Static<typeof PushNotice>;

/** Whether a mute holds at a time (Unix milliseconds). */
export function isMuted({ muted, muted_until }: NotificationSettings, now: number): boolean {
  return muted && (muted_until === null || Date.parse(muted_until) > now);
}

/**
 * What holds in a channel: its own settings, and those of its community where they inherit. A mute of either holds.
 *
 * @param now in Unix milliseconds.
 */
export function effectiveNotifications(
  channel: NotificationSettings | undefined,
  community: NotificationSettings | undefined,
  now: number,
): { level: 'all' | 'mentions' | 'nothing'; muted: boolean; suppressEveryone: boolean } {
  const own = channel?.level ?? 'inherit';
  const inherited = community?.level ?? 'inherit';
  const level = own !== 'inherit' ? own : inherited !== 'inherit' ? inherited : 'mentions';
  return {
    level,
    muted: [channel, community].some((one) => one !== undefined && isMuted(one, now)),
    suppressEveryone: (channel?.suppress_everyone || community?.suppress_everyone) ?? false,
  };
}

/** Whom a message would be told to, and where. */
export interface NotifiedReader {
  userId: string;
  /** Roles that they have in the community. */
  roles: readonly string[];
  /** Whether it is a conversation of two or a few, which is for those who are in it. */
  isConversation: boolean;
}

/**
 * Whether someone wants to be told of a message: the one rule of desktop notifications and Web Push.
 *
 * @param settings that hold for the reader in the channel, as `effectiveNotifications` gives them.
 */
export function isNotified(
  message: Mentioning,
  { userId, roles, isConversation }: NotifiedReader,
  { level, muted, suppressEveryone }: ReturnType<typeof effectiveNotifications>,
): boolean {
  if (message.author.id === userId || muted || level === 'nothing') return false;
  if (isConversation || level === 'all') return true;
  return suppressEveryone ? message.mentions.includes(userId) : isMentioned(message, userId, roles);
}
