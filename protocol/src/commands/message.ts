import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Message, MessageVersion } from '../messages.ts';
import { Cursors } from '../objects.ts';
import { Line } from '../text.ts';
import { command } from './define.ts';

const MessagePlace = { channel_id: Snowflake, message_id: Snowflake };

/** What can be done with messages that are there. */
export const message = {
  'message.pin': command({
    doc: 'Pins a message to its channel. Pinning it again changes nothing.',
    access: { of: 'channel', permissions: ['MANAGE_MESSAGES', 'READ_MESSAGE_HISTORY'] },
    scope: 'moderate:messages',
    rate: { burst: 20, perSecond: 1 },
    route: ['PUT', '/channels/{channel_id}/pins/{message_id}'],
    input: Type.Object(MessagePlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'message.unpin': command({
    doc: 'Takes the pin of a message away.',
    access: { of: 'channel', permissions: ['MANAGE_MESSAGES', 'READ_MESSAGE_HISTORY'] },
    scope: 'moderate:messages',
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/channels/{channel_id}/pins/{message_id}'],
    input: Type.Object(MessagePlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'message.pins': command({
    doc: 'Gives the pinned messages of a channel, the last pinned first. With `at`, as of a place in the log or later.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'read:messages',
    rate: { burst: 20, perSecond: 5 },
    route: ['GET', '/channels/{channel_id}/pins'],
    input: Type.Object({ channel_id: Snowflake, at: Type.Optional(Cursors) }, { additionalProperties: false }),
    output: Type.Object({ messages: Type.Array(Message, { maxItems: LIMITS.pinsPerChannel }) }),
  }),
  'message.edits': command({
    doc: 'Gives the earlier versions of an edited message, oldest first. With `at`, as of a place in the log or later.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'read:message-content',
    rate: { burst: 30, perSecond: 5 },
    route: ['GET', '/channels/{channel_id}/messages/{message_id}/edits'],
    input: Type.Object({ ...MessagePlace, at: Type.Optional(Cursors) }, { additionalProperties: false }),
    output: Type.Object({ versions: Type.Array(MessageVersion, { maxItems: LIMITS.versionsPerMessage }) }),
  }),
  'message.suppress-embeds': command({
    doc: 'Hides the link previews of your own message, or of anybody’s with MANAGE_MESSAGES, or lets them be shown again.',
    access: { of: 'channel', permissions: [] },
    scope: 'write:messages',
    rate: { burst: 20, perSecond: 2 },
    route: ['PUT', '/channels/{channel_id}/messages/{message_id}/embeds'],
    input: Type.Object({ ...MessagePlace, suppress: Type.Boolean() }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'message.delete-bulk': command({
    doc: 'Deletes several messages of a channel at once: your own, or anybody’s with MANAGE_MESSAGES. Those that are gone already are passed over.',
    access: { of: 'channel', permissions: [] },
    scope: 'write:messages',
    rate: { burst: 10, perSecond: 1 },
    route: ['POST', '/channels/{channel_id}/messages/delete-bulk'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        message_ids: Type.Array(Snowflake, { minItems: 1, maxItems: LIMITS.deletedAtOnce, uniqueItems: true }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({}),
  }),
  'message.forward': command({
    doc: 'Sends the text of a message on to another channel, with where it comes from. The same nonce again gives the first message.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: ['write:messages', 'read:message-content'],
    rate: { burst: 50, perSecond: 5 },
    route: ['POST', '/channels/{channel_id}/messages/{message_id}/forward'],
    input: Type.Object(
      {
        ...MessagePlace,
        to_channel_id: Snowflake,
        nonce: Line(LIMITS.nonceLength, 'Your own name for the new message'),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ message: Message }),
  }),
};
