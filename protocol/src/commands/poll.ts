import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Message } from '../messages.ts';
import { Line } from '../text.ts';
import { command } from './define.ts';

export const poll = {
  'poll.create': command({
    doc: 'Sends a message with a poll. The same nonce again gives the first message.',
    access: { of: 'channel', permissions: ['SEND_MESSAGES'] },
    scope: 'write:messages',
    rate: { burst: 10, perSecond: 0.5 },
    route: ['POST', '/channels/{channel_id}/polls'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        question: Line(LIMITS.pollQuestionLength),
        answers: Type.Array(Line(LIMITS.pollAnswerLength), {
          minItems: 2,
          maxItems: LIMITS.pollAnswers,
          uniqueItems: true,
        }),
        multiple: Type.Optional(Type.Boolean()),
        duration: Type.Optional(
          Type.Integer({ minimum: 1, maximum: LIMITS.pollDuration, default: 86_400, description: 'Seconds' }),
        ),
        nonce: Line(LIMITS.nonceLength, 'Your own name for this message'),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ message: Message }),
  }),
  'poll.vote': command({
    doc: 'Votes in a poll that is open, in place of your vote before. Without answers, takes your vote back.',
    access: { of: 'channel', permissions: ['READ_MESSAGE_HISTORY'] },
    scope: 'write:reactions',
    rate: { burst: 20, perSecond: 2 },
    route: ['PUT', '/channels/{channel_id}/polls/{message_id}/vote'],
    input: Type.Object(
      {
        channel_id: Snowflake,
        message_id: Snowflake,
        answers: Type.Array(Type.Integer({ minimum: 0, maximum: LIMITS.pollAnswers - 1 }), {
          maxItems: LIMITS.pollAnswers,
          uniqueItems: true,
          description: 'By index',
        }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({}),
  }),
};
