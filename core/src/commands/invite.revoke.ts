import { CozyError } from '@cozy/protocol';
import { audit } from '../state/audit.ts';
import { requirePermissions } from './authorize.ts';
import type { Handler } from './command.ts';

export const revokeInvite: Handler<'invite.revoke'> = async (context, input, { actor, permissions }) => {
  const { database, outbox } = context;
  const { community_id, code } = input;
  const invite = await database.invites.findOne({ _id: code, community_id, revoked: false }).lean();
  if (!invite) throw new CozyError('UNKNOWN_INVITE');
  if (invite.creator_id !== actor.user.id) requirePermissions(permissions, ['MANAGE_COMMUNITY']);
  await outbox.commit(database.invites, { _id: code, revoked: false }, { $set: { revoked: true } }, [
    { owner: { kind: 'c', id: community_id }, name: 'INVITE_DELETE', data: { code, community_id } },
    audit(context, { community_id, action: 'INVITE_DELETE', actor_id: actor.user.id, target_id: code }),
  ]);
  return {};
};
