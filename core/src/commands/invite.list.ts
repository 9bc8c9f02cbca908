import { LIMITS } from '@cozy/protocol';
import type { InviteDocument } from '../database/documents.ts';
import { inviteView, isUsable } from '../state/invites.ts';
import type { Handler } from './command.ts';

export const listInvites: Handler<'invite.list'> = async ({ database }, { community_id }) => {
  const invites = (await database.invites
    .find({ community_id, revoked: false })
    .sort({ created_at: -1 })
    .limit(LIMITS.invitesPerCommunity)
    .lean()) as InviteDocument[];
  return { invites: invites.filter(isUsable).map(inviteView) };
};
