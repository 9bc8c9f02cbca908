import { CozyError } from '@cozy/protocol';
import { accessInvite } from '../state/invites.ts';
import type { Handler } from './command.ts';

export const previewInvite: Handler<'invite.preview'> = async (context, { code }) => {
  const invite = await accessInvite(context, code);
  const community = await context.replica.community(invite.community_id).catch((error: unknown) => {
    // A deleted community ends its invitations.
    if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') throw new CozyError('UNKNOWN_INVITE');
    throw error;
  });
  const { id, name, description, hue, memberCount: member_count } = community;
  const inviter = (await context.users.publicOf([invite.creator_id])).get(invite.creator_id) ?? null;
  return { invite: { code, community: { id, name, description, hue, member_count }, inviter } };
};
