import { CozyError } from '@cozy/protocol';
import { accessInvite } from '../state/invites.ts';
import { join } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const acceptInvite: Handler<'invite.accept'> = async (context, { code }, { actor }) => {
  const { database, replica } = context;
  const { invite, community } = await accessInvite(context, code);
  const present = await replica.membership(community, actor.user.id);
  if (present) return { community: community.view(present) };

  // A use is taken before the membership is written, so that an invitation never admits more than it says. A crash in
  // between costs one use.
  const room = invite.max_uses === null ? {} : { uses: { $lt: invite.max_uses } };
  const taken = await database.invites.updateOne({ _id: code, revoked: false, ...room }, { $inc: { uses: 1 } });
  if (taken.modifiedCount === 0) throw new CozyError('UNKNOWN_INVITE');
  try {
    const membership = await join(context, community, actor.user, []);
    return { community: community.view(membership) };
  } catch (error) {
    await database.invites.updateOne({ _id: code }, { $inc: { uses: -1 } });
    if (!(error instanceof CozyError) || error.code !== 'ALREADY_MEMBER') throw error;
    const membership = await replica.membership(community, actor.user.id);
    if (!membership) throw error;
    return { community: community.view(membership) };
  }
};
