import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { PermissionSet } from './permissions.ts';
import { Scope } from './scopes.ts';
import { Hue, Line, OptionalText, RedirectUri, Timestamp, Username } from './text.ts';

export const User = Type.Object(
  {
    id: Snowflake,
    username: Username,
    display_name: Line(LIMITS.nameLength),
    hue: Hue,
    bio: OptionalText(LIMITS.bioLength),
    bot: Type.Boolean(),
    home: Type.Union([Type.String(), Type.Null()], {
      description: 'Domain of the home instance; null for local people',
    }),
  },
  { $id: 'User', description: 'A person or bot, as everyone sees it' },
);
export type User = Static<typeof User>;

const Allowed = Type.Union(
  [Type.Literal('everyone'), Type.Literal('communities'), Type.Literal('friends'), Type.Literal('nobody')],
  { description: '`communities`: who shares a community, and friends' },
);

export const ContactPrivacy = Type.Object(
  { direct: Allowed, groups: Allowed },
  {
    $id: 'ContactPrivacy',
    description:
      'Who may write to the account directly (of others, a first message is a request; with `nobody` there is none), and who may add it to groups',
  },
);
export type ContactPrivacy = Static<typeof ContactPrivacy>;

/** What holds for an account that has chosen nothing. */
export const DEFAULT_PRIVACY: ContactPrivacy = { direct: 'communities', groups: 'communities' };

export const SelfUser = Type.Composite(
  [
    User,
    Type.Object({
      email: Type.Union([Type.String(), Type.Null()]),
      privacy: Type.Optional(ContactPrivacy),
    }),
  ],
  {
    $id: 'SelfUser',
    description: 'The account itself, as only its holder sees it',
  },
);
export type SelfUser = Static<typeof SelfUser>;

export const Overwrite = Type.Object(
  {
    id: Snowflake,
    type: Type.Union([Type.Literal(0), Type.Literal(1)], { description: '0 a role, 1 a member' }),
    allow: PermissionSet,
    deny: PermissionSet,
  },
  { $id: 'Overwrite' },
);
export type Overwrite = Static<typeof Overwrite>;

export const ChannelType = Type.Union([
  Type.Literal('text'),
  Type.Literal('category'),
  Type.Literal('voice'),
  Type.Literal('announcement'),
  Type.Literal('rules'),
  Type.Literal('feed'),
]);
export type ChannelType = Static<typeof ChannelType>;

/** Types of the channels that hold messages. */
const MESSAGE_CHANNELS: readonly ChannelType[] = ['text', 'announcement', 'rules', 'feed'];

/** Tells whether a channel of this type holds messages. */
export function holdsMessages(type: ChannelType): boolean {
  return MESSAGE_CHANNELS.includes(type);
}

/** Who finds a community and how one comes in; absent is `invite`. */
export const Privacy = Type.Union([Type.Literal('public'), Type.Literal('invite'), Type.Literal('hidden')], {
  description: 'public: found by everybody; invite: by invitation; hidden: an invitation shows only what it is called',
});
export type Privacy = Static<typeof Privacy>;

export const JoinQuestion = Type.Object(
  {
    label: Line(LIMITS.joinQuestionLength, 'The question; no other one of the form is the same'),
    type: Type.Union([Type.Literal('text'), Type.Literal('paragraph'), Type.Literal('choice')]),
    required: Type.Boolean(),
    choices: Type.Optional(
      Type.Array(Line(LIMITS.nameLength), {
        minItems: 2,
        maxItems: LIMITS.joinChoices,
        uniqueItems: true,
        description: 'Of type choice: the answers that there are',
      }),
    ),
  },
  { $id: 'JoinQuestion', additionalProperties: false },
);
export type JoinQuestion = Static<typeof JoinQuestion>;

/** What a community asks of those who join it. */
export const JoinForm = Type.Object(
  {
    approval: Type.Boolean({ description: 'Whether people wait until somebody lets them in' }),
    questions: Type.Array(JoinQuestion, { maxItems: LIMITS.joinQuestions }),
  },
  { $id: 'JoinForm', additionalProperties: false },
);
export type JoinForm = Static<typeof JoinForm>;

