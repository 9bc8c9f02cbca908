import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { JoinAnswer, JoinRequest } from '../joining.ts';
import { LIMITS } from '../limits.ts';
import { Community, JoinForm } from '../objects.ts';
import { Hue, Line } from '../text.ts';
import { command } from './define.ts';

const Door = {
  code: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]{6,32}$', description: 'Of an invitation' })),
  community_id: Type.Optional(Type.String({ pattern: Snowflake.pattern!, description: 'Of a public community' })),
};

export const joining = {
  'join.preview': command({
    doc: 'Shows what a community asks of those who join by an invitation, or because it is public.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 30, perSecond: 2 },
    route: ['GET', '/join'],
    input: Type.Object(Door, { additionalProperties: false }),
    output: Type.Object({
      community: Type.Object({ name: Line(LIMITS.nameLength), hue: Hue }),
      form: Type.Union([JoinForm, Type.Null()], { description: 'null: it asks nothing' }),
      request: Type.Union([JoinRequest, Type.Null()], { description: 'The own one, as it stands' }),
    }),
  }),
  'join.apply': command({
    doc: 'Answers the questions of a community: joins it, or asks to be let in where that is needed. As a member it changes nothing.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.1 },
    route: ['POST', '/join'],
    input: Type.Object(
      { ...Door, answers: Type.Array(JoinAnswer, { maxItems: LIMITS.joinQuestions }) },
      { additionalProperties: false },
    ),
    output: Type.Object({
      community: Type.Union([Community, Type.Null()], { description: 'When one is in it now' }),
      request: Type.Union([JoinRequest, Type.Null()], { description: 'When one waits to be let in' }),
    }),
  }),
  'join.withdraw': command({
    doc: 'Takes back that you have asked to be let in.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.5 },
    route: ['DELETE', '/users/@me/join-requests/{community_id}'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'join.me': command({
    doc: 'Lists where you wait to be let in, and where you were refused in the last days.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/join-requests'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ requests: Type.Array(JoinRequest) }),
  }),
  'join.list': command({
    doc: 'Lists who waits to be let in, oldest first. For those with KICK_MEMBERS or MANAGE_COMMUNITY.',
    access: { of: 'community', permissions: [] },
    peopleOnly: true,
    rate: { burst: 30, perSecond: 2 },
    route: ['GET', '/communities/{community_id}/join-requests'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({
      requests: Type.Array(JoinRequest, { maxItems: LIMITS.joinRequestPage }),
      waiting: Type.Integer({ minimum: 0, description: 'All of them, those that are not listed too' }),
    }),
  }),
  'join.decide': command({
    doc: 'Lets someone in, or refuses them. For those with KICK_MEMBERS or MANAGE_COMMUNITY.',
    access: { of: 'community', permissions: [] },
    peopleOnly: true,
    rate: { burst: 60, perSecond: 2 },
    route: ['PUT', '/communities/{community_id}/join-requests/{user_id}'],
    input: Type.Object(
      {
        community_id: Snowflake,
        user_id: Snowflake,
        approve: Type.Boolean(),
        reason: Type.Optional(Line(LIMITS.reasonLength, 'Of a refusal; the person is told')),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ request: JoinRequest }),
  }),
};
