import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { ActionRows } from './components.ts';
import { Embed } from './embeds.ts';
import { CommunityExpressions } from './expressions.ts';
import { Snowflake, snowflakeOf } from './ids.ts';
import { Installation } from './installations.ts';
import { Interaction } from './interactions.ts';
import { JoinRequest } from './joining.ts';
import { LIMITS } from './limits.ts';
import { Attachment, Message } from './messages.ts';
import { AuditLogEntry } from './moderation.ts';
import { Draft, NotificationSettings } from './notifications.ts';
import {
  Bot,
  Channel,
  Community,
  Cursors,
  Invite,
  JoinForm,
  Member,
  Presence,
  Privacy,
  ReadState,
  Relationship,
  Role,
  SelfUser,
  User,
} from './objects.ts';
import { ScheduledMessage } from './schedules.ts';
import type { Scope } from './scopes.ts';
import { Hue, Line, OptionalText, Timestamp } from './text.ts';

/**
 * Groups of events that a connection may ask for in Identify, Discord's bits with COMMUNITY for GUILD. Without `intents`
 * a connection gets everything.
 */
export const INTENTS = {
  COMMUNITIES: 1 << 0,
  COMMUNITY_MEMBERS: 1 << 1,
  COMMUNITY_MODERATION: 1 << 2,
  COMMUNITY_EXPRESSIONS: 1 << 3,
  COMMUNITY_PRESENCES: 1 << 8,
  COMMUNITY_MESSAGES: 1 << 9,
  COMMUNITY_MESSAGE_REACTIONS: 1 << 10,
  COMMUNITY_MESSAGE_TYPING: 1 << 11,
} as const;

/** The name of an intent. */
export type Intent = keyof typeof INTENTS;

/** All intents in one set. */
export const ALL_INTENTS = Object.values(INTENTS).reduce((all, bit) => all | bit, 0);

/**
 * Who an event is for. `community`: every member. `channel`: members who may view `d.channel_id` (or the channel itself,
 * for CHANNEL_*). `managers`: who may manage the community, and the bot `d.user_id`. `user`: every connection of one
 * account. `connection`: the one it is an answer to. `log`: readers of the log only.
 */
export type EventScope = 'community' | 'channel' | 'managers' | 'user' | 'connection' | 'log';

interface EventDefinition<D extends TSchema> {
  /** What has happened, for the docs. */
  doc: string;
  scope: EventScope;
  /** Stored events have a place in the log and are replayed by Resume. */
  stored: boolean;
  /** The intent that asks for it; null comes always. */
  intent: Intent | null;
  /** What a bot must be granted to receive it; null where nothing is needed. */
  needs: Scope | null;
  d: D;
}

const event = <const E extends EventDefinition<TSchema>>(definition: E) => definition;

/** A community with the receiver's own membership in it. */
export const CommunitySnapshot = Type.Composite(
  [Community, Type.Object({ member: Member, installation: Type.Optional(Installation) })],
  {
    $id: 'CommunitySnapshot',
    description:
      'A community as the receiver sees it at this place in the log, with their own membership; a bot also with what it was granted',
  },
);
export type CommunitySnapshot = Static<typeof CommunitySnapshot>;

const Reaction = Type.Object({
  community_id: Snowflake,
  channel_id: Snowflake,
  message_id: Snowflake,
  user_id: Snowflake,
  emoji: Type.String({ maxLength: 64 }),
});

const ChannelReference = Type.Object({ id: Snowflake, community_id: Snowflake });