/** Slow mode; absent is 0. Who manages messages or the channel, and bots, are exempt. */
export const SlowmodeSeconds = Type.Integer({
  minimum: 0,
  maximum: LIMITS.slowmodeSeconds,
  description: 'Slow mode: seconds between two messages of one member; absent is 0',
});

export const Channel = Type.Object(
  {
    id: Snowflake,
    community_id: Snowflake,
    type: ChannelType,
    name: Line(LIMITS.nameLength),
    topic: OptionalText(LIMITS.topicLength),
    position: Type.Integer({ minimum: 0 }),
    parent_id: Type.Union([Snowflake, Type.Null()]),
    overwrites: Type.Array(Overwrite, { maxItems: LIMITS.overwritesPerChannel }),
    last_message_id: Type.Union([Snowflake, Type.Null()]),
    rate_limit_per_user: Type.Optional(SlowmodeSeconds),
  },
  { $id: 'Channel' },
);
export type Channel = Static<typeof Channel>;

export const Role = Type.Object(
  {
    id: Snowflake,
    community_id: Snowflake,
    name: Line(LIMITS.nameLength),
    hue: Type.Union([Hue, Type.Null()]),
    position: Type.Integer({ minimum: 0, description: 'Higher stands above lower; the member role is 0' }),
    permissions: PermissionSet,
    mentionable: Type.Optional(Type.Boolean({ description: 'Whether everyone may mention it; else MENTION_EVERYONE' })),
    fixed: Type.Union([Type.Literal('owner'), Type.Literal('moderator'), Type.Literal('member'), Type.Null()]),
  },
  { $id: 'Role' },
);
export type Role = Static<typeof Role>;

/** What a community is when it is none: a conversation of two, or of a group. */
export const ConversationKind = Type.Union([Type.Literal('direct'), Type.Literal('group')]);
export type ConversationKind = Static<typeof ConversationKind>;

/** A public community as everybody finds it. */
export const CommunityCard = Type.Object(
  {
    id: Snowflake,
    name: Line(LIMITS.nameLength),
    description: OptionalText(LIMITS.topicLength),
    hue: Hue,
    member_count: Type.Integer({ minimum: 0 }),
  },
  { $id: 'CommunityCard' },
);
export type CommunityCard = Static<typeof CommunityCard>;

/** A community as its members see it; `channels` holds only those that the receiver may see. */
export const Community = Type.Object(
  {
    id: Snowflake,
    name: Line(LIMITS.nameLength),
    description: OptionalText(LIMITS.topicLength),
    hue: Hue,
    owner_id: Snowflake,
    privacy: Type.Optional(Privacy),
    join: Type.Optional(JoinForm),
    roles: Type.Array(Role),
    channels: Type.Array(Channel),
    member_count: Type.Integer({ minimum: 0 }),
    kind: Type.Optional(ConversationKind),
    recipients: Type.Optional(
      Type.Array(User, { description: 'Of a conversation: who is in it besides the receiver' }),
    ),
    request: Type.Optional(
      Type.Union([Type.Literal('pending'), Type.Literal('refused')], {
        description: 'Of a direct conversation that the receiver has not accepted',
      }),
    ),
    closed: Type.Optional(
      Type.String({
        pattern: Snowflake.pattern!,
        description: 'Of a direct conversation that the receiver has closed: the newest message at that time',
      }),
    ),
  },
  { $id: 'Community' },
);
export type Community = Static<typeof Community>;

export const Member = Type.Object(
  {
    community_id: Snowflake,
    user: User,
    nick: Type.Union([Line(LIMITS.nameLength), Type.Null()]),
    roles: Type.Array(Snowflake, { description: 'Roles besides the member role, which everyone has' }),
    joined_at: Timestamp,
    pending: Type.Optional(
      Type.Boolean({ description: 'Has not accepted the rules yet, and can only read until then' }),
    ),
    communication_disabled_until: Type.Optional(
      Type.String({ pattern: Timestamp.pattern!, description: 'Timed out: can only read until then' }),
    ),
  },
  { $id: 'Member' },
);
export type Member = Static<typeof Member>;

