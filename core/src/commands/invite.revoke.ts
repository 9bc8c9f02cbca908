import { CozyError } from '@cozy/protocol';
import { requirePermissions } from './authorize.ts';
import type { Handler } from './command.ts';

export const revokeInvite: Handler<'invite.revoke'> = async ({ database, outbox }, input, { actor, permissions }) => {
  const { community_id, code } = input;
  const invite = await database.invites.findOne({ _id: code, community_id, revoked: false }).lean();
  if (!invite) throw new CozyError('UNKNOWN_INVITE');
  if (invite.creator_id !== actor.user.id) requirePermissions(permissions, ['MANAGE_COMMUNITY']);
  await outbox.commit(database.invites, { _id: code, revoked: false }, { $set: { revoked: true } }, [
    { owner: { kind: 'c', id: community_id }, name: 'INVITE_DELETE', data: { code, community_id } },
  ]);
  return {};
};
