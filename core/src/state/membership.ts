import { type Community, CozyError, isTimedOut, LIMITS, type User } from '@cozy/protocol';
import type { Actor } from '../commands/command.ts';
import type { Context } from '../context.ts';
import type { InstallationDocument, MemberDocument } from '../database/documents.ts';
import { isDuplicateKey } from '../database/unavailable.ts';
import { OVERTAKEN, untilCommitted } from '../database/untilCommitted.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { assertNotBanned } from './bans.ts';
import type { CommunityState, Membership } from './communityState.ts';
import { installationOf, installed } from './installations.ts';
import { leaving } from './leaving.ts';
import { memberNames } from './members.ts';

// Who is a member here is for the log to say, at the place of its event: a change that is committed while the log is away
// would else be known to this node alone, and to it too early.

/**
 * Makes someone a member, with COMMUNITY_MEMBER_ADD for the others and COMMUNITY_CREATE for them.
 *
 * @param roles besides the member role.
 * @param more of a bot: what it is granted, in the same write; and what the audit log is to say of it.
 * @throws CozyError ALREADY_MEMBER, BANNED, or LIMIT_REACHED when they are in too many communities.
 */
export async function join(
  context: Context,
  community: CommunityState,
  user: User,
  roles: string[],
  { installation, also = [] }: { installation?: InstallationDocument; also?: readonly NewEvent[] } = {},
): Promise<Membership> {
  const { database, outbox, replica } = context;
  const { kind } = community;
  const [most, what] = kind
    ? [LIMITS.conversationsPerUser, 'conversations']
    : [LIMITS.communitiesPerUser, 'communities'];
  const counted = { user_id: user.id, left: false, kind: { $exists: kind !== undefined } };
  if ((await database.members.countDocuments(counted)) >= most) {
    throw new CozyError('LIMIT_REACHED', { message: `One account can be in ${most} ${what}.` });
  }
  // Who makes the community, and bots, have no rules to accept.
  const pending = community.hasRules() && !user.bot && user.id !== community.owner_id ? { pending: true as const } : {};
  const before = await assertNotBanned(context, community.id, user);
  // Who was timed out and comes back still is.
  const timeout = before && isTimedOut(before) ? before.communication_disabled_until : undefined;
  const membership = {
    user_id: user.id,
    nick: null,
    roles,
    joined_at: new Date().toISOString(),
    ...pending,
    ...(timeout && { communication_disabled_until: timeout }),
  };
  const snapshot = community.snapshot(membership, user);
  const granted = installation && installationOf(community.id, user.id, installation);
  try {
    const committed = await outbox.commit(
      database.members,
      { _id: `${community.id}:${user.id}`, left: { $ne: false }, ban: { $exists: false } },
      {
        $set: {
          ...membership,
          community_id: community.id,
          left: false,
          names: memberNames(user, null),
          ...(kind && { kind }),
          ...(user.bot && { bot: true }),
          ...(installation && { installation }),
        },
        ...without(membership),
      },
      [
        // First: nobody may take it for a bot that was added before there were scopes, and can do everything.
        ...(granted ? [installed(granted)] : []),
        { owner: { kind: 'c', id: community.id }, name: 'COMMUNITY_MEMBER_ADD', data: snapshot.member },
        {
          owner: { kind: 'u', id: user.id },
          name: 'COMMUNITY_CREATE',
          data: { ...snapshot, member_count: snapshot.member_count + 1 },
        },
        ...also,
      ],
      true,
    );
    await replica.reached(committed?.places.slice(0, granted ? 2 : 1) ?? []);
    return membership;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await assertNotBanned(context, community.id, user);
    throw new CozyError('ALREADY_MEMBER');
  }
}

/**
 * Ends a membership, with COMMUNITY_MEMBER_REMOVE for the others and COMMUNITY_DELETE for the one who goes.
 *
 * @param also what the audit log is to say of it.
 * @throws CozyError UNKNOWN_MEMBER when there is none, CONFLICT when others keep overtaking.
 */