export const Invite = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Za-z0-9]{6,32}$' }),
    community_id: Snowflake,
    creator_id: Snowflake,
    max_uses: Type.Union([Type.Integer({ minimum: 1, maximum: 100_000 }), Type.Null()]),
    uses: Type.Integer({ minimum: 0 }),
    expires_at: Type.Union([Timestamp, Type.Null()]),
    created_at: Timestamp,
  },
  { $id: 'Invite' },
);
export type Invite = Static<typeof Invite>;

/** What someone who holds an invitation sees before accepting it. */
export const InvitePreview = Type.Object(
  {
    code: Type.String(),
    community: Type.Object({
      id: Type.Optional(Snowflake),
      name: Type.String(),
      description: Type.String(),
      hue: Hue,
      member_count: Type.Integer({ minimum: 0 }),
    }),
    inviter: Type.Union([User, Type.Null()]),
  },
  { $id: 'InvitePreview' },
);
export type InvitePreview = Static<typeof InvitePreview>;

export const Bot = Type.Object(
  {
    id: Snowflake,
    owner_id: Snowflake,
    user: User,
    scopes: Type.Optional(
      Type.Array(Scope, { uniqueItems: true, description: 'What it asks for; absent, everything' }),
    ),
    redirect_uris: Type.Optional(
      Type.Array(RedirectUri, { maxItems: LIMITS.redirectUris, description: 'Where codes for tokens may be sent' }),
    ),
    public: Type.Optional(Type.Boolean({ description: 'Whether others than its owner may install it' })),
    created_at: Timestamp,
  },
  { $id: 'Bot', description: 'A bot, as its owner sees it' },
);
export type Bot = Static<typeof Bot>;

export const Relationship = Type.Object(
  {
    user: User,
    type: Type.Union(
      [Type.Literal('friend'), Type.Literal('incoming'), Type.Literal('outgoing'), Type.Literal('blocked')],
      { description: '`incoming` and `outgoing` are friend requests' },
    ),
    since: Timestamp,
  },
  { $id: 'Relationship', description: 'What someone is to the account' },
);
export type Relationship = Static<typeof Relationship>;

export const Session = Type.Object(
  {
    id: Snowflake,
    current: Type.Boolean(),
    user_agent: Type.String({ maxLength: 200 }),
    created_at: Timestamp,
    last_used_at: Timestamp,
  },
  { $id: 'Session', description: 'A log-in on one device' },
);
export type Session = Static<typeof Session>;

export const ReadState = Type.Object(
  {
    channel_id: Snowflake,
    last_message_id: Snowflake,
    mention_count: Type.Integer({ minimum: 0 }),
    mentions: Type.Optional(
      Type.Array(Snowflake, {
        maxItems: LIMITS.mentionsListed,
        description: 'The newest messages among these mentions; absent when there is none',
      }),
    ),
    epoch: Type.Optional(
      Type.String({
        pattern: Snowflake.pattern!,
        description: 'When the marker was last set back; a marker with an older epoch holds no more',
      }),
    ),
  },
  { $id: 'ReadState', description: 'How far the reader has read a channel, and the unread mentions after that' },
);
export type ReadState = Static<typeof ReadState>;

export const Status = Type.Union([
  Type.Literal('online'),
  Type.Literal('idle'),
  Type.Literal('dnd'),
  Type.Literal('offline'),
]);
export type Status = Static<typeof Status>;

export const Presence = Type.Object({ user_id: Snowflake, status: Status }, { $id: 'Presence' });
export type Presence = Static<typeof Presence>;

/** Partition (as a decimal string) to the last sequence that the holder has. */
export const Cursors = Type.Record(Type.String({ pattern: '^[0-9]{1,4}$' }), Type.Integer({ minimum: 0 }), {
  $id: 'Cursors',
  maxProperties: 1024,
});
export type Cursors = Static<typeof Cursors>;
