import { ALL_PERMISSIONS, CozyError, type Overwrite } from '@cozy/protocol';
import type { CommunityState } from './communityState.ts';

/**
 * Checks a channel's overwrites: every role exists, each role or member has one, no bit is allowed and denied at once,
 * and nobody hands out what they lack.
 *
 * @param held permissions of who sets them, on the community.
 * @throws CozyError INVALID_INPUT or MISSING_PERMISSION.
 */
export function assertOverwrites(community: CommunityState, held: bigint, overwrites: readonly Overwrite[]): void {
  const seen = new Set<string>();
  for (const [i, { id, type, allow, deny }] of overwrites.entries()) {
    const at = `/overwrites/${i}`;
    const refuse = (what: string) => new CozyError('INVALID_INPUT', { errors: { [at]: what } });
    if (seen.has(id)) throw refuse('Each role or member can have one overwrite.');
    seen.add(id);
    if (type === 0 && !community.roles.has(id)) throw refuse('There is no such role.');
    if (BigInt(allow) & BigInt(deny)) throw refuse('A permission cannot be allowed and denied at once.');
    if ((BigInt(allow) | BigInt(deny)) & ~ALL_PERMISSIONS) throw refuse('Has bits that are no permission.');
    if (BigInt(allow) & ~held)
      throw new CozyError('MISSING_PERMISSION', { message: 'You cannot allow what you lack yourself.' });
  }
}

/**
 * Checks that a channel can stand under another.
 *
 * @throws CozyError INVALID_INPUT when the parent is no category of this community, or the child is one itself.
 */
export function assertParent(community: CommunityState, type: string, parentId: string | null): void {
  if (parentId === null) return;
  if (type === 'category' || community.channels.get(parentId)?.type !== 'category') {
    throw new CozyError('INVALID_INPUT', { errors: { '/parent_id': 'Must be a category of this community.' } });
  }
}
