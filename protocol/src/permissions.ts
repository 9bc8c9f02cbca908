import { Type } from '@sinclair/typebox';

/**
 * Every permission and its bit, Discord's numbers where Discord has the permission.
 * On the wire a set is the decimal string of its bits, because JSON numbers stop at 2^53.
 */
export const PERMISSIONS = {
  CREATE_INVITE: 1n << 0n,
  KICK_MEMBERS: 1n << 1n,
  BAN_MEMBERS: 1n << 2n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_COMMUNITY: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_AUDIT_LOG: 1n << 7n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  CONNECT: 1n << 20n,
  SPEAK: 1n << 21n,
  CHANGE_NICKNAME: 1n << 26n,
  MANAGE_NICKNAMES: 1n << 27n,
  MANAGE_ROLES: 1n << 28n,
  MANAGE_EXPRESSIONS: 1n << 30n,
  MODERATE_MEMBERS: 1n << 40n,
} as const;

/** The name of a permission. */
export type Permission = keyof typeof PERMISSIONS;

/** All permissions in one set. */
export const ALL_PERMISSIONS = Object.values(PERMISSIONS).reduce((all, bit) => all | bit, 0n);

/** What the `member` role of a new community may do. */
export const MEMBER_PERMISSIONS =
  PERMISSIONS.CREATE_INVITE |
  PERMISSIONS.ADD_REACTIONS |
  PERMISSIONS.VIEW_CHANNEL |
  PERMISSIONS.SEND_MESSAGES |
  PERMISSIONS.EMBED_LINKS |
  PERMISSIONS.ATTACH_FILES |
  PERMISSIONS.READ_MESSAGE_HISTORY |
  PERMISSIONS.CONNECT |
  PERMISSIONS.SPEAK |
  PERMISSIONS.CHANGE_NICKNAME;

/** What the `moderator` role of a new community may do on top of the member's. */
export const MODERATOR_PERMISSIONS =
  MEMBER_PERMISSIONS |
  PERMISSIONS.KICK_MEMBERS |
  PERMISSIONS.BAN_MEMBERS |
  PERMISSIONS.MANAGE_MESSAGES |
  PERMISSIONS.MENTION_EVERYONE |
  PERMISSIONS.MANAGE_NICKNAMES |
  PERMISSIONS.VIEW_AUDIT_LOG |
  PERMISSIONS.MODERATE_MEMBERS;

/** What is left to a member who has not accepted the rules yet, or is timed out. */
const PENDING_PERMISSIONS = PERMISSIONS.VIEW_CHANNEL | PERMISSIONS.READ_MESSAGE_HISTORY;

/** Who has any of them is not slowed down by a channel's slow mode, as on Discord. */
export const SLOWMODE_EXEMPT: readonly Permission[] = ['MANAGE_MESSAGES', 'MANAGE_CHANNELS'];

/** Types of the channels in which only those write who are set to. */
const QUIET_CHANNELS: readonly string[] = ['announcement', 'rules'];

/** What everyone may do in a direct conversation or a group. They have no roles. */
export const CONVERSATION_PERMISSIONS =
  PERMISSIONS.ADD_REACTIONS |
  PERMISSIONS.VIEW_CHANNEL |
  PERMISSIONS.SEND_MESSAGES |
  PERMISSIONS.EMBED_LINKS |
  PERMISSIONS.ATTACH_FILES |
  PERMISSIONS.READ_MESSAGE_HISTORY |
  PERMISSIONS.CONNECT |
  PERMISSIONS.SPEAK;

/** What someone may do in a direct conversation that they have not accepted. */
export const REQUEST_PERMISSIONS = PERMISSIONS.VIEW_CHANNEL | PERMISSIONS.READ_MESSAGE_HISTORY;

/** A permission set on the wire. */
export const PermissionSet = Type.String({
  pattern: '^[0-9]{1,19}$',
  description: 'Permission bits, as a decimal string',
});

/** The parts of a role that decide permissions. `id` of the member role equals the community's id. */
export interface RolePermissions {
  id: string;
  permissions: string;
}

/** A channel's exception for one role (`type` 0) or one member (`type` 1). */
export interface PermissionOverwrite {
  id: string;
  type: 0 | 1;
  allow: string;
  deny: string;
}

