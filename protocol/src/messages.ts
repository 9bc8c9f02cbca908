import { FormatRegistry, type Static, Type } from '@sinclair/typebox';
import { ActionRows, MessageInteraction } from './components.ts';
import { Embed } from './embeds.ts';
import { customReaction, Sticker } from './expressions.ts';
import { Snowflake, snowflakeOf } from './ids.ts';
import { LIMITS } from './limits.ts';
import { User } from './objects.ts';
import { Line, OptionalText, Timestamp } from './text.ts';

// Unicode properties need the `u` flag, which a pattern lacks here: a format of our own. One grapheme of emoji
// characters that is not a plain digit, # or *.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
FormatRegistry.Set(
  'emoji',
  (value) =>
    customReaction(value) !== null ||
    (/^(?:[\p{Emoji}\p{Emoji_Component}\u{e0020}-\u{e007f}]|\u200d|\ufe0f)+$/u.test(value) &&
      /[^0-9#*]/.test(value) &&
      [...graphemes.segment(value)].length === 1),
);

export const Emoji = Type.String({
  minLength: 1,
  maxLength: 64,
  format: 'emoji',
  description: 'One Unicode emoji, or `name:id` of an emoji of the community',
});

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
    sticker_items: Type.Optional(Type.Array(Sticker, { minItems: 1, maxItems: LIMITS.stickersPerMessage })),
    embeds: Type.Optional(Type.Array(Embed, { maxItems: LIMITS.embedsPerMessage })),
    flags: Type.Optional(
      Type.Integer({ minimum: 0, description: 'MESSAGE_FLAGS; 4 hides link previews, 64: only one person sees it' }),
    ),
    forwarded: Type.Optional(ForwardedMessage),
    pinned_at: Type.Optional(Timestamp),
    poll: Type.Optional(Poll),
    components: Type.Optional(ActionRows),
    interaction: Type.Optional(MessageInteraction),
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
