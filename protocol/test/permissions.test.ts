import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  ALL_PERMISSIONS,
  hasPermission,
  MEMBER_PERMISSIONS,
  MODERATOR_PERMISSIONS,
  memberPermissions,
  PERMISSIONS,
  type Permission,
  type PermissionOverwrite,
  type PermissionScope,
  PermissionSet,
  pendingPermissions,
} from '../src/index.ts';
import { seed } from './seed.ts';

const NAMES = Object.keys(PERMISSIONS) as Permission[];
const bitsOf = (names: Iterable<Permission>) => [...names].reduce((bits, name) => bits | PERMISSIONS[name], 0n);
const namesOf = (bits: string) => NAMES.filter((name) => hasPermission(BigInt(bits), name));

/** Discord's documentation read sentence by sentence, with sets of names instead of bits. */
function documented(
  community: PermissionScope,
  userId: string,
  roleIds: readonly string[],
  overwrites?: readonly PermissionOverwrite[],
): Set<Permission> {
  if (userId === community.owner_id) return new Set(NAMES);
  const own = community.roles.filter(({ id }) => id === community.id || roleIds.includes(id));
  const base = new Set(own.flatMap(({ permissions }) => namesOf(permissions)));
  if (base.has('ADMINISTRATOR')) return new Set(NAMES);
  if (!overwrites) return base;

  const everyone = overwrites.filter(({ id, type }) => type === 0 && id === community.id);
  const ofRoles = overwrites.filter(({ id, type }) => type === 0 && id !== community.id && roleIds.includes(id));
  const ofMember = overwrites.filter(({ id, type }) => type === 1 && id === userId);
  for (const layer of [everyone, ofRoles, ofMember]) {
    for (const { deny } of layer) for (const name of namesOf(deny)) base.delete(name);
    for (const { allow } of layer) for (const name of namesOf(allow)) base.add(name);
  }
  return base.has('VIEW_CHANNEL') ? base : new Set();
}

const COMMUNITY = '1000';
const OWNER = '1';
const USERS = [OWNER, '2', '3'];
const ROLES = ['2001', '2002', '2003'];

const set = fc.subarray(NAMES).map((names) => String(bitsOf(names)));
const modestSet = fc.subarray(NAMES.filter((name) => name !== 'ADMINISTRATOR')).map((names) => String(bitsOf(names)));
const community = fc.record({
  id: fc.constant(COMMUNITY),
  owner_id: fc.constant(OWNER),
  roles: fc
    .tuple(
      ...[COMMUNITY, ...ROLES].map((id) => fc.record({ id: fc.constant(id), permissions: fc.oneof(set, modestSet) })),
    )
    .map((roles) => roles as { id: string; permissions: string }[]),
});
const target = fc.oneof(
  fc.record({ id: fc.constantFrom(COMMUNITY, ...ROLES), type: fc.constant(0 as const) }),
  fc.record({ id: fc.constantFrom(...USERS), type: fc.constant(1 as const) }),
);
const overwrites = fc.uniqueArray(
  fc.tuple(target, modestSet, modestSet).map(([who, allow, deny]) => ({ ...who, allow, deny })),
  { selector: ({ id }) => id },
);
const user = fc.constantFrom(...USERS);
const held = fc.subarray(ROLES);

const member = (permissions: string, owner = OWNER): PermissionScope => ({
  id: COMMUNITY,
  owner_id: owner,
  roles: [{ id: COMMUNITY, permissions }],
});

