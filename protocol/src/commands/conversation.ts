import { Type } from '@sinclair/typebox';
import { ActionRow, ActionRows } from '../components.ts';
import { Snowflake, snowflakeOf } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Emoji, Message } from '../messages.ts';
import { Channel, ChannelType, Cursors, Overwrite, SlowmodeSeconds } from '../objects.ts';
import { EmptyOrText, Line, OptionalText, Text } from '../text.ts';
import { command } from './define.ts';

const Content = Text(LIMITS.messageLength, 'Markdown');
const MessagePlace = { channel_id: Snowflake, message_id: Snowflake };

export const conversation = {
  'channel.create': command({
    doc: 'Makes a channel.',
    access: { of: 'community', permissions: ['MANAGE_CHANNELS'] },
    scope: 'manage:channels',
    rate: { burst: 60, perSecond: 2 },
    route: ['POST', '/communities/{community_id}/channels'],
    input: Type.Object(
      {
        community_id: Snowflake,
        name: Line(LIMITS.nameLength),
        type: ChannelType,
        topic: Type.Optional(OptionalText(LIMITS.topicLength)),
        parent_id: Type.Optional(Type.Union([Snowflake, Type.Null()])),
        overwrites: Type.Optional(Type.Array(Overwrite, { maxItems: LIMITS.overwritesPerChannel })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ channel: Channel }),
  }),
  'channel.update': command({
    doc: 'Changes a channel. Fields that are left out stay as they are.',
    access: { of: 'channel', permissions: ['MANAGE_CHANNELS'], kinds: ['community'] },
    scope: 'manage:channels',
    rate: { burst: 30, perSecond: 2 },
    route: ['PATCH', '/channels/{channel_id}'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        name: Type.Optional(Line(LIMITS.nameLength)),
        topic: Type.Optional(OptionalText(LIMITS.topicLength)),
        position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
        rate_limit_per_user: Type.Optional(SlowmodeSeconds),
        parent_id: Type.Optional(Type.Union([Snowflake, Type.Null()])),
        overwrites: Type.Optional(Type.Array(Overwrite, { maxItems: LIMITS.overwritesPerChannel })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ channel: Channel }),
  }),
  'channel.move': command({
    doc: 'Puts a channel or category in another place of the list, in one write.',
    access: { of: 'channel', permissions: ['MANAGE_CHANNELS'], kinds: ['community'] },
    scope: 'manage:channels',
    rate: { burst: 60, perSecond: 5 },
    route: ['PUT', '/channels/{channel_id}/place'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        parent_id: Type.Optional(
          Type.Union([Snowflake, Type.Null()], {
            description: 'The category; without it the channel stays in its own',
          }),
        ),
        before: Type.Optional(
          Type.Union([Snowflake, Type.Null()], {
            description: 'What it shall stand before; without it, it comes last',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ channel: Channel }),
  }),
  'channel.delete': command({
    doc: 'Deletes a channel with its messages.',
    access: { of: 'channel', permissions: ['MANAGE_CHANNELS'], kinds: ['community'] },
    scope: 'manage:channels',
    rate: { burst: 30, perSecond: 1 },
    route: ['DELETE', '/channels/{channel_id}'],
    input: Type.Object({ channel_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'message.send': command({
    doc: 'Sends a message. The same nonce again, within the dedupe window, gives the first message.',
    access: { of: 'channel', permissions: ['SEND_MESSAGES'] },
    scope: 'write:messages',
    rate: { burst: 200, perSecond: 100 },
    route: ['POST', '/channels/{channel_id}/messages'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        content: EmptyOrText(
          LIMITS.messageLength,
          'Markdown with something visible; empty only beside attachments or a sticker',
        ),
        nonce: Line(LIMITS.nonceLength, 'Your own name for this message'),
        reply_to: Type.Optional(Snowflake),
        attachments: Type.Optional(
          Type.Array(
            Type.Object(
              { id: Snowflake, description: Type.Optional(OptionalText(LIMITS.attachmentDescriptionLength)) },
              { additionalProperties: false },
            ),
            { maxItems: LIMITS.attachmentsPerMessage, description: 'Your files, as attachment.create gave them' },
          ),
        ),
        sticker_ids: Type.Optional(
          Type.Array(Snowflake, { maxItems: LIMITS.stickersPerMessage, description: 'Stickers of the community' }),
        ),
        thread_id: Type.Optional(snowflakeOf('Replies in the thread of this message of the channel')),
        title: Type.Optional(Line(LIMITS.titleLength, 'Of a post, in channels of type feed only')),
        components: Type.Optional(
          Type.Array(ActionRow, { maxItems: LIMITS.componentRows, description: 'Buttons and selects, of bots only' }),
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ message: Message }),
  }),
  'message.edit': command({
    doc: 'Changes the content of your own message.',
    access: { of: 'channel', permissions: ['SEND_MESSAGES'] },
    scope: 'write:messages',
    rate: { burst: 30, perSecond: 5 },
    route: ['PATCH', '/channels/{channel_id}/messages/{message_id}'],
    input: Type.Object(
      { ...MessagePlace, content: Content, components: Type.Optional(ActionRows) },
      { additionalProperties: false },
    ),
    output: Type.Object({ message: Message }),
  }),
  'message.delete': command({
    doc: 'Deletes your own message, or anybody’s with MANAGE_MESSAGES.',
    access: { of: 'channel', permissions: [] },
    scope: 'write:messages',
    rate: { burst: 30, perSecond: 5 },
    route: ['DELETE', '/channels/{channel_id}/messages/{message_id}'],
    input: Type.Object(MessagePlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'message.history': command({
    doc: 'Gives messages of a channel or, with `thread_id`, of a thread, newest first: the last ones, or those before, after or around an id. With `at`, as of a place in the log or later.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'read:messages',
    rate: { burst: 60, perSecond: 20 },
    route: ['GET', '/channels/{channel_id}/messages'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        before: Type.Optional(Snowflake),
        after: Type.Optional(Snowflake),
        around: Type.Optional(Snowflake),
        thread_id: Type.Optional(Snowflake),
        sort: Type.Optional(
          Type.Union([Type.Literal('new'), Type.Literal('active')], {
            description:
              'With active, the posts of a feed by their last comments; elsewhere the messages that began a thread, by its last replies',
          }),
        ),
        before_activity: Type.Optional(
          Type.Integer({
            minimum: 1,
            description: 'With sort active, the next page: `thread.sequence` of the last post',
          }),
        ),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.historyPage, default: 50 })),
        at: Type.Optional(Cursors),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ messages: Type.Array(Message) }),
  }),
  'reaction.add': command({
    doc: 'Adds your reaction to a message. Adding it again changes nothing.',
    access: { of: 'channel', permissions: ['ADD_REACTIONS', 'READ_MESSAGE_HISTORY'] },
    scope: 'write:reactions',
    rate: { burst: 60, perSecond: 10 },
    route: ['PUT', '/channels/{channel_id}/messages/{message_id}/reactions/{emoji}'],
    input: Type.Object({ ...MessagePlace, emoji: Emoji }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'reaction.remove': command({
    doc: 'Takes your reaction back.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'write:reactions',
    rate: { burst: 60, perSecond: 10 },
    route: ['DELETE', '/channels/{channel_id}/messages/{message_id}/reactions/{emoji}'],
    input: Type.Object({ ...MessagePlace, emoji: Emoji }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'typing.start': command({
    doc: 'Tells the others in a channel that you are typing, for 10 seconds.',
    access: { of: 'channel', permissions: ['SEND_MESSAGES'] },
    scope: 'write:messages',
    rate: { burst: 10, perSecond: 1 },
    route: ['POST', '/channels/{channel_id}/typing'],
    input: Type.Object({ channel_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'read.mark': command({
    doc: 'Marks a channel as read up to a message. The marker only moves forward.',
    access: { of: 'channel', permissions: [] },
    scope: 'read:messages',
    rate: { burst: 60, perSecond: 10 },
    route: ['PUT', '/channels/{channel_id}/read'],
    input: Type.Object(MessagePlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'read.mark-many': command({
    doc: 'Marks several channels as read, each up to a message. Channels that you may not see are passed over.',
    access: { of: 'account' },
    scope: 'read:messages',
    rate: { burst: 10, perSecond: 1 },
    route: ['POST', '/users/@me/read'],
    input: Type.Object(
      {
        marks: Type.Array(Type.Object(MessagePlace, { additionalProperties: false }), {
          minItems: 1,
          maxItems: LIMITS.readMarks,
        }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({}),
  }),
  'read.unmark': command({
    doc: 'Marks a channel as unread from a message on, on all your devices.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'read:messages',
    rate: { burst: 20, perSecond: 2 },
    route: ['PUT', '/channels/{channel_id}/unread'],
    input: Type.Object(MessagePlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
};
