import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Draft, NotificationLevel, NotificationSettings } from '../notifications.ts';
import { OptionalText, Timestamp } from '../text.ts';
import { command } from './define.ts';

export const notification = {
  'notification.list': command({
    doc: 'Lists how you are notified, where that is not as usual.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/notifications'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ settings: Type.Array(NotificationSettings) }),
  }),
  'notification.update': command({
    doc: 'Sets how you are notified of a community, or of one of its channels, on all your devices.',
    access: { of: 'community', permissions: [] },
    peopleOnly: true,
    rate: { burst: 30, perSecond: 2 },
    route: ['PUT', '/communities/{community_id}/notifications'],
    input: Type.Object(
      {
        community_id: Snowflake,
        channel_id: Type.Optional(Snowflake),
        level: NotificationLevel,
        muted: Type.Boolean(),
        muted_until: Type.Union([Timestamp, Type.Null()]),
        suppress_everyone: Type.Boolean(),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ settings: NotificationSettings }),
  }),
  'draft.list': command({
    doc: 'Lists your drafts, those that were changed last first.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/drafts'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ drafts: Type.Array(Draft, { maxItems: LIMITS.draftsListed }) }),
  }),
  'draft.set': command({
    doc: 'Keeps a draft on all your devices. Of two drafts of a channel the one holds that was changed later.',
    access: { of: 'channel', permissions: [] },
    peopleOnly: true,
    rate: { burst: 30, perSecond: 2 },
    route: ['PUT', '/channels/{channel_id}/draft'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        content: OptionalText(LIMITS.messageLength, 'Empty to throw the draft away'),
        reply_to: Type.Optional(Snowflake),
        updated_at: Type.Optional(Timestamp),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ draft: Draft }),
  }),
};
