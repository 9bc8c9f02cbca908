import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Community, CommunityCard, Invite, InvitePreview, JoinForm, Member, Privacy, Role } from '../objects.ts';
import { PermissionSet } from '../permissions.ts';
import { TemplatePreview, TemplateStructure } from '../templates.ts';
import { Hue, Line, OptionalText } from '../text.ts';
import { command } from './define.ts';

const Code = Type.String({ pattern: '^[A-Za-z0-9]{6,32}$', description: 'The code of an invitation' });

const roleFields = {
  hue: Type.Optional(Type.Union([Hue, Type.Null()])),
  permissions: Type.Optional(PermissionSet),
  position: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  mentionable: Type.Optional(Type.Boolean()),
};

export const community = {
  'template.list': command({
    doc: 'Lists the official templates that a community can begin with.',
    access: { of: 'account' },
    scope: null,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/templates'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ templates: Type.Array(TemplatePreview) }),
  }),
  'community.create': command({
    doc: 'Makes a community with the roles owner, moderator and member: from a template, from a structure of your own, or with one general text channel.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 0.5 },
    route: ['POST', '/communities'],
    input: Type.Object(
      {
        name: Line(LIMITS.nameLength),
        description: Type.Optional(OptionalText(LIMITS.topicLength)),
        hue: Type.Optional(Hue),
        privacy: Type.Optional(Privacy),
        template: Type.Optional(
          Type.String({ maxLength: 64, description: 'The slug of an official template; `blank` is the default' }),
        ),
        structure: Type.Optional(TemplateStructure),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ community: Community }),
  }),
  'community.update': command({
    doc: 'Changes name, description, mark, privacy, or what is asked of those who join.',
    access: { of: 'community', permissions: ['MANAGE_COMMUNITY'] },
    scope: 'manage:community',
    rate: { burst: 10, perSecond: 0.5 },
    route: ['PATCH', '/communities/{community_id}'],
    input: Type.Object(
      {
        community_id: Snowflake,
        name: Type.Optional(Line(LIMITS.nameLength)),
        description: Type.Optional(OptionalText(LIMITS.topicLength)),
        hue: Type.Optional(Hue),
        privacy: Type.Optional(Privacy),
        join: Type.Optional(Type.Union([JoinForm, Type.Null()], { description: 'null: nothing is asked' })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ community: Community }),
  }),
  'community.delete': command({
    doc: 'Deletes a community with everything in it. Only its owner may.',
    access: { of: 'community', permissions: [] },
    peopleOnly: true,
    rate: { burst: 10, perSecond: 0.2 },
    route: ['DELETE', '/communities/{community_id}'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'community.discover': command({
    doc: 'Finds public communities by the beginning of a word of their name, a page at a time, newest first.',
    access: { of: 'account' },
    scope: null,
    rate: { burst: 30, perSecond: 3 },
    route: ['GET', '/discover'],
    input: Type.Object(
      {
        query: Type.Optional(Line(LIMITS.nameLength)),
        cursor: Type.Optional(Snowflake),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      communities: Type.Array(CommunityCard),
      cursor: Type.Union([Snowflake, Type.Null()], { description: 'For the next page; null when this is the last' }),
    }),
  }),
  'community.join': command({
    doc: 'Joins a public community. As a member it changes nothing.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/communities/{community_id}/join'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({ community: Community }),
  }),
  'community.list': command({
    doc: 'Lists the communities that the account is in, without direct conversations and groups.',
    access: { of: 'account' },
    scope: null,
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/communities'],
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ communities: Type.Array(Community) }),
  }),
  'invite.create': command({
    doc: 'Makes an invitation to a community.',
    access: { of: 'community', permissions: ['CREATE_INVITE'] },
    scope: 'create:invites',
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/communities/{community_id}/invites'],
    input: Type.Object(
      {
        community_id: Snowflake,
        max_uses: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
        expires_in: Type.Optional(
          Type.Integer({ minimum: 60, maximum: 365 * 86_400, description: 'Seconds; without it the invitation lasts' }),
        ),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ invite: Invite }),
  }),
  'invite.list': command({
    doc: 'Lists the invitations of a community that can still be used.',
    access: { of: 'community', permissions: ['MANAGE_COMMUNITY'] },
    scope: 'manage:community',
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/communities/{community_id}/invites'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({ invites: Type.Array(Invite) }),
  }),
  'invite.preview': command({
    doc: 'Shows what an invitation leads to, also to those without an account.',
    access: { of: 'anyone' },
    rate: { burst: 60, perSecond: 5 },
    route: ['GET', '/invites/{code}'],
    input: Type.Object({ code: Code }, { additionalProperties: false }),
    output: Type.Object({ invite: InvitePreview }),
  }),
  'invite.accept': command({
    doc: 'Joins the community of an invitation. Accepting it as a member changes nothing and uses nothing.',
    access: { of: 'account' },
    peopleOnly: true,
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/invites/{code}/accept'],
    input: Type.Object({ code: Code }, { additionalProperties: false }),
    output: Type.Object({ community: Community }),
  }),
  'invite.revoke': command({
    doc: 'Ends an invitation. Its maker may, and who manages the community.',
    access: { of: 'community', permissions: [] },
    scope: 'manage:community',
    rate: { burst: 20, perSecond: 2 },
    route: ['DELETE', '/communities/{community_id}/invites/{code}'],
    input: Type.Object({ community_id: Snowflake, code: Code }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'member.accept-rules': command({
    doc: 'Accepts the rules of a community, after which you may write in it. Accepting them again changes nothing.',
    access: { of: 'community', permissions: [] },
    scope: null,
    rate: { burst: 10, perSecond: 1 },
    route: ['PUT', '/users/@me/communities/{community_id}/rules'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({ member: Member }),
  }),
  'member.list': command({
    doc: 'Lists members, or those who have a role, by the age of their accounts, a page at a time.',
    access: { of: 'community', permissions: [], kinds: ['community', 'direct', 'group'] },
    scope: 'read:members',
    rate: { burst: 30, perSecond: 3 },
    route: ['GET', '/communities/{community_id}/members'],
    input: Type.Object(
      {
        community_id: Snowflake,
        after: Type.Optional(Snowflake),
        role_id: Type.Optional(Snowflake),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.memberPage, default: 100 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ members: Type.Array(Member) }),
  }),
  'member.leave': command({
    doc: 'Leaves a community or a group. A group is handed over by its owner to who has been in it for longest; the last one ends it.',
    access: { of: 'community', permissions: [], kinds: ['community', 'group'] },
    scope: null,
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/users/@me/communities/{community_id}'],
    input: Type.Object({ community_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'role.create': command({
    doc: 'Makes a role with permissions that you have yourself.',
    access: { of: 'community', permissions: ['MANAGE_ROLES'] },
    scope: 'manage:roles',
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/communities/{community_id}/roles'],
    input: Type.Object(
      { community_id: Snowflake, name: Line(LIMITS.nameLength), ...roleFields },
      { additionalProperties: false },
    ),
    output: Type.Object({ role: Role }),
  }),
  'role.update': command({
    doc: 'Changes a role below your highest one.',
    access: { of: 'community', permissions: ['MANAGE_ROLES'] },
    scope: 'manage:roles',
    rate: { burst: 20, perSecond: 1 },
    route: ['PATCH', '/communities/{community_id}/roles/{role_id}'],
    input: Type.Object(
      { community_id: Snowflake, role_id: Snowflake, name: Type.Optional(Line(LIMITS.nameLength)), ...roleFields },
      { additionalProperties: false },
    ),
    output: Type.Object({ role: Role }),
  }),
  'role.move': command({
    doc: 'Puts a role directly above another, both below your highest one, in one write.',
    access: { of: 'community', permissions: ['MANAGE_ROLES'] },
    scope: 'manage:roles',
    rate: { burst: 60, perSecond: 5 },
    route: ['PUT', '/communities/{community_id}/roles/{role_id}/place'],
    input: Type.Object(
      {
        community_id: Snowflake,
        role_id: Snowflake,
        above: Type.Union([Snowflake, Type.Null()], { description: 'null: it becomes the lowest' }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ role: Role }),
  }),
  'role.delete': command({
    doc: 'Deletes a role below your highest one; members lose it.',
    access: { of: 'community', permissions: ['MANAGE_ROLES'] },
    scope: 'manage:roles',
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/communities/{community_id}/roles/{role_id}'],
    input: Type.Object({ community_id: Snowflake, role_id: Snowflake }, { additionalProperties: false }),
    output: Type.Object({}),
  }),
  'role.assign': command({
    doc: "Sets a member's roles, all below your highest one.",
    access: { of: 'community', permissions: ['MANAGE_ROLES'] },
    scope: 'manage:roles',
    rate: { burst: 20, perSecond: 1 },
    route: ['PUT', '/communities/{community_id}/members/{user_id}/roles'],
    input: Type.Object(
      {
        community_id: Snowflake,
        user_id: Snowflake,
        roles: Type.Array(Snowflake, { maxItems: LIMITS.rolesPerCommunity, uniqueItems: true }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ member: Member }),
  }),
};
