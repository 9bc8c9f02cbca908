import {
  type Access,
  COMMANDS,
  type CommandName,
  CozyError,
  hasPermission,
  type Kind,
  type Permission,
} from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { CommunityState, Membership } from '../state/communityState.ts';
import { assertNotBlocked } from '../state/relationships.ts';
import type { Caller, Grant } from './command.ts';

/** What nobody may do in a direct conversation with someone whom they, or who has, blocked the other. */
const WRITING: readonly Permission[] = ['SEND_MESSAGES', 'ADD_REACTIONS'];

/**
 * The one place where it is decided whether a command may be called: token, kind of account, membership, visibility,
 * permissions. What a caller may not see is said not to exist.
 *
 * @param input fits the command's schema.
 * @returns what the handler is given.
 * @throws CozyError UNAUTHENTICATED, PEOPLE_ONLY, UNKNOWN_COMMUNITY, UNKNOWN_CHANNEL, WRONG_KIND, RULES_NOT_ACCEPTED,
 *   MISSING_PERMISSION, or REFUSED_BY_PERSON and BLOCKED_BY_YOU in a direct conversation.
 */
export async function authorize<C extends CommandName>(
  context: Context,
  name: C,
  input: Record<string, unknown>,
  caller: Caller,
): Promise<Grant<C>> {
  const { access, ...definition }: { access: Access } = COMMANDS[name];
  const { actor } = caller;
  if (access.of === 'anyone') return { caller } as Grant<C>;
  if (!actor) throw new CozyError('UNAUTHENTICATED');
  if ('peopleOnly' in definition && actor.kind !== 'person') throw new CozyError('PEOPLE_ONLY');
  if (access.of === 'account') return { caller, actor } as Grant<C>;

  const { replica } = context;
  if (access.of === 'community') {
    const community = await replica.community(input.community_id as string);
    const membership = await replica.membership(community, actor.user.id);
    if (!membership) throw new CozyError('UNKNOWN_COMMUNITY');
    requireKind(community, access.kinds ?? ['community']);
    const permissions = community.permissions(membership);
    requireAccess(community, membership, permissions, access.permissions);
    return { caller, actor, community, membership, permissions } as Grant<C>;
  }
  const { community, channel } = await replica.channel(input.channel_id as string);
  const membership = await replica.membership(community, actor.user.id);
  const permissions = membership ? community.permissions(membership, channel) : 0n;
  if (!membership || !hasPermission(permissions, 'VIEW_CHANNEL')) throw new CozyError('UNKNOWN_CHANNEL');
  if (access.kinds) requireKind(community, access.kinds);
  requireAccess(community, membership, permissions, access.permissions);
  if (community.kind === 'direct' && access.permissions.some((one) => WRITING.includes(one))) {
    await assertNotBlocked(context, community, actor.user.id);
  }
  return { caller, actor, community, membership, permissions, channel } as unknown as Grant<C>;
}

// Who may do something only after accepting the rules is told that, instead of which permission it is that they lack.
function requireAccess(
  community: CommunityState,
  membership: Membership,
  permissions: bigint,
  needed: readonly Permission[],
): void {
  if (needed.every((permission) => hasPermission(permissions, permission))) return;
  if (community.awaitsRules(membership)) throw new CozyError('RULES_NOT_ACCEPTED');
  requirePermissions(permissions, needed);
}

function requireKind({ kind }: CommunityState, kinds: readonly Kind[]): void {
  if (!kinds.includes(kind ?? 'community')) throw new CozyError('WRONG_KIND');
}

/**
 * Refuses a caller that lacks a permission.
 *
 * @throws CozyError MISSING_PERMISSION that names the first one that is missing.
 */
export function requirePermissions(held: bigint, needed: readonly Permission[]): void {
  for (const permission of needed) {
    if (!hasPermission(held, permission)) {
      throw new CozyError('MISSING_PERMISSION', { message: `You need the permission ${permission} for this.` });
    }
  }
}
