import { FormatRegistry, type Static, Type } from '@sinclair/typebox';
import { Snowflake, snowflakeOf } from './ids.ts';
import { LIMITS } from './limits.ts';
import { PermissionSet } from './permissions.ts';

/** ISO 8601 time in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
  description: 'ISO 8601 in UTC with milliseconds',
});

// Text from people never holds control characters, half surrogate pairs, or the bidirectional overrides that make a line
// read as something else. TypeBox matches patterns without the `u` flag, so surrogate pairs are spelled out.
const UNSAFE = '\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff';
const PAIR = '[\\ud800-\\udbff][\\udc00-\\udfff]';
const LINE_CHARACTER = `(?:[^\\u0000-\\u001f${UNSAFE}]|${PAIR})`;
const TEXT_CHARACTER = `(?:[^\\u0000-\\u0008\\u000b-\\u001f${UNSAFE}]|${PAIR})`;
// What shows nothing: white space, and Unicode's Default_Ignorable_Code_Point with the blank Braille pattern. Of a pair
// the first half decides; \udb40 to \udb43 begin tags and variation selectors.
const VISIBLE =
  '[^\\s\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e' +
  '\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\udb40-\\udb43\\udc00-\\udfff]';

/** One line of text with at least one visible character. */
export const Line = (maxLength: number, description = 'One line of text') =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=.*${VISIBLE})${LINE_CHARACTER}+$`, description });

/** Several lines of text with at least one visible character; tab and line feed are the only control characters. */
export const Text = (maxLength: number, description = 'Text of one or more lines') =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=[\\s\\S]*${VISIBLE})${TEXT_CHARACTER}+$`, description });

/** Several lines of text with at least one visible character, or nothing at all. */
export const EmptyOrText = (maxLength: number, description: string) =>
  Type.String({ maxLength, pattern: `^(?:(?=[\\s\\S]*${VISIBLE})${TEXT_CHARACTER}+)?$`, description });

/** Several lines of text, or none. */
export const OptionalText = (maxLength: number, description = 'Text of any number of lines') =>
  Type.String({ maxLength, pattern: `^${TEXT_CHARACTER}*$`, description });

export const Username = Type.String({
  minLength: 2,
  maxLength: LIMITS.usernameLength,
  pattern: '^[a-z0-9_.]+$',
  description: 'Lower-case letters, digits, underscore and full stop',
});

/** Hue of an avatar or community mark, in degrees of OKLCH; lightness and chroma come from the theme. */
export const Hue = Type.Integer({ minimum: 0, maximum: 359 });

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
  },
  { $id: 'Member' },
);
export type Member = Static<typeof Member>;

// Unicode properties need the `u` flag, which a pattern lacks here: a format of our own. One grapheme of emoji
// characters that is not a plain digit, # or *.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
FormatRegistry.Set(
  'emoji',
  (value) =>
    /^(?:[\p{Emoji}\p{Emoji_Component}\u{e0020}-\u{e007f}]|\u200d|\ufe0f)+$/u.test(value) &&
    /[^0-9#*]/.test(value) &&
    [...graphemes.segment(value)].length === 1,
);

export const Emoji = Type.String({ minLength: 1, maxLength: 64, format: 'emoji', description: 'One Unicode emoji' });

export const ReactionCount = Type.Object({
  emoji: Type.String({ maxLength: 64 }),
  count: Type.Integer({ minimum: 1 }),
  me: Type.Boolean(),
});
export type ReactionCount = Static<typeof ReactionCount>;

/** The message that a reply answers, as it was when the reply was sent; content is cut at 200 characters. */
export const MessageReference = Type.Object({
  id: Snowflake,
  author: User,
  content: Type.String({ maxLength: 200 }),
});
export type MessageReference = Static<typeof MessageReference>;

export const AttachmentStatus = Type.Union([
  Type.Literal('uploading'),
  Type.Literal('processing'),
  Type.Literal('ready'),
  Type.Literal('failed'),
]);
export type AttachmentStatus = Static<typeof AttachmentStatus>;

export const ContentType = Type.String({
  maxLength: 127,
  pattern: '^[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]*$',
  description: 'Media type without parameters, such as image/png',
});

export const Attachment = Type.Object(
  {
    id: Snowflake,
    filename: Line(LIMITS.filenameLength, 'Without folders, and without what hides its ending'),
    size: Type.Integer({
      minimum: 1,
      maximum: LIMITS.attachmentBytes,
      description: 'Bytes of the file as it was sent',
    }),
    content_type: Type.String({
      maxLength: 127,
      description: 'What the bytes are found to be; while it is uploading, what its sender says',
    }),
    status: AttachmentStatus,
    description: Type.Optional(OptionalText(LIMITS.attachmentDescriptionLength)),
    reason: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Of one that failed, so that it can only be saved: a sentence for people',
      }),
    ),
    width: Type.Optional(Type.Integer({ minimum: 1, description: 'Pixels, as it is shown' })),
    height: Type.Optional(Type.Integer({ minimum: 1 })),
    duration: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds' })),
    placeholder: Type.Optional(Type.String({ maxLength: 64, description: 'ThumbHash of the picture, in base64' })),
    waveform: Type.Optional(
      Type.String({ maxLength: 400, description: 'Loudness over time, a byte (0 to 255) for each part, in base64' }),
    ),
    previews: Type.Optional(
      Type.Array(
        Type.Object({
          width: Type.Integer({ minimum: 1 }),
          height: Type.Integer({ minimum: 1 }),
          content_type: ContentType,
        }),
        { maxItems: 8, description: 'Smaller pictures of it, narrow ones first; of a video, of its poster' },
      ),
    ),
    playable: Type.Optional(
      Type.Object(
        { content_type: ContentType, size: Type.Integer({ minimum: 1 }) },
        { description: 'A copy that every browser plays, where the file itself may not be' },
      ),
    ),
  },
  { $id: 'Attachment', description: 'A file of a message. Fields are there once they are known' },
);
export type Attachment = Static<typeof Attachment>;
/** The replies to a message, or the comments on a post, in short. */
export const ThreadSummary = Type.Object(
  {
    count: Type.Integer({ minimum: 0, description: 'Replies that are not deleted' }),
    last_reply_id: Type.Union([Snowflake, Type.Null()]),
    last_reply_at: Type.Union([Timestamp, Type.Null()]),
    sequence: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Place of the last thing that has happened in it; what comes later is not counted yet',
      }),
    ),
  },
  { $id: 'ThreadSummary' },
);
export type ThreadSummary = Static<typeof ThreadSummary>;

