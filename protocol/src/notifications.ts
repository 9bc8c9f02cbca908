import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
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