/** Every event, with its shape and who gets it. */
export const EVENTS = {
  READY: event({
    doc: 'Answers Identify: everything the account sees, at the places in `cursors`.',
    scope: 'connection',
    stored: false,
    intent: null,
    needs: null,
    d: Type.Object({
      v: Type.Literal(1),
      connection_id: Type.String(),
      user: SelfUser,
      communities: Type.Array(CommunitySnapshot),
      read_states: Type.Array(ReadState),
      relationships: Type.Optional(Type.Array(Relationship)),
      notification_settings: Type.Optional(
        Type.Array(NotificationSettings, { description: 'Where they are not as usual; absent when they are nowhere' }),
      ),
      cursors: Cursors,
      instance: Type.Object({ name: Type.String(), domain: Type.String() }),
    }),
  }),
  RESUMED: event({
    doc: 'Answers Resume, after the missed events. Communities that are not named any more have been left.',
    scope: 'connection',
    stored: false,
    intent: null,
    needs: null,
    d: Type.Object({
      connection_id: Type.String(),
      replayed: Type.Integer({ minimum: 0 }),
      communities: Type.Array(Snowflake),
      cursors: Cursors,
    }),
  }),
  COMMUNITY_CREATE: event({
    doc: 'The account has joined a community, or a resumed connection is given its present state afresh. Replaces what was known of it.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: CommunitySnapshot,
  }),
  COMMUNITY_UPDATE: event({
    doc: 'Name, description, mark, owner, privacy of a community have changed, or what it asks of those who join.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITIES',
    needs: null,
    d: Type.Object({
      id: Snowflake,
      name: Line(LIMITS.nameLength),
      description: OptionalText(LIMITS.topicLength),
      hue: Hue,
      owner_id: Snowflake,
      privacy: Type.Optional(Privacy),
      join: Type.Optional(JoinForm),
    }),
  }),
  COMMUNITY_DELETE: event({
    doc: 'The community is gone, or the account has left it.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({ id: Snowflake }),
  }),
  CHANNEL_CREATE: event({
    doc: 'A channel was made, or the account may see it from now on.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITIES',
    needs: null,
    d: Channel,
  }),
  CHANNEL_UPDATE: event({
    doc: 'A channel has changed.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITIES',
    needs: null,
    d: Channel,
  }),
  CHANNEL_DELETE: event({
    doc: 'A channel was deleted, or the account may not see it any more.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITIES',
    needs: null,
    d: ChannelReference,
  }),
  COMMUNITY_ROLE_CREATE: event({
    doc: 'A role was made.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITIES',
    needs: null,
    d: Role,
  }),
  COMMUNITY_ROLE_UPDATE: event({
    doc: 'A role has changed.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITIES',
    needs: null,
    d: Role,
  }),
  COMMUNITY_ROLE_DELETE: event({
    doc: 'A role was deleted; every member has lost it.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITIES',
    needs: null,
    d: ChannelReference,
  }),
  COMMUNITY_EMOJIS_UPDATE: event({
    doc: 'The emoji of a community are these now.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_EXPRESSIONS',
    needs: null,
    d: Type.Pick(CommunityExpressions, ['community_id', 'emojis']),
  }),
  COMMUNITY_STICKERS_UPDATE: event({
    doc: 'The stickers of a community are these now.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_EXPRESSIONS',
    needs: null,
    d: Type.Pick(CommunityExpressions, ['community_id', 'stickers']),
  }),
  COMMUNITY_MEMBER_ADD: event({
    doc: 'Someone has joined.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_MEMBERS',
    needs: 'read:members',
    d: Member,
  }),
  COMMUNITY_MEMBER_UPDATE: event({
    doc: "A member's roles, nick, timeout or profile have changed.",
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_MEMBERS',
    needs: 'read:members',
    d: Member,
  }),
  COMMUNITY_MEMBER_REMOVE: event({
    doc: 'Someone has left or was removed.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_MEMBERS',
    needs: 'read:members',
    d: Type.Object({ community_id: Snowflake, user_id: Snowflake }),
  }),
  INSTALLATION_CREATE: event({
    doc: 'A bot was installed.',
    scope: 'managers',
    stored: true,
    intent: null,
    needs: null,
    d: Installation,
  }),
  INSTALLATION_UPDATE: event({
    doc: 'What a bot was granted has changed, or its token.',
    scope: 'managers',
    stored: true,
    intent: null,
    needs: null,
    d: Installation,
  }),
  INSTALLATION_DELETE: event({
    doc: 'A bot was removed.',
    scope: 'managers',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({ id: Snowflake, community_id: Snowflake, user_id: Snowflake }),
  }),
  COMMUNITY_BAN_ADD: event({
    doc: 'Someone was banned. If they were a member, COMMUNITY_MEMBER_REMOVE comes before it.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_MODERATION',
    needs: 'moderate:users',
    d: Type.Object({ community_id: Snowflake, user: User }),
  }),
  COMMUNITY_BAN_REMOVE: event({
    doc: 'A ban was lifted, or has ended.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_MODERATION',
    needs: 'moderate:users',
    d: Type.Object({ community_id: Snowflake, user: User }),
  }),
  COMMUNITY_AUDIT_LOG_ENTRY_CREATE: event({
    doc: 'Something was done that the audit log keeps. Cases are numbered in the order of these events.',
    scope: 'log',
    stored: true,
    intent: null,
    needs: null,
    d: AuditLogEntry,
  }),
  INVITE_CREATE: event({
    doc: 'An invitation was made.',
    scope: 'log',
    stored: true,
    intent: null,
    needs: null,
    d: Invite,
  }),
  INVITE_DELETE: event({
    doc: 'An invitation was revoked.',
    scope: 'log',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({ code: Type.String(), community_id: Snowflake }),
  }),
  JOIN_REQUESTS_UPDATE: event({
    doc: 'Someone wants to be let in, does no more, or it was decided. Who may decide asks who waits by join.list.',
    scope: 'community',
    stored: true,
    intent: 'COMMUNITY_MEMBERS',
    needs: 'read:members',
    d: Type.Object({ community_id: Snowflake }),
  }),
  JOIN_REQUEST_UPDATE: event({
    doc: 'The account has asked to be let in by a community, has taken that back, or it was decided.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: JoinRequest,
  }),
  MESSAGE_CREATE: event({
    doc: 'A message was sent.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:messages',
    d: Message,
  }),
  MESSAGE_UPDATE: event({
    doc: 'A message was edited. `reactions` is left out: it has its own events.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:messages',
    d: Type.Object({
      id: Snowflake,
      channel_id: Snowflake,
      community_id: Snowflake,
      content: Type.String({ maxLength: LIMITS.messageLength }),
      mentions: Type.Array(Snowflake),
      components: Type.Optional(ActionRows),
      edited_at: Timestamp,
    }),
  }),
  MESSAGE_DELETE: event({
    doc: 'A message was deleted.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:messages',
    d: Type.Object({
      id: Snowflake,
      channel_id: Snowflake,
      community_id: Snowflake,
      thread_id: Type.Optional(Snowflake),
      mentions: Type.Optional(
        Type.Array(Snowflake, { description: 'Whom it named, its author left out; absent when that is nobody' }),
      ),
      mention_roles: Message.properties.mention_roles,
      mention_everyone: Message.properties.mention_everyone,
    }),
  }),
  MESSAGE_DELETE_BULK: event({
    doc: 'Several messages of a channel were deleted at once.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:messages',
    d: Type.Object({
      ids: Type.Array(Snowflake, { minItems: 1, maxItems: LIMITS.deletedAtOnce }),
      channel_id: Snowflake,
      community_id: Snowflake,
      mentions: Type.Optional(Type.Array(Snowflake, { description: 'Whom any of them named' })),
      mention_roles: Message.properties.mention_roles,
      mention_everyone: Message.properties.mention_everyone,
    }),
  }),
  CHANNEL_PINS_UPDATE: event({
    doc: 'A message was pinned to its channel, or its pin was taken away.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:messages',
    d: Type.Object({
      community_id: Snowflake,
      channel_id: Snowflake,
      message_id: Snowflake,
      user_id: Type.String({ pattern: Snowflake.pattern!, description: 'Who has done it' }),
      pinned_at: Type.Union([Timestamp, Type.Null()], { description: 'null when it is pinned no more' }),
    }),
  }),
  MESSAGE_POLL_UPDATE: event({
    doc: 'Votes of a poll were counted.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:messages',
    d: Type.Object({
      id: Snowflake,
      channel_id: Snowflake,
      community_id: Snowflake,
      counts: Type.Array(Type.Integer({ minimum: 0 })),
      voters: Type.Integer({ minimum: 0 }),
    }),
  }),
  POLL_VOTE: event({
    doc: 'The account has voted, on this or another device. Without answers it has taken its vote back.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({
      community_id: Snowflake,
      channel_id: Snowflake,
      message_id: Snowflake,
      answers: Type.Array(Type.Integer({ minimum: 0 })),
    }),
  }),
  ATTACHMENT_UPDATE: event({
    doc: 'A file of a message has come further: it is uploaded, ready or failed. Replaces what was known of it.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:message-content',
    d: Type.Object({
      community_id: Snowflake,
      channel_id: Snowflake,
      message_id: Snowflake,
      attachment: Attachment,
    }),
  }),
  MESSAGE_EMBEDS_UPDATE: event({
    doc: 'Links of a message were looked up, or their previews are hidden or shown again. Replaces what was known.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGES',
    needs: 'read:message-content',
    d: Type.Object({
      id: Snowflake,
      channel_id: Snowflake,
      community_id: Snowflake,
      embeds: Type.Array(Embed, { maxItems: LIMITS.embedsPerMessage }),
      edited_at: Type.Optional(
        Type.Union([Timestamp, Type.Null()], {
          description:
            'Of looked up links: the version of the message that has them. For another one this means nothing',
        }),
      ),
      flags: Type.Optional(Type.Integer({ minimum: 0, description: 'Of the message from now on, where they change' })),
    }),
  }),
  ATTACHMENT_PROGRESS: event({
    doc: 'How much of a file that is being prepared is done. Comes once a second at most, for channels named in Subscribe.',
    scope: 'channel',
    stored: false,
    intent: 'COMMUNITY_MESSAGE_TYPING',
    needs: 'read:messages',
    d: Type.Object({
      community_id: Snowflake,
      channel_id: Snowflake,
      message_id: Snowflake,
      attachment_id: Snowflake,
      progress: Type.Number({ minimum: 0, maximum: 1 }),
    }),
  }),
  MESSAGE_REACTION_ADD: event({
    doc: 'Someone has reacted to a message.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGE_REACTIONS',
    needs: 'read:reactions',
    d: Reaction,
  }),
  MESSAGE_REACTION_REMOVE: event({
    doc: 'Someone has taken a reaction back.',
    scope: 'channel',
    stored: true,
    intent: 'COMMUNITY_MESSAGE_REACTIONS',
    needs: 'read:reactions',
    d: Reaction,
  }),
  TYPING_START: event({
    doc: 'Someone is typing; it holds for 10 seconds. Comes for channels named in Subscribe.',
    scope: 'channel',
    stored: false,
    intent: 'COMMUNITY_MESSAGE_TYPING',
    needs: 'read:messages',
    d: Type.Object({ community_id: Snowflake, channel_id: Snowflake, user_id: Snowflake, display_name: Type.String() }),
  }),
  PRESENCE_UPDATE: event({
    doc: 'Someone is online, idle, not to be disturbed, or offline. Comes for communities named in Subscribe.',
    scope: 'community',
    stored: false,
    intent: 'COMMUNITY_PRESENCES',
    needs: 'read:members',
    d: Type.Composite([Type.Object({ community_id: Snowflake }), Presence]),
  }),
  PASSIVE_UPDATE: event({
    doc: 'Newest messages of channels, and the number of members, of a community that a passive connection has not in view.',
    scope: 'connection',
    stored: false,
    intent: null,
    needs: 'read:messages',
    d: Type.Object({
      community_id: Snowflake,
      channels: Type.Array(Type.Object({ id: Snowflake, last_message_id: Snowflake })),
      threads: Type.Optional(
        Type.Array(Type.Object({ id: Snowflake, channel_id: Snowflake, last_reply_id: Snowflake }), {
          maxItems: LIMITS.passiveThreads,
          description: 'Threads with new replies, whether they are followed or not',
        }),
      ),
      member_count: Type.Integer({ minimum: 0 }),
    }),
  }),
  SUBSCRIBED: event({
    doc: 'Answers Subscribe on a passive connection: the communities that it is given in full after these places.',
    scope: 'connection',
    stored: false,
    intent: null,
    needs: null,
    d: Type.Object({ communities: Type.Array(Snowflake), cursors: Cursors }),
  }),
  COMMUNITY_MEMBER_LIST_UPDATE: event({
    doc: 'The rows of a member window as they are now: those who are here first, each group by name.',
    scope: 'connection',
    stored: false,
    intent: null,
    needs: 'read:members',
    d: Type.Object({
      community_id: Snowflake,
      from: Type.Integer({ minimum: 0 }),
      total: Type.Integer({ minimum: 0, description: 'Rows of the whole list' }),
      online: Type.Integer({ minimum: 0, description: 'How many of them, the first ones, are not offline' }),
      rows: Type.Array(Presence),
      members: Type.Array(Member, { description: 'Of the rows, those that this connection has not been told yet' }),
    }),
  }),
  COMMUNITY_MEMBERS_CHUNK: event({
    doc: 'Answers Request Members.',
    scope: 'connection',
    stored: false,
    intent: null,
    needs: 'read:members',
    d: Type.Object({
      community_id: Snowflake,
      members: Type.Array(Member),
      presences: Type.Array(Presence, { description: 'Of those members that are not offline' }),
      not_found: Type.Array(Snowflake),
    }),
  }),
  USER_UPDATE: event({
    doc: 'The account itself has changed.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: SelfUser,
  }),
  READ_STATE_UPDATE: event({
    doc: 'The account has read further or set its marker back, on this or another device; or came to see a channel that it has read before.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: ReadState,
  }),
  RELATIONSHIP_ADD: event({
    doc: 'Someone has become a friend, was blocked, or there is a friend request.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Relationship,
  }),
  RELATIONSHIP_UPDATE: event({
    doc: 'What someone is to the account has changed, or their profile. Replaces what was known.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Relationship,
  }),
  RELATIONSHIP_REMOVE: event({
    doc: 'Someone is nothing to the account any more: no friend, not blocked, no request.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({ user_id: Snowflake }),
  }),
  DIRECT_UPDATE: event({
    doc: 'Someone has accepted, refused, closed or opened a direct conversation. They are told by COMMUNITY_CREATE; the other is not.',
    scope: 'log',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({
      community_id: Snowflake,
      user_id: Snowflake,
      request: Type.Union([Type.Literal('pending'), Type.Literal('refused'), Type.Null()]),
      closed: Type.Union([Snowflake, Type.Null()]),
    }),
  }),
  THREAD_MEMBER_UPDATE: event({
    doc: 'The account follows a thread, follows it no more, or has read further. What is absent stays as it is.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({
      thread_id: Snowflake,
      channel_id: Snowflake,
      community_id: Snowflake,
      following: Type.Optional(Type.Boolean()),
      last_read_id: Type.Optional(Snowflake),
      version: snowflakeOf('Of two changes of following, the later has the larger'),
    }),
  }),
  NOTIFICATION_SETTINGS_UPDATE: event({
    doc: 'The account wants to be notified otherwise of a community or channel.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: NotificationSettings,
  }),
  DRAFT_UPDATE: event({
    doc: 'A draft was changed, sent or thrown away, on this or another device. One that was changed later holds.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Draft,
  }),
  SCHEDULED_MESSAGE_UPDATE: event({
    doc: 'A message was put off, changed, or could not be sent.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: ScheduledMessage,
  }),
  SCHEDULED_MESSAGE_DELETE: event({
    doc: 'A message that was put off was sent or taken back.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({ id: Snowflake, channel_id: Snowflake }),
  }),
  SESSION_DELETE: event({
    doc: 'A log-in was ended; its connections are closed with 4004.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({ id: Snowflake }),
  }),
  INTERACTION_CREATE: event({
    doc: "Someone has called one of the bot's commands, used a component of its message, or sent its modal.",
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Interaction,
  }),
  INTERACTION_RESPONSE: event({
    doc: 'A bot says something to the account alone, or changes or takes back what it said. It is kept nowhere.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({
      channel_id: Snowflake,
      message_id: Snowflake,
      message: Type.Union([Message, Type.Null()], { description: 'As it is now; null when it was taken back' }),
    }),
  }),
  BOT_CREATE: event({
    doc: 'The account has made a bot.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Bot,
  }),
  BOT_UPDATE: event({
    doc: 'The account has changed a bot.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Bot,
  }),
  BOT_DELETE: event({
    doc: 'The account has deleted a bot.',
    scope: 'user',
    stored: true,
    intent: null,
    needs: null,
    d: Type.Object({ id: Snowflake }),
  }),
} as const satisfies Record<string, EventDefinition<TSchema>>;

/** The name of an event. */
export type EventName = keyof typeof EVENTS;

/** The shape of an event's `d`. */
export type EventData<E extends EventName> = Static<(typeof EVENTS)[E]['d']>;

/** Names of the events that have a place in the log. */
export type StoredEventName = { [E in EventName]: (typeof EVENTS)[E]['stored'] extends true ? E : never }[EventName];
