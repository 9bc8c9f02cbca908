import { Type } from '@sinclair/typebox';
import { Snowflake } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { AuditAction, AuditLogEntry, Ban, CaseAction, ModerationCase, Reason } from '../moderation.ts';
import { Member, User } from '../objects.ts';
import { Line, Timestamp } from '../text.ts';
import { command } from './define.ts';

const whom = { community_id: Snowflake, user_id: Snowflake, reason: Type.Optional(Reason) };
const Notify = Type.Optional(
  Type.Boolean({ description: 'Whether to write to them directly, as the one who acts, with the reason' }),
);
const CaseNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
const PageSize = Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.moderationPage, default: 50 }));
const Users = Type.Array(User, { description: 'Who is named in them, as far as they still exist' });

const ActOutput = Type.Object({
  case_number: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Absent when it was not numbered yet; case.list has it a moment later' }),
  ),
  notified: Type.Optional(Type.Boolean({ description: 'Whether the direct message was sent, if one was wanted' })),
});

/** What is done to members by who keeps order; each act is a case and an entry of the audit log. */
export const moderation = {
  'member.kick': command({
    doc: 'Removes a member, whose highest role must be below your own.',
    access: { of: 'community', permissions: ['KICK_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/communities/{community_id}/members/{user_id}'],
    input: Type.Object({ ...whom, notify: Notify }, { additionalProperties: false }),
    output: ActOutput,
  }),
  'member.ban': command({
    doc: 'Removes someone and keeps them out until the ban is lifted or ends. Who is not a member can be banned too.',
    access: { of: 'community', permissions: ['BAN_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['PUT', '/communities/{community_id}/bans/{user_id}'],
    input: Type.Object(
      {
        ...whom,
        notify: Notify,
        duration: Type.Optional(
          Type.Integer({ minimum: 1, maximum: LIMITS.banSeconds, description: 'Seconds; without it the ban lasts' }),
        ),
        delete_message_seconds: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: LIMITS.banDeletesSeconds,
            description: 'How far back their messages are deleted',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    output: ActOutput,
  }),
  'member.unban': command({
    doc: 'Lifts a ban.',
    access: { of: 'community', permissions: ['BAN_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['DELETE', '/communities/{community_id}/bans/{user_id}'],
    input: Type.Object(whom, { additionalProperties: false }),
    output: ActOutput,
  }),
  'ban.list': command({
    doc: 'Lists who is banned, the newest ban first, a page at a time.',
    access: { of: 'community', permissions: ['BAN_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 2 },
    route: ['GET', '/communities/{community_id}/bans'],
    input: Type.Object(
      {
        community_id: Snowflake,
        before: Type.Optional(Type.String({ pattern: Timestamp.pattern!, description: 'created_at of the last one' })),
        limit: PageSize,
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ bans: Type.Array(Ban), users: Users }),
  }),
  'member.timeout': command({
    doc: 'Lets a member only look and read until a time; null ends it. Administrators are above it.',
    access: { of: 'community', permissions: ['MODERATE_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['PUT', '/communities/{community_id}/members/{user_id}/timeout'],
    input: Type.Object(
      { ...whom, notify: Notify, communication_disabled_until: Type.Union([Timestamp, Type.Null()]) },
      { additionalProperties: false },
    ),
    output: Type.Composite([Type.Object({ member: Member }), ActOutput]),
  }),
  'member.warn': command({
    doc: 'Warns a member.',
    access: { of: 'community', permissions: ['MODERATE_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/communities/{community_id}/members/{user_id}/warnings'],
    input: Type.Object({ ...whom, reason: Reason, notify: Notify }, { additionalProperties: false }),
    output: ActOutput,
  }),
  'member.note': command({
    doc: 'Notes something about someone, which only moderators can read.',
    access: { of: 'community', permissions: ['MODERATE_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['POST', '/communities/{community_id}/members/{user_id}/notes'],
    input: Type.Object({ ...whom, reason: Reason }, { additionalProperties: false }),
    output: ActOutput,
  }),
  'member.update': command({
    doc: 'Changes a nickname: your own with CHANGE_NICKNAME, that of a member below you with MANAGE_NICKNAMES. null takes it away.',
    access: { of: 'community', permissions: [] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['PATCH', '/communities/{community_id}/members/{user_id}'],
    input: Type.Object(
      { ...whom, nick: Type.Union([Line(LIMITS.nameLength), Type.Null()]) },
      { additionalProperties: false },
    ),
    output: Type.Object({ member: Member }),
  }),
  'case.list': command({
    doc: 'Lists cases, the newest first, a page at a time.',
    access: { of: 'community', permissions: ['MODERATE_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 30, perSecond: 3 },
    route: ['GET', '/communities/{community_id}/cases'],
    input: Type.Object(
      {
        community_id: Snowflake,
        user_id: Type.Optional(Snowflake),
        actor_id: Type.Optional(Snowflake),
        action: Type.Optional(CaseAction),
        before: Type.Optional(CaseNumber),
        limit: PageSize,
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ cases: Type.Array(ModerationCase), users: Users }),
  }),
  'case.get': command({
    doc: 'Gives one case.',
    access: { of: 'community', permissions: ['MODERATE_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 30, perSecond: 3 },
    route: ['GET', '/communities/{community_id}/cases/{number}'],
    input: Type.Object({ community_id: Snowflake, number: CaseNumber }, { additionalProperties: false }),
    output: Type.Object({ moderation_case: ModerationCase, users: Users }),
  }),
  'case.update': command({
    doc: 'Changes the reason of a case. The audit log keeps what it was.',
    access: { of: 'community', permissions: ['MODERATE_MEMBERS'] },
    scope: 'moderate:users',
    rate: { burst: 20, perSecond: 1 },
    route: ['PATCH', '/communities/{community_id}/cases/{number}'],
    input: Type.Object(
      { community_id: Snowflake, number: CaseNumber, reason: Reason },
      { additionalProperties: false },
    ),
    output: Type.Object({ moderation_case: ModerationCase }),
  }),
  'audit.list': command({
    doc: 'Lists entries of the audit log, the newest first, a page at a time. Ids are times, so before and after are too.',
    access: { of: 'community', permissions: ['VIEW_AUDIT_LOG'] },
    scope: 'moderate:users',
    rate: { burst: 30, perSecond: 3 },
    route: ['GET', '/communities/{community_id}/audit-logs'],
    input: Type.Object(
      {
        community_id: Snowflake,
        user_id: Type.Optional(Type.String({ pattern: Snowflake.pattern!, description: 'Who did it' })),
        target_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
        action: Type.Optional(AuditAction),
        before: Type.Optional(Snowflake),
        after: Type.Optional(Snowflake),
        limit: PageSize,
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ entries: Type.Array(AuditLogEntry), users: Users }),
  }),
};
