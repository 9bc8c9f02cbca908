import { CozyError, hasPermission, type JoinRequest, type User } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { InviteDocument, JoinRequestDocument } from '../database/documents.ts';
import type { CommunityState, Membership } from './communityState.ts';
import { accessInvite } from './invites.ts';
import { join } from './membership.ts';

/** Milliseconds that what people answered is kept after it was decided: 30 days. */
const KEPT_FOR = 30 * 86_400_000;

/** How one comes to a community: by the code of an invitation, or because it is public. */
export interface Door {
  code?: string;
  community_id?: string;
}

/**
 * Finds the community behind a door.
 *
 * @throws CozyError UNKNOWN_INVITE; UNKNOWN_COMMUNITY, also for one that is not public; INVALID_INPUT without a door.
 */
export async function openDoor(
  context: Context,
  { code, community_id }: Door,
): Promise<{ community: CommunityState; invite: InviteDocument | null }> {
  if (code !== undefined) return accessInvite(context, code);
  if (community_id === undefined) {
    throw new CozyError('INVALID_INPUT', { errors: { '/code': 'Give the code of an invitation, or a community.' } });
  }
  const community = await context.replica.community(community_id);
  // One that is not public is said not to exist.
  if (community.kind || community.privacy !== 'public') throw new CozyError('UNKNOWN_COMMUNITY');
  return { community, invite: null };
}

/** Refuses who would join at once where questions are asked first. @throws CozyError JOIN_ANSWERS_NEEDED. */
export function assertNothingAsked({ join: form }: CommunityState): void {
  if (form) throw new CozyError('JOIN_ANSWERS_NEEDED');
}

/**
 * Makes someone a member by an invitation, which is used once more by it.
 *
 * @throws CozyError UNKNOWN_INVITE when it is used up; as `join`, but for those who are members already.
 */
export async function joinByInvite(
  context: Context,
  community: CommunityState,
  { _id, max_uses }: InviteDocument,
  user: User,
): Promise<Membership> {
  const { invites } = context.database;
  // A use is taken before the membership is written, so that an invitation never admits more than it says. A crash in
  // between costs one use.
  const room = max_uses === null ? {} : { uses: { $lt: max_uses } };
  const taken = await invites.updateOne({ _id, revoked: false, ...room }, { $inc: { uses: 1 } });
  if (taken.modifiedCount === 0) throw new CozyError('UNKNOWN_INVITE');
  try {
    return await join(context, community, user, []);
  } catch (error) {
    await invites.updateOne({ _id }, { $inc: { uses: -1 } });
    return await presentMember(context, community, user, error);
  }
}

/**
 * Makes someone a member who may be one already.
 *
 * @throws CozyError as `join` for everything else.
 */
export async function joinOnce(context: Context, community: CommunityState, user: User): Promise<Membership> {
  try {
    return await join(context, community, user, []);
  } catch (error) {
    return await presentMember(context, community, user, error);
  }
}

async function presentMember(
  { replica }: Context,
  community: CommunityState,
  user: User,
  error: unknown,
): Promise<Membership> {
  const isMember = error instanceof CozyError && error.code === 'ALREADY_MEMBER';
  const present = isMember ? await replica.membership(community, user.id) : null;
  if (!present) throw error;
  return present;
}

/** Refuses who may not decide about those who want to join. @throws CozyError MISSING_PERMISSION. */
export function assertDecides(permissions: bigint): void {
  if (hasPermission(permissions, 'KICK_MEMBERS') || hasPermission(permissions, 'MANAGE_COMMUNITY')) return;
  throw new CozyError('MISSING_PERMISSION', {
    message: 'You need the permission KICK_MEMBERS or MANAGE_COMMUNITY for this.',
  });
}

/** A request as it goes over the wire. */
export function joinRequest(
  { answers, status, reason, created_at }: JoinRequestFields,
  { id, name, hue }: Pick<CommunityState, 'id' | 'name' | 'hue'>,
  user: User,
): JoinRequest {
  return { community: { id, name, hue }, user, answers, status, reason, created_at };
}

type JoinRequestFields = Pick<JoinRequestDocument, 'answers' | 'status' | 'reason' | 'created_at'>;

/**
 * Writes a request and tells of it: its person what it is now, the community that something has changed, without what.
 *
 * @param from states in which it must be; null makes it, whatever it was.
 * @throws CozyError UNKNOWN_JOIN_REQUEST when it is in none of them.
 */
export async function putJoinRequest(
  { database, outbox }: Context,
  community: CommunityState,
  user: User,
  fields: JoinRequestFields & Pick<JoinRequestDocument, 'code'>,
  from: readonly JoinRequest['status'][] | null,
): Promise<JoinRequest> {
  const request = joinRequest(fields, community, user);
  const { status } = fields;
  const committed = await outbox.commit(
    database.joinRequests,
    { _id: `${community.id}:${user.id}`, ...(from && { status: { $in: [...from] } }) },
    {
      $set: {
        ...fields,
        community_id: community.id,
        user_id: user.id,
        ...(status !== 'waiting' && { decided_at: Date.now(), expires_at: new Date(Date.now() + KEPT_FOR) }),
      },
      ...(status === 'waiting' && { $unset: { expires_at: '', decided_at: '' } }),
    },
    [
      { owner: { kind: 'c', id: community.id }, name: 'JOIN_REQUESTS_UPDATE', data: { community_id: community.id } },
      { owner: { kind: 'u', id: user.id }, name: 'JOIN_REQUEST_UPDATE', data: request },
    ],
    from === null,
  );
  if (!committed) throw new CozyError('UNKNOWN_JOIN_REQUEST');
  return request;
}
