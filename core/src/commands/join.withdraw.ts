import { CozyError } from '@cozy/protocol';
import { putJoinRequest } from '../state/joining.ts';
import type { Handler } from './command.ts';

export const withdrawJoin: Handler<'join.withdraw'> = async (context, { community_id }, { actor }) => {
  const { user } = actor;
  const known = await context.database.joinRequests.findOne({ _id: `${community_id}:${user.id}` }).lean();
  if (!known) throw new CozyError('UNKNOWN_JOIN_REQUEST');
  const community = await context.replica.community(community_id);
  const { answers, created_at } = known;
  await putJoinRequest(context, community, user, { answers, created_at, reason: null, status: 'withdrawn' }, [
    'waiting',
  ]);
  return {};
};