describe('permissions', () => {
  it('[PERM-3] are what the documented algorithm says, on communities and in channels', () => {
    fc.assert(
      fc.property(community, user, held, fc.option(overwrites, { nil: undefined }), (where, who, roles, exceptions) => {
        expect(memberPermissions(where, who, roles, exceptions)).to.equal(
          bitsOf(documented(where, who, roles, exceptions)),
        );
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('[PERM-2] of the owner and of administrators are all of them, whatever overwrites say', () => {
    const denials = [
      { id: COMMUNITY, type: 0 as const, allow: '0', deny: String(ALL_PERMISSIONS) },
      { id: OWNER, type: 1 as const, allow: '0', deny: String(ALL_PERMISSIONS) },
    ];
    expect(memberPermissions(member('0'), OWNER, [], denials)).to.equal(ALL_PERMISSIONS);
    const administrators = member(String(PERMISSIONS.ADMINISTRATOR), '9');
    expect(memberPermissions(administrators, OWNER, [], denials)).to.equal(ALL_PERMISSIONS);
  });

  it('[PERM-3] let the member outweigh the roles, and these the member role', () => {
    const { VIEW_CHANNEL, SEND_MESSAGES } = PERMISSIONS;
    const view = String(VIEW_CHANNEL);
    const send = String(SEND_MESSAGES);
    const forAll = { id: COMMUNITY, type: 0 as const, allow: '0', deny: send };
    const forRole = { id: '2001', type: 0 as const, allow: send, deny: '0' };
    const forOther = { id: '2002', type: 0 as const, allow: '0', deny: send };
    const forMember = { id: '2', type: 1 as const, allow: '0', deny: send };
    const of = (...exceptions: PermissionOverwrite[]) =>
      hasPermission(memberPermissions(member(view), '2', ['2001', '2002'], exceptions), 'SEND_MESSAGES');
    expect(of(forAll)).to.equal(false);
    expect(of(forAll, forRole)).to.equal(true);
    expect(of(forRole, forAll)).to.equal(true);
    expect(of(forAll, forRole, forOther)).to.equal(true);
    expect(of(forMember, forAll, forRole)).to.equal(false);
  });

  it('[PERM-4] are none in a channel without VIEW_CHANNEL', () => {
    fc.assert(
      fc.property(community, held, overwrites, (where, roles, exceptions) => {
        const bits = memberPermissions(where, '2', roles, exceptions);
        expect(bits === 0n || hasPermission(bits, 'VIEW_CHANNEL')).to.equal(true);
      }),
      { seed },
    );
    const hidden = [{ id: COMMUNITY, type: 0 as const, allow: '0', deny: String(PERMISSIONS.VIEW_CHANNEL) }];
    expect(memberPermissions(member(String(MEMBER_PERMISSIONS)), '2', [], hidden)).to.equal(0n);
  });

  it('[PERM-5] let only those write in announcements and rules who are set to', () => {
    const { MANAGE_MESSAGES, SEND_MESSAGES } = PERMISSIONS;
    const writes = (permissions: bigint, exceptions: PermissionOverwrite[], type: string) =>
      hasPermission(memberPermissions(member(String(permissions)), '2', [], exceptions, type), 'SEND_MESSAGES');
    const allow = [{ id: COMMUNITY, type: 0 as const, allow: String(SEND_MESSAGES), deny: '0' }];
    const deny = [{ id: '2', type: 1 as const, allow: '0', deny: String(SEND_MESSAGES) }];
    for (const type of ['announcement', 'rules']) {
      expect(writes(MEMBER_PERMISSIONS, [], type)).to.equal(false);
      expect(writes(MEMBER_PERMISSIONS, allow, type)).to.equal(true);
      expect(writes(MEMBER_PERMISSIONS | MANAGE_MESSAGES, [], type)).to.equal(true);
      expect(writes(MEMBER_PERMISSIONS | MANAGE_MESSAGES, deny, type)).to.equal(false);
    }
    expect(writes(MEMBER_PERMISSIONS, [], 'text')).to.equal(true);
  });

  it('[PERM-6] are to look and to read until the rules are accepted, except for administrators', () => {
    const left = pendingPermissions(MEMBER_PERMISSIONS);
    expect(left).to.equal(PERMISSIONS.VIEW_CHANNEL | PERMISSIONS.READ_MESSAGE_HISTORY);
    expect(pendingPermissions(ALL_PERMISSIONS)).to.equal(ALL_PERMISSIONS);
    expect(pendingPermissions(0n)).to.equal(0n);
  });

  it('[PERM-1] are sets in decimal, and bits that do not exist give nothing', () => {
    for (const bits of [0n, ...Object.values(PERMISSIONS), ALL_PERMISSIONS]) {
      expect(Value.Check(PermissionSet, String(bits))).to.equal(true);
    }
    for (const wrong of ['', '-1', '0x10', '1e3', '12345678901234567890', 5]) {
      expect(Value.Check(PermissionSet, wrong)).to.equal(false);
    }
    expect(memberPermissions(member(String(1n << 60n)), '2', [])).to.equal(0n);
  });

  it('each have a bit of their own', () => {
    const bits = Object.values(PERMISSIONS);
    expect(new Set(bits).size).to.equal(bits.length);
    for (const bit of bits) expect(bit & (bit - 1n)).to.equal(0n);
  });

  it('start with moderators who may do all that members may', () => {
    expect(MODERATOR_PERMISSIONS & MEMBER_PERMISSIONS).to.equal(MEMBER_PERMISSIONS);
    expect(hasPermission(MODERATOR_PERMISSIONS, 'ADMINISTRATOR')).to.equal(false);
  });
});
