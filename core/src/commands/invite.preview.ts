import { accessInvite } from '../state/invites.ts';
import type { Handler } from './command.ts';

export const previewInvite: Handler<'invite.preview'> = async (context, { code }) => {
  const { invite, community } = await accessInvite(context, code);
  const { id, name, description, hue, memberCount: member_count } = community;
  // Of a hidden community an invitation shows only what it is called.
  if (community.privacy === 'hidden') {
    return { invite: { code, community: { name, description: '', hue, member_count: 0 }, inviter: null } };
  }
  const inviter = (await context.users.publicOf([invite.creator_id])).get(invite.creator_id) ?? null;
  return { invite: { code, community: { id, name, description, hue, member_count }, inviter } };
};
