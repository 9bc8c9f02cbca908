import {
  type Channel,
  COMMANDS,
  type CommandDefinition,
  type CommandName,
  CozyError,
  hasPermission,
  isTimedOut,
  type Kind,
  type Permission,
  scopeIn,
} from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { CommunityState, Membership } from '../state/communityState.ts';
import { assertNotBlocked } from '../state/relationships.ts';
import type { Actor, Caller, Grant } from './command.ts';

/** What nobody may do in a direct conversation with someone whom they, or who has, blocked the other. */
const WRITING: readonly Permission[] = ['SEND_MESSAGES', 'ADD_REACTIONS'];

/**
 * The one place where it is decided whether a command may be called: token, kind of account, membership, visibility,
 * permissions. What a caller may not see is said not to exist.
 *
 * @param input fits the command's schema.
 * @returns what the handler is given.
 * @throws CozyError UNAUTHENTICATED, PEOPLE_ONLY, MISSING_SCOPE, BOT_SUSPENDED, UNKNOWN_COMMUNITY, UNKNOWN_CHANNEL, WRONG_KIND,
 *   RULES_NOT_ACCEPTED, TIMED_OUT, MISSING_PERMISSION, or REFUSED_BY_PERSON and BLOCKED_BY_YOU in a direct conversation.
 */
export async function authorize<C extends CommandName>(
  context: Context,
  name: C,
  input: Record<string, unknown>,
  caller: Caller,
): Promise<Grant<C>> {
  const { access, ...definition }: Pick<CommandDefinition, 'access' | 'peopleOnly' | 'scope'> = COMMANDS[name];
  const { actor } = caller;
  if (access.of === 'anyone') return { caller } as Grant<C>;
  if (!actor) throw new CozyError('UNAUTHENTICATED');
  if (definition.peopleOnly && actor.kind !== 'person') throw new CozyError('PEOPLE_ONLY');
  if (access.of === 'account') {
    await requireBoundScope(context, actor, definition.scope);
    return { caller, actor } as Grant<C>;
  }

  const { replica } = context;
  if (access.of === 'community') {
    if (actor.boundTo && actor.boundTo !== input.community_id) throw new CozyError('UNKNOWN_COMMUNITY');
    const community = await replica.community(input.community_id as string);
    const membership = await replica.membership(community, actor.user.id);
    if (!membership) throw new CozyError('UNKNOWN_COMMUNITY');
    requireKind(community, access.kinds ?? ['community']);
    requireScope(community, actor, definition.scope);
    const permissions = community.permissions(membership);
    requireAccess(community, membership, permissions, access.permissions);
    return { caller, actor, community, membership, permissions } as Grant<C>;
  }
  const { community, channel } = await replica.channel(input.channel_id as string);
  if (actor.boundTo && actor.boundTo !== community.id) throw new CozyError('UNKNOWN_CHANNEL');
  const membership = await replica.membership(community, actor.user.id);
  const permissions = membership ? community.permissions(membership, channel) : 0n;
  if (membership && community.installations.get(actor.user.id)?.suspended) throw new CozyError('BOT_SUSPENDED');
  if (!membership || !hasPermission(permissions, 'VIEW_CHANNEL')) throw new CozyError('UNKNOWN_CHANNEL');
  requireScope(community, actor, definition.scope, channel);
  if (access.kinds) requireKind(community, access.kinds);
  requireAccess(community, membership, permissions, access.permissions);
  if (community.kind === 'direct' && access.permissions.some((one) => WRITING.includes(one))) {
    await assertNotBlocked(context, community, actor.user.id);
  }
  return { caller, actor, community, membership, permissions, channel } as unknown as Grant<C>;
}

/**
 * Refuses a bot that was not granted what it needs; people, and bots that were added before there were scopes, need
 * nothing.
 *
 * @param scope as a command declares it: of several, all are needed. A bot may not call a command that declares none.
 * @param channel in which it is needed.
 * @throws CozyError MISSING_SCOPE that names the first one that is missing, BOT_SUSPENDED, PEOPLE_ONLY.
 */
export function requireScope(
  community: CommunityState,
  { user }: Actor,
  scope: CommandDefinition['scope'],
  channel?: Channel,
): void {
  const installation = community.installations.get(user.id);
  if (!installation) return;
  if (installation.suspended) throw new CozyError('BOT_SUSPENDED');
  if (scope === undefined) throw new CozyError('PEOPLE_ONLY');
  for (const one of scope === null ? [] : [scope].flat()) {
    if (community.isGranted(user.id, one, channel)) continue;
    const missing = scopeIn(one, channel?.type);
    throw new CozyError('MISSING_SCOPE', {
      message: `This bot was not granted ${missing} in this community. Who manages the community can grant it under Settings, Bots.`,
      errors: { '/scope': missing },
    });
  }
}

// What a token of an installation does for its account, it does for its community.
async function requireBoundScope({ replica }: Context, actor: Actor, scope: CommandDefinition['scope']): Promise<void> {
  if (!actor.boundTo) return;
  const community = await replica.community(actor.boundTo);
  if (!(await replica.membership(community, actor.user.id))) throw new CozyError('UNAUTHENTICATED');
  requireScope(community, actor, scope);
}

// Who may do something only after accepting the rules, or when a timeout ends, is told that, instead of which permission it
// is that they lack.
function requireAccess(
  community: CommunityState,
  membership: Membership,
  permissions: bigint,
  needed: readonly Permission[],
): void {
  if (needed.every((permission) => hasPermission(permissions, permission))) return;
  refuseTimedOut(membership);
  if (community.awaitsRules(membership)) throw new CozyError('RULES_NOT_ACCEPTED');
  requirePermissions(permissions, needed);
}

/**
 * Refuses a member while they are timed out.
 *
 * @throws CozyError TIMED_OUT.
 */
export function refuseTimedOut(membership: Membership): void {
  if (!isTimedOut(membership)) return;
  const { communication_disabled_until: until } = membership;
  throw new CozyError('TIMED_OUT', { message: `You are timed out here, and can only read until ${until}.` });
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
