import { Type } from '@sinclair/typebox';
import { Snowflake, snowflakeOf } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Message, Thread } from '../messages.ts';
import { command } from './define.ts';

const ThreadPlace = { channel_id: Snowflake, thread_id: Snowflake };

export const thread = {
  'thread.get': command({
    doc: 'Gives the thread of a message: the message, how many replies there are, and what you have read of them.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'read:messages',
    rate: { burst: 60, perSecond: 20 },
    route: ['GET', '/channels/{channel_id}/threads/{thread_id}'],
    input: Type.Object(ThreadPlace, { additionalProperties: false }),
    output: Type.Object({ thread: Thread }),
  }),
  'thread.follow': command({
    doc: 'Follows a thread. Who begins one, replies in it, or is named in it follows it by that.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'read:messages',
    rate: { burst: 30, perSecond: 5 },
    route: ['PUT', '/channels/{channel_id}/threads/{thread_id}/follow'],
    input: Type.Object(ThreadPlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'thread.unfollow': command({
    doc: 'Follows a thread no more, until you reply in it or are named in it again.',
    access: { of: 'channel', permissions: [] },
    scope: 'read:messages',
    rate: { burst: 30, perSecond: 5 },
    route: ['DELETE', '/channels/{channel_id}/threads/{thread_id}/follow'],
    input: Type.Object(ThreadPlace, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'thread.mark': command({
    doc: 'Marks a thread as read up to a reply. The marker only moves forward.',
    access: { of: 'channel', permissions: [] },
    scope: 'read:messages',
    rate: { burst: 60, perSecond: 10 },
    route: ['PUT', '/channels/{channel_id}/threads/{thread_id}/read'],
    input: Type.Object({ ...ThreadPlace, message_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'thread.list': command({
    doc: 'Gives the threads that you follow, those with the newest replies first.',
    access: { of: 'account' },
    scope: 'read:messages',
    rate: { burst: 30, perSecond: 5 },
    route: ['GET', '/threads'],
    input: Type.Object(
      {
        before: Type.Optional(snowflakeOf('The next page: `last_reply_id` of the last thread')),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.threadPage, default: 25 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ threads: Type.Array(Thread) }),
  }),
  'feed.home': command({
    doc: 'Gives the newest posts of all feeds that you may see, newest first.',
    access: { of: 'account' },
    scope: 'read:posts',
    rate: { burst: 30, perSecond: 5 },
    route: ['GET', '/feed'],
    input: Type.Object(
      {
        before: Type.Optional(Snowflake),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.feedPage, default: 25 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ messages: Type.Array(Message) }),
  }),
};
