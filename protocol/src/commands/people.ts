import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Community, Relationship } from '../objects.ts';
import { Line, Username } from '../text.ts';
import { command } from './define.ts';

const ofAccount = { access: { of: 'account' }, peopleOnly: true } as const;
const ofDirect = { access: { of: 'community', permissions: [], kinds: ['direct'] }, peopleOnly: true } as const;
const ofGroup = { access: { of: 'community', permissions: [], kinds: ['group'] }, peopleOnly: true } as const;
const Person = Type.Object({ user_id: Snowflake }, { additionalProperties: false });
const Conversation = Type.Object({ community_id: Snowflake }, { additionalProperties: false });
const InGroup = Type.Object({ community_id: Snowflake, user_id: Snowflake }, { additionalProperties: false });
const Nothing = Type.Object({});

export const people = {
  'relationship.list': command({
    doc: 'Lists friends, friend requests and blocked people.',
    ...ofAccount,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/relationships'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ relationships: Type.Array(Relationship) }),
  }),
  'relationship.request': command({
    doc: 'Asks someone to be friends. Where they have asked already, it accepts.',
    ...ofAccount,
    rate: { burst: 20, perSecond: 0.2 },
    route: ['POST', '/users/@me/relationships'],
    input: Type.Object({ username: Username }, { additionalProperties: false }),
    output: Type.Object({ relationship: Relationship }),
  }),
  'relationship.accept': command({
    doc: 'Accepts a friend request.',
    ...ofAccount,
    rate: { burst: 30, perSecond: 2 },
    route: ['PUT', '/users/@me/relationships/{user_id}'],
    input: Person,
    output: Type.Object({ relationship: Relationship }),
  }),
  'relationship.remove': command({
    doc: 'Declines a friend request, takes it back, or ends a friendship. Nobody is told which.',
    ...ofAccount,
    rate: { burst: 30, perSecond: 2 },
    route: ['DELETE', '/users/@me/relationships/{user_id}'],
    input: Person,
    output: Nothing,
  }),
  'relationship.block': command({
    doc: 'Blocks someone: no friendship, no direct messages, no groups between you. They are not told.',
    ...ofAccount,
    rate: { burst: 30, perSecond: 2 },
    route: ['PUT', '/users/@me/blocks/{user_id}'],
    input: Person,
    output: Type.Object({ relationship: Relationship }),
  }),
  'relationship.unblock': command({
    doc: 'Ends a block.',
    ...ofAccount,
    rate: { burst: 30, perSecond: 2 },
    route: ['DELETE', '/users/@me/blocks/{user_id}'],
    input: Person,
    output: Nothing,
  }),
  'direct.open': command({
    doc: 'Gives the direct conversation with someone, the same one each time. Where they have not chosen to hear from you, it is a request to them.',
    ...ofAccount,
    rate: { burst: 20, perSecond: 0.5 },
    route: ['POST', '/users/@me/conversations'],
    input: Person,
    output: Type.Object({ community: Community }),
  }),
  'direct.list': command({
    doc: 'Lists the direct conversations and groups that the account is in.',
    access: { of: 'account' },
    scope: null,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/users/@me/conversations'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ communities: Type.Array(Community) }),
  }),
  'direct.accept': command({
    doc: 'Accepts a message request: you can answer, and are seen.',
    ...ofDirect,
    rate: { burst: 30, perSecond: 2 },
    route: ['PUT', '/conversations/{community_id}/request'],
    input: Conversation,
    output: Type.Object({ community: Community }),
  }),
  'direct.refuse': command({
    doc: 'Refuses a message request, also for what is written later. The other is not told.',
    ...ofDirect,
    rate: { burst: 30, perSecond: 2 },
    route: ['DELETE', '/conversations/{community_id}/request'],
    input: Conversation,
    output: Nothing,
  }),
  'direct.close': command({
    doc: 'Closes a direct conversation: clients do not list it until there is a new message, or you open it again.',
    ...ofDirect,
    rate: { burst: 30, perSecond: 2 },
    route: ['DELETE', '/users/@me/conversations/{community_id}'],
    input: Conversation,
    output: Nothing,
  }),
  'group.create': command({
    doc: 'Makes a group with people who let you add them.',
    ...ofAccount,
    rate: { burst: 10, perSecond: 0.1 },
    route: ['POST', '/groups'],
    input: Type.Object(
      {
        user_ids: Type.Array(Snowflake, { minItems: 1, maxItems: LIMITS.groupMembers - 1, uniqueItems: true }),
        name: Type.Optional(Line(LIMITS.nameLength, 'By default the names of those in it')),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ community: Community }),
  }),
  'group.update': command({
    doc: 'Renames a group. Everyone in it may.',
    ...ofGroup,
    rate: { burst: 10, perSecond: 0.5 },
    route: ['PATCH', '/groups/{community_id}'],
    input: Type.Object({ community_id: Snowflake, name: Line(LIMITS.nameLength) }, { additionalProperties: false }),
    output: Type.Object({ community: Community }),
  }),
  'group.add': command({
    doc: 'Adds someone to a group, who lets you. Everyone in it may.',
    ...ofGroup,
    rate: { burst: 30, perSecond: 0.5 },
    route: ['PUT', '/groups/{community_id}/members/{user_id}'],
    input: InGroup,
    output: Nothing,
  }),
  'group.remove': command({
    doc: 'Removes someone from a group. Only its owner may.',
    ...ofGroup,
    rate: { burst: 30, perSecond: 1 },
    route: ['DELETE', '/groups/{community_id}/members/{user_id}'],
    input: InGroup,
    output: Nothing,
  }),
};