export const MessageVersion = Type.Object(
  {
    content: Type.String({ maxLength: LIMITS.messageLength }),
    at: Timestamp,
  },
  { $id: 'MessageVersion', description: 'What a message said until it was edited' },
);
export type MessageVersion = Static<typeof MessageVersion>;

/** A message that was sent on from another channel, as it was then. Its receivers may not see where it comes from. */
export const ForwardedMessage = Type.Object({
  id: Snowflake,
  channel_id: Snowflake,
  community_id: Snowflake,
  author: User,
  content: Type.String({ maxLength: LIMITS.messageLength }),
  created_at: Timestamp,
});
export type ForwardedMessage = Static<typeof ForwardedMessage>;

export const Poll = Type.Object(
  {
    question: Line(LIMITS.pollQuestionLength),
    answers: Type.Array(Line(LIMITS.pollAnswerLength), { minItems: 2, maxItems: LIMITS.pollAnswers }),
    multiple: Type.Boolean({ description: 'Whether one may choose several answers' }),
    ends_at: Timestamp,
    counts: Type.Array(Type.Integer({ minimum: 0 }), { description: 'Votes for each answer, in their order' }),
    voters: Type.Integer({ minimum: 0, description: 'Members who have voted' }),
    me: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }), { description: 'Own answers, by index' })),
  },
  { $id: 'Poll', description: 'Who has voted for what is told to nobody' },
);
export type Poll = Static<typeof Poll>;

export const Message = Type.Object(
  {
    id: Snowflake,
    channel_id: Snowflake,
    community_id: Snowflake,
    author: User,
    content: Type.String({ maxLength: LIMITS.messageLength }),
    mentions: Type.Array(Snowflake, { maxItems: LIMITS.mentionsPerMessage }),
    mention_roles: Type.Optional(
      Type.Array(Snowflake, {
        minItems: 1,
        maxItems: LIMITS.mentionsPerMessage,
        description: 'Roles that are notified',
      }),
    ),
    mention_everyone: Type.Optional(Type.Boolean({ description: 'Whether all who see the channel are notified' })),
    reply_to: Type.Union([MessageReference, Type.Null()]),
    reactions: Type.Array(ReactionCount),
    attachments: Type.Optional(Type.Array(Attachment, { minItems: 1, maxItems: LIMITS.attachmentsPerMessage })),
    forwarded: Type.Optional(ForwardedMessage),
    pinned_at: Type.Optional(Timestamp),
    poll: Type.Optional(Poll),
    nonce: Type.Optional(Type.String({ maxLength: LIMITS.nonceLength })),
    sequence: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: "Place in the community's partition, which orders a channel. Absent in events: their frame has it",
      }),
    ),
    thread_id: Type.Optional(snowflakeOf('The message that began its thread; absent outside of threads')),
    thread: Type.Optional(ThreadSummary),
    title: Type.Optional(Line(LIMITS.titleLength, 'Of a post; a status update has none')),
    edited_at: Type.Union([Timestamp, Type.Null()]),
    created_at: Timestamp,
  },
  { $id: 'Message' },
);
export type Message = Static<typeof Message>;

export const SearchHit = Type.Object(
  {
    message: Message,
    highlights: Type.Array(Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })]), {
      description: 'What was found in the content: begin and end of each place, in UTF-16 code units, in order',
    }),
  },
  { $id: 'SearchHit', description: 'A message that was found' },
);
export type SearchHit = Static<typeof SearchHit>;

/** A thread as someone sees it who follows it, or looks at it. */
export const Thread = Type.Object(
  {
    id: Snowflake,
    channel_id: Snowflake,
    community_id: Snowflake,
    root: Type.Union([Message, Type.Null()], { description: 'The message that began it; null when it was deleted' }),
    summary: ThreadSummary,
    following: Type.Boolean(),
    last_read_id: Type.Union([Snowflake, Type.Null()]),
    unread_count: Type.Integer({
      minimum: 0,
      maximum: LIMITS.unreadReplies,
      description: `Unread replies of others, up to ${LIMITS.unreadReplies}`,
    }),
    mention_count: Type.Integer({ minimum: 0 }),
    replies: Type.Array(Message, { description: 'The newest ones, oldest first' }),
  },
  { $id: 'Thread' },
);
export type Thread = Static<typeof Thread>;

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
  { id: Snowflake, owner_id: Snowflake, user: User, created_at: Timestamp },
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
