import { LIMITS } from '@cozy/protocol';
import type { InviteDocument } from '../database/documents.ts';
import { inviteView, usableInvites } from '../state/invites.ts';
import type { Handler } from './command.ts';

export const listInvites: Handler<'invite.list'> = async ({ database }, { community_id }) => {
  const invites = (await database.invites
    .find(usableInvites(community_id))
    .sort({ created_at: -1 })
    .limit(LIMITS.invitesPerCommunity)
    .lean()) as InviteDocument[];
  return { invites: invites.map(inviteView) };
};
