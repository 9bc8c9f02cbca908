import { CozyError, type Invite } from '@cozy/protocol';
import type { QueryFilter } from 'mongoose';
import type { Context } from '../context.ts';
import type { InviteDocument } from '../database/documents.ts';
import type { CommunityState } from './communityState.ts';

/** An invitation as it goes over the wire. */
export function inviteView({
  _id,
  community_id,
  creator_id,
  max_uses,
  uses,
  expires_at,
  created_at,
}: InviteDocument): Invite {
  return { code: _id, community_id, creator_id, max_uses, uses, expires_at, created_at };
}

/** Whether an invitation can be used now. */
export function isUsable({ revoked, expires_at, max_uses, uses }: InviteDocument): boolean {
  if (revoked || (max_uses !== null && uses >= max_uses)) return false;
  return expires_at === null || Date.parse(expires_at) > Date.now();
}

/** Picks the invitations of a community that can be used now, as `isUsable` does. */
export function usableInvites(community_id: string): QueryFilter<InviteDocument> {
  return {
    community_id,
    revoked: false,
    $and: [
      { $or: [{ expires_at: null }, { expires_at: { $gt: new Date().toISOString() } }] },
      { $or: [{ max_uses: null }, { $expr: { $lt: ['$uses', '$max_uses'] } }] },
    ],
  };
}

/**
 * Gives an invitation that can be used now, and the community that it leads to. A deleted community ends its invitations.
 *
 * @throws CozyError UNKNOWN_INVITE when there is none, or not any more.
 */
export async function accessInvite(
  { database, replica }: Context,
  code: string,
): Promise<{ invite: InviteDocument; community: CommunityState }> {
  const invite = (await database.invites.findOne({ _id: code }).lean()) as InviteDocument | null;
  if (!invite || !isUsable(invite)) throw new CozyError('UNKNOWN_INVITE');
  try {
    return { invite, community: await replica.community(invite.community_id) };
  } catch (error) {
    if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') throw new CozyError('UNKNOWN_INVITE');
    throw error;
  }
}
