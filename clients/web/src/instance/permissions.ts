import {
  type Channel,
  type CommunitySnapshot,
  hasPermission,
  isTimedOut,
  type Member,
  memberPermissions,
  type Permission,
  pendingPermissions,
  type Role,
} from '@cozy/protocol';

/** Whether the account may do something in a community, or in one of its channels. */
export function may(community: CommunitySnapshot | undefined, permission: Permission, channel?: Channel): boolean {
  if (!community) return false;
  return hasPermission(permissionsIn(community, channel), permission);
}

/** What the account may do in a community, or in one of its channels. */
export function permissionsIn(community: CommunitySnapshot, channel?: Channel): bigint {
  const { user, roles } = community.member;
  const bits = memberPermissions(community, user.id, roles, channel?.overwrites, channel?.type);
  return isTimedOut(community.member) || awaitsRules(community) ? pendingPermissions(bits) : bits;
}

/** Whether the account has yet to accept the community's rules. */
export function awaitsRules(community: CommunitySnapshot): boolean {
  return community.member.pending === true && community.channels.some(({ type }) => type === 'rules');
}

/**
 * A community as a member sees it who has one role besides the member role: their channels, and through `may` what they
 * may do in them.
 */
export function seenAs(community: CommunitySnapshot, roleId: string): CommunitySnapshot {
  const { pending: _, communication_disabled_until: _until, ...member } = community.member;
  const roles = roleId === community.id ? [] : [roleId];
  const seen = {
    ...community,
    // Nobody in particular: neither the owner, nor somebody whom an overwrite names.
    owner_id: '0',
    member: { ...member, roles, user: { ...member.user, id: '' } },
  };
  return { ...seen, channels: community.channels.filter((channel) => may(seen, 'VIEW_CHANNEL', channel)) };
}

/** A member's roles besides the member role, highest first. */
export function memberRoles(community: CommunitySnapshot, member: Pick<Member, 'roles'>): Role[] {
  const held = new Set(member.roles);
  return community.roles
    .filter(({ id }) => id !== community.id && held.has(id))
    .sort((a, b) => b.position - a.position);
}

/** Position of a member's highest role; the owner stands above all. */
export function rank(community: CommunitySnapshot, member: Pick<Member, 'roles' | 'user'>): number {
  if (community.owner_id === member.user.id) return Number.POSITIVE_INFINITY;
  return memberRoles(community, member)[0]?.position ?? 0;
}

/** Hue of a member's name: that of the highest role that has one. */
export function nameHue(community: CommunitySnapshot, member: Pick<Member, 'roles'> | undefined): number | null {
  if (!member) return null;
  return memberRoles(community, member).find(({ hue }) => hue !== null)?.hue ?? null;
}