export async function leave(
  { database, outbox, replica }: Context,
  communityId: string,
  userId: string,
  also: readonly NewEvent[] = [],
): Promise<void> {
  const _id = `${communityId}:${userId}`;
  await untilCommitted(async () => {
    const document = (await database.members.findOne({ _id, left: false }).lean()) as MemberDocument | null;
    if (!document) throw new CozyError('UNKNOWN_MEMBER');
    const committed = await outbox.commit(
      database.members,
      { _id, rev: document.rev, left: false },
      { $set: { left: true, roles: [], names: [] }, $unset: { installation: '' } },
      [...leaving(document), ...also],
    );
    // It was changed meanwhile, or has ended.
    if (!committed) return OVERTAKEN;
    return await replica.reached(committed.places.slice(0, 1));
  });
}

/** What a document must not keep of what a membership does not have. */
function without(membership: Membership): { $unset?: Record<string, ''> } {
  const { pending, communication_disabled_until: until } = membership;
  if (pending && until) return {};
  return { $unset: { ...(!pending && { pending: '' }), ...(!until && { communication_disabled_until: '' }) } };
}

/**
 * Changes a membership on exactly the version that was read, and announces it with COMMUNITY_MEMBER_UPDATE.
 *
 * @param change given the membership as it stands, throws CozyError or gives the fields to set; it may run several
 *   times. An empty change announces the member's profile anew.
 * @param also what the audit log is to say of it, given the membership before.
 * @returns the membership after it.
 * @throws CozyError UNKNOWN_MEMBER when there is none, CONFLICT when others keep overtaking.
 */
export async function changeMembership(
  { database, outbox, replica }: Context,
  community: CommunityState,
  user: User,
  change: (
    before: MemberDocument,
  ) => Partial<Pick<MemberDocument, 'nick' | 'roles' | 'pending' | 'communication_disabled_until'>>,
  also: (before: MemberDocument) => readonly NewEvent[] = () => [],
): Promise<Membership> {
  const _id = `${community.id}:${user.id}`;
  return await untilCommitted(async () => {
    const document = (await database.members.findOne({ _id, left: false }).lean()) as MemberDocument | null;
    if (!document) throw new CozyError('UNKNOWN_MEMBER');
    const after = { ...document, ...change(document) };
    const { nick, roles, joined_at, pending, communication_disabled_until: until } = after;
    const membership: Membership = {
      user_id: user.id,
      nick,
      roles,
      joined_at,
      ...(pending && { pending }),
      ...(until && { communication_disabled_until: until }),
    };
    const committed = await outbox.commit(
      database.members,
      { _id, rev: document.rev, left: false },
      {
        $set: {
          nick,
          roles,
          names: memberNames(user, nick),
          ...(until && { communication_disabled_until: until }),
        },
        ...without(membership),
      },
      [
        {
          owner: { kind: 'c', id: community.id },
          name: 'COMMUNITY_MEMBER_UPDATE',
          data: community.member(membership, user),
        },
        ...also(document),
      ],
    );
    if (!committed) return OVERTAKEN;
    await replica.reached(committed.places);
    return membership;
  });
}

/**
 * The communities, or the conversations, that an account is in, in the order in which it joined them.
 *
 * @param conversations whether direct conversations and groups are wanted, or communities.
 */
export async function communitiesOf(
  context: Context,
  actor: Pick<Actor, 'user' | 'boundTo'>,
  conversations: boolean,
): Promise<Community[]> {
  const joined = await joinedBy(context, actor, conversations);
  return joined.map(({ community, membership }) => community.view(membership));
}

/** The same communities as they stand in memory, each with the membership. */
export async function joinedBy(
  { database, replica }: Context,
  { user, boundTo }: Pick<Actor, 'user' | 'boundTo'>,
  conversations: boolean,
): Promise<{ community: CommunityState; membership: Membership }[]> {
  const memberships = await database.members
    .find({
      user_id: user.id,
      left: false,
      kind: { $exists: conversations },
      ...(boundTo && { community_id: boundTo }),
    })
    .sort({ joined_at: 1 })
    .lean();
  const communities = await Promise.all(
    memberships.map(async (membership) => {
      try {
        const community = await replica.community(membership.community_id);
        // What a bot was granted is known with its membership.
        const known = user.bot ? await replica.membership(community, user.id) : membership;
        return known && { community, membership: known };
      } catch (error) {
        // A deleted community whose memberships are not cleared away yet.
        if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return null;
        throw error;
      }
    }),
  );
  return communities.filter((community) => community !== null);
}
