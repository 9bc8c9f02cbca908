import { randomInt } from 'node:crypto';
import { CozyError, type Invite, LIMITS } from '@cozy/protocol';
import { audit, changesOf } from '../state/audit.ts';
import { usableInvites } from '../state/invites.ts';
import type { Handler } from './command.ts';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
/** 57^10 codes: nobody finds one by trying. */
const CODE_LENGTH = 10;

export const createInvite: Handler<'invite.create'> = async (context, input, { actor }) => {
  const { community_id, max_uses, expires_in } = input;
  const { database, outbox } = context;
  const open = await database.invites.countDocuments(usableInvites(community_id));
  if (open >= LIMITS.invitesPerCommunity) {
    throw new CozyError('LIMIT_REACHED', { message: 'This community has too many invitations. Revoke some first.' });
  }
  const now = Date.now();
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const invite: Invite = {
    code,
    community_id,
    creator_id: actor.user.id,
    max_uses: max_uses ?? null,
    uses: 0,
    expires_at: expires_in === undefined ? null : new Date(now + expires_in * 1000).toISOString(),
    created_at: new Date(now).toISOString(),
  };
  const { code: _id, ...fields } = invite;
  await outbox.create(database.invites, { _id, ...fields, revoked: false }, [
    { owner: { kind: 'c', id: community_id }, name: 'INVITE_CREATE', data: invite },
    audit(context, {
      community_id,
      action: 'INVITE_CREATE',
      actor_id: actor.user.id,
      target_id: code,
      changes: changesOf(null, invite, ['max_uses', 'expires_at']),
    }),
  ]);
  return { invite };
};
