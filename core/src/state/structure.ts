import {
  FIXED_ROLE_KEYS,
  MEMBER_PERMISSIONS,
  MODERATOR_PERMISSIONS,
  type Overwrite,
  PERMISSIONS,
  type Permission,
  type Role,
  type TemplateOverwrite,
  type TemplateStructure,
} from '@cozy/protocol';
import type { CommunityDocument } from '../database/documents.ts';

/** Where the owner's role stands, above all that can be made. */
const OWNER_POSITION = 10_000;
/** Where the moderators' role stands that a structure does not name: above all roles that are made later. */
const MODERATOR_POSITION = 5_000;
/** What a community begins with when nothing is said. */
export const BLANK: TemplateStructure = {
  roles: [],
  categories: [],
  channels: [{ key: 'general', name: 'general', type: 'text' }],
};

/** The roles and channels of a new community, with the ids that their keys have become. */
export interface BuiltStructure extends Pick<CommunityDocument, 'roles' | 'channels'> {
  ownerRoleId: string;
  /** Channel ids by key. */
  channelIds: ReadonlyMap<string, string>;
}

/**
 * Makes roles and channels of a structure that has no problems.
 *
 * @param communityId which is also the member role's id.
 * @param nextId makes ids.
 */
export function buildStructure(
  { roles, categories, channels }: TemplateStructure,
  communityId: string,
  nextId: () => string,
): BuiltStructure {
  const described = new Map(roles.map((role) => [role.key, role]));
  const own = roles.filter(({ key }) => !FIXED_ROLE_KEYS.includes(key));
  const roleIds = new Map([['member', communityId], ...roles.map(({ key }) => [key, nextId()] as const)]);
  if (!roleIds.has('moderator')) roleIds.set('moderator', nextId());
  roleIds.set('member', communityId);
  const make = (key: string, fixed: Role['fixed'], position: number, usual: bigint): Role => {
    const { name, hue, permissions } = described.get(key) ?? { name: capital(key) };
    return {
      id: roleIds.get(key)!,
      community_id: communityId,
      name,
      hue: hue ?? null,
      position,
      permissions: String(permissions ? bitsOf(permissions) : usual),
      fixed,
    };
  };
  // The moderators stand where the structure names them, else above all of its roles.
  const order = described.has('moderator')
    ? roles.map(({ key }) => key).filter((key) => key !== 'member')
    : ['moderator', ...own.map(({ key }) => key)];
  const ownerRoleId = nextId();
  const owner: Role = {
    id: ownerRoleId,
    community_id: communityId,
    name: 'Owner',
    hue: null,
    position: OWNER_POSITION,
    permissions: String(PERMISSIONS.ADMINISTRATOR),
    fixed: 'owner',
  };
  const ranked = order.map((key, i) => {
    const fixed = key === 'moderator' ? 'moderator' : null;
    const position = fixed && !described.has(key) ? MODERATOR_POSITION : order.length - i;
    return make(key, fixed, position, fixed ? MODERATOR_PERMISSIONS : 0n);
  });

  const channelIds = new Map([...categories, ...channels].map(({ key }) => [key, nextId()]));
  const overwritesOf = (overwrites: readonly TemplateOverwrite[] = []): Overwrite[] =>
    overwrites.map(({ role, allow = [], deny = [] }) => ({
      id: roleIds.get(role)!,
      type: 0,
      allow: String(bitsOf(allow)),
      deny: String(bitsOf(deny)),
    }));
  const categoryChannels = categories.map((category) => ({ ...category, type: 'category' as const }));
  return {
    roles: [owner, ...ranked, make('member', 'member', 0, MEMBER_PERMISSIONS)],
    channels: [...categoryChannels, ...channels].map((one, position) => ({
      id: channelIds.get(one.key)!,
      community_id: communityId,
      type: one.type,
      name: one.name,
      topic: ('topic' in one && one.topic) || '',
      position,
      parent_id: ('category' in one && channelIds.get(one.category ?? '')) || null,
      overwrites: overwritesOf(one.overwrites),
    })),
    ownerRoleId,
    channelIds,
  };
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);

const bitsOf = (names: readonly Permission[]) => names.reduce((bits, name) => bits | PERMISSIONS[name], 0n);
