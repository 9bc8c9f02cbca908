import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { ScheduledMessage } from '../schedules.ts';
import { Text, Timestamp } from '../text.ts';
import { command } from './define.ts';

const Content = Text(LIMITS.messageLength, 'Markdown');
const ByItsId = Type.Object({ schedule_id: Snowflake }, { additionalProperties: false });

export const schedule = {
  'message.schedule': command({
    doc: 'Sends a message later, as you, if you may then.',
    access: { of: 'channel', permissions: ['SEND_MESSAGES'] },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/channels/{channel_id}/scheduled'],
    input: Type.Object(
      { channel_id: Snowflake, content: Content, send_at: Timestamp, reply_to: Type.Optional(Snowflake) },
      { additionalProperties: false },
    ),
    output: Type.Object({ scheduled: ScheduledMessage }),
  }),
  'schedule.list': command({
    doc: 'Lists your messages that are sent later, and those that could not be sent, by their time.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/scheduled'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ scheduled: Type.Array(ScheduledMessage, { maxItems: LIMITS.scheduledPerUser }) }),
  }),
  'schedule.update': command({
    doc: 'Changes the content or the time of a message that is sent later. One that has failed waits anew.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['PATCH', '/users/@me/scheduled/{schedule_id}'],
    input: Type.Object(
      { schedule_id: Snowflake, content: Type.Optional(Content), send_at: Type.Optional(Timestamp) },
      { additionalProperties: false },
    ),
    output: Type.Object({ scheduled: ScheduledMessage }),
  }),
  'schedule.send': command({
    doc: 'Sends a message now that was to be sent later.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/users/@me/scheduled/{schedule_id}/send'],
    input: ByItsId,
    output: Type.Object({}),
  }),
  'schedule.cancel': command({
    doc: 'Takes back a message that was to be sent later.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/users/@me/scheduled/{schedule_id}'],
    input: ByItsId,
    output: Type.Object({}),
  }),
};