/** What `memberPermissions` needs to know of a community. */
export interface PermissionScope {
  id: string;
  owner_id: string;
  roles: readonly RolePermissions[];
  /** Of a conversation, whose permissions are fixed. */
  kind?: 'direct' | 'group' | undefined;
  /** Of a direct conversation that this member has not accepted. */
  request?: 'pending' | 'refused' | undefined;
}

/**
 * What a member may do in a community, or in one of its channels: Discord's documented algorithm. The member role
 * first, then the member's roles together; an owner or administrator may do everything; then the channel's overwrites:
 * the member role's, all of the member's roles' together, the member's own. Without VIEW_CHANNEL nothing is left in a
 * channel. In channels of type announcement and rules the roles' SEND_MESSAGES counts only with MANAGE_MESSAGES; an overwrite
 * may give it.
 * channel. In a conversation everyone may do the same.
 * Source: https://discord.com/developers/docs/topics/permissions#permission-overwrites
 *
 * @param community its owner and roles; the member role is the one whose id is the community's.
 * @param userId the member.
 * @param roleIds roles that the member has besides the member role; unknown ids are ignored.
 * @param overwrites the channel's overwrites; without them the permissions on the community itself.
 * @param type the channel's.
 * @returns the set of bits.
 */
export function memberPermissions(
  community: PermissionScope,
  userId: string,
  roleIds: readonly string[],
  overwrites?: readonly PermissionOverwrite[],
  type = 'text',
): bigint {
  if (community.kind) return community.request ? REQUEST_PERMISSIONS : CONVERSATION_PERMISSIONS;
  if (community.owner_id === userId) return ALL_PERMISSIONS;
  const held = new Set(roleIds);
  let bits = 0n;
  for (const role of community.roles) {
    if (role.id === community.id || held.has(role.id)) bits |= BigInt(role.permissions);
  }
  if (bits & PERMISSIONS.ADMINISTRATOR) return ALL_PERMISSIONS;
  if (!overwrites) return bits & ALL_PERMISSIONS;
  if (QUIET_CHANNELS.includes(type) && !(bits & PERMISSIONS.MANAGE_MESSAGES)) bits &= ~PERMISSIONS.SEND_MESSAGES;

  let roleAllow = 0n;
  let roleDeny = 0n;
  let member: PermissionOverwrite | undefined;
  for (const overwrite of overwrites) {
    if (overwrite.type === 1) {
      if (overwrite.id === userId) member = overwrite;
    } else if (overwrite.id === community.id) {
      bits = (bits & ~BigInt(overwrite.deny)) | BigInt(overwrite.allow);
    } else if (held.has(overwrite.id)) {
      roleAllow |= BigInt(overwrite.allow);
      roleDeny |= BigInt(overwrite.deny);
    }
  }
  bits = (bits & ~roleDeny) | roleAllow;
  if (member) bits = (bits & ~BigInt(member.deny)) | BigInt(member.allow);
  return bits & PERMISSIONS.VIEW_CHANNEL ? bits & ALL_PERMISSIONS : 0n;
}

/**
 * What is left of a member's permissions until they have accepted the rules, or while they are timed out: to look and to
 * read. Administrators are above that.
 *
 * @param bits as `memberPermissions` gives them.
 */
export function pendingPermissions(bits: bigint): bigint {
  return bits & PERMISSIONS.ADMINISTRATOR ? bits : bits & PENDING_PERMISSIONS;
}

/**
 * Tells whether a member is timed out: then `pendingPermissions` are left to them. It ends by itself, because it is only
 * ever compared with the time.
 *
 * @param member as told, or as stored.
 * @param now Unix milliseconds.
 */
export function isTimedOut(
  { communication_disabled_until: until }: { readonly communication_disabled_until?: string | undefined },
  now = Date.now(),
): boolean {
  return until !== undefined && Date.parse(until) > now;
}

/**
 * Tells whether a set holds a permission.
 *
 * @param bits the set.
 * @param permission its name.
 */
export function hasPermission(bits: bigint, permission: Permission): boolean {
  return (bits & PERMISSIONS[permission]) !== 0n;
}
