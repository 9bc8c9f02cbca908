import { type Static, Type } from '@sinclair/typebox';
import { Snowflake, snowflakeOf } from './ids.ts';
import { LIMITS } from './limits.ts';
import { User } from './objects.ts';
import { Line, Timestamp } from './text.ts';

/** What a moderator gives as the reason of an act. */
export const Reason = Line(LIMITS.reasonLength, 'The reason, for moderators and the audit log');

/** Acts towards a member that become numbered cases. */
export const CASE_ACTIONS = [
  'MEMBER_KICK',
  'MEMBER_BAN_ADD',
  'MEMBER_BAN_REMOVE',
  'MEMBER_TIMEOUT',
  'MEMBER_TIMEOUT_REMOVE',
  'MEMBER_WARN',
  'MEMBER_NOTE',
] as const;

/** What is written into the audit log, Discord's names with COMMUNITY for GUILD. */
export const AUDIT_ACTIONS = [
  ...CASE_ACTIONS,
  'CASE_UPDATE',
  'COMMUNITY_UPDATE',
  'CHANNEL_CREATE',
  'CHANNEL_UPDATE',
  'CHANNEL_DELETE',
  'ROLE_CREATE',
  'ROLE_UPDATE',
  'ROLE_DELETE',
  'MEMBER_UPDATE',
  'MEMBER_ROLE_UPDATE',
  'INVITE_CREATE',
  'INVITE_DELETE',
  'BOT_ADD',
  'INSTALLATION_UPDATE',
  'INSTALLATION_DELETE',
  'MESSAGE_DELETE',
  'MESSAGE_BULK_DELETE',
] as const;

export const CaseAction = Type.Union(CASE_ACTIONS.map((action) => Type.Literal(action)));
export type CaseAction = (typeof CASE_ACTIONS)[number];

export const AuditAction = Type.Union(AUDIT_ACTIONS.map((action) => Type.Literal(action)));
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AuditChange = Type.Object(
  {
    key: Type.String({ maxLength: 64, description: 'The field; `$add` and `$remove` are roles of a member' }),
    old_value: Type.Optional(Type.String({ maxLength: LIMITS.topicLength })),
    new_value: Type.Optional(Type.String({ maxLength: LIMITS.topicLength })),
  },
  { $id: 'AuditChange', description: 'What a field was and is, as text; what is absent was or is nothing' },
);
export type AuditChange = Static<typeof AuditChange>;

export const AuditLogEntry = Type.Object(
  {
    id: Snowflake,
    community_id: Snowflake,
    action: AuditAction,
    actor_id: Type.Optional(snowflakeOf('Who did it; absent when a temporary measure has ended by itself')),
    target_id: Type.Optional(
      Type.String({ maxLength: 64, description: 'The member, channel, role, message, invitation or number of a case' }),
    ),
    reason: Type.Optional(Reason),
    changes: Type.Optional(Type.Array(AuditChange, { maxItems: 50 })),
    options: Type.Optional(
      Type.Object({
        channel_id: Type.Optional(Snowflake),
        count: Type.Optional(Type.Integer({ minimum: 1, description: 'Messages that were deleted' })),
        expires_at: Type.Optional(Timestamp),
        delete_message_seconds: Type.Optional(Type.Integer({ minimum: 1 })),
      }),
    ),
  },
  { $id: 'AuditLogEntry', description: 'What somebody has done to a community or its members' },
);
export type AuditLogEntry = Static<typeof AuditLogEntry>;

export const ModerationCase = Type.Object(
  {
    community_id: Snowflake,
    number: Type.Integer({ minimum: 1, description: 'Counts the cases of the community, without gaps' }),
    action: CaseAction,
    target_id: snowflakeOf('Whom it is about'),
    actor_id: Type.Optional(snowflakeOf('Who did it; absent when a temporary measure has ended by itself')),
    reason: Type.Optional(Reason),
    expires_at: Type.Optional(Timestamp),
    created_at: Timestamp,
    edited_at: Type.Optional(Timestamp),
  },
  { $id: 'ModerationCase', description: 'An act of a moderator towards a member' },
);
export type ModerationCase = Static<typeof ModerationCase>;

export const Ban = Type.Object(
  {
    user: User,
    actor_id: Type.Optional(Snowflake),
    reason: Type.Optional(Reason),
    created_at: Timestamp,
    expires_at: Type.Optional(Timestamp),
  },
  { $id: 'Ban', description: 'That someone may not come into a community' },
);
export type Ban = Static<typeof Ban>;

/** Whether an action becomes a case. */
export function isCaseAction(action: AuditAction): action is CaseAction {
  return (CASE_ACTIONS as readonly AuditAction[]).includes(action);
}
