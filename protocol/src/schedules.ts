import { type Static, Type } from '@sinclair/typebox';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Text, Timestamp } from './text.ts';

export const ScheduledMessage = Type.Object(
  {
    id: Snowflake,
    community_id: Snowflake,
    channel_id: Snowflake,
    content: Text(LIMITS.messageLength, 'Markdown'),
    reply_to: Type.Union([Snowflake, Type.Null()]),
    send_at: Timestamp,
    state: Type.Union([Type.Literal('waiting'), Type.Literal('failed')]),
    failure: Type.Union([Type.String(), Type.Null()], { description: 'Why it was not sent, for its author' }),
    created_at: Timestamp,
  },
  { $id: 'ScheduledMessage', description: 'A message that is sent later' },
);
export type ScheduledMessage = Static<typeof ScheduledMessage>;
