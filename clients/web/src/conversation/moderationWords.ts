import type { AuditAction } from '@cozy/protocol';

/** What somebody has done, as it is filtered by (`name`) and told between who did it and to what (`verb`). */
export const ACTION_WORDS: Record<AuditAction, { name: string; verb: string }> = {
  MEMBER_KICK: { name: 'Removed', verb: 'removed' },
  MEMBER_BAN_ADD: { name: 'Banned', verb: 'banned' },
  MEMBER_BAN_REMOVE: { name: 'Ban lifted', verb: 'lifted the ban of' },
  MEMBER_TIMEOUT: { name: 'Timed out', verb: 'timed out' },
  MEMBER_TIMEOUT_REMOVE: { name: 'Timeout ended', verb: 'ended the timeout of' },
  MEMBER_WARN: { name: 'Warned', verb: 'warned' },
  MEMBER_NOTE: { name: 'Note', verb: 'made a note about' },
  CASE_UPDATE: { name: 'Case changed', verb: 'changed the reason of case' },
  COMMUNITY_UPDATE: { name: 'Community changed', verb: 'changed' },
  CHANNEL_CREATE: { name: 'Channel made', verb: 'made the channel' },
  CHANNEL_UPDATE: { name: 'Channel changed', verb: 'changed the channel' },
  CHANNEL_DELETE: { name: 'Channel deleted', verb: 'deleted the channel' },
  ROLE_CREATE: { name: 'Role made', verb: 'made the role' },
  ROLE_UPDATE: { name: 'Role changed', verb: 'changed the role' },
  ROLE_DELETE: { name: 'Role deleted', verb: 'deleted the role' },
  MEMBER_UPDATE: { name: 'Nickname changed', verb: 'changed the nickname of' },
  MEMBER_ROLE_UPDATE: { name: 'Roles given or taken', verb: 'changed the roles of' },
  INVITE_CREATE: { name: 'Invitation made', verb: 'made the invitation' },
  INVITE_DELETE: { name: 'Invitation revoked', verb: 'revoked the invitation' },
  BOT_ADD: { name: 'Bot added', verb: 'added' },
  INSTALLATION_UPDATE: { name: 'Bot changed', verb: 'changed what is granted to' },
  INSTALLATION_DELETE: { name: 'Bot removed', verb: 'removed the bot' },
  MESSAGE_DELETE: { name: 'Message deleted', verb: 'deleted a message of' },
  MESSAGE_BULK_DELETE: { name: 'Messages deleted', verb: 'deleted messages of' },
};

/** Fields that change, in words. */
const FIELDS: Record<string, string> = {
  $add: 'Roles given',
  $remove: 'Roles taken',
  hue: 'Colour',
  nick: 'Nickname',
  overwrites: 'Permissions',
  parent_id: 'Category',
  rate_limit_per_user: 'Slow mode',
  scopes: 'Granted',
  channels: 'Channels',
  max_uses: 'Uses at most',
  expires_at: 'Ends',
};

/** The name of a field that has changed. */
export const fieldName = (key: string): string => FIELDS[key] ?? `${key[0]?.toUpperCase()}${key.slice(1)}`;
