import { CozyError } from '@cozy/protocol';
import { assertDecides, joinOnce, putJoinRequest } from '../state/joining.ts';
import type { Handler } from './command.ts';

export const decideJoin: Handler<'join.decide'> = async (context, { user_id, approve, reason = null }, grant) => {
  const { community, permissions } = grant;
  assertDecides(permissions);
  const { database, replica, users } = context;
  const known = await database.joinRequests.findOne({ _id: `${community.id}:${user_id}`, status: 'waiting' }).lean();
  const user = known && (await users.publicOf([user_id])).get(user_id);
  if (!user) throw new CozyError('UNKNOWN_JOIN_REQUEST');
  const { answers, created_at, code } = known;
  const isMember = (await replica.membership(community, user_id)) !== null;
  if (approve && !isMember) {
    // The membership first: after a crash in between the request still waits, and letting the person in again ends it.
    await joinOnce(context, community, user);
    if (code) await database.invites.updateOne({ _id: code }, { $inc: { uses: 1 } });
  }
  // Of two who decide at once, letting in has the last word, because the person is in.
  const done = approve || isMember;
  const fields = { answers, created_at, ...(code && { code }) };
  const request = done
    ? await putJoinRequest(context, community, user, { ...fields, status: 'approved', reason: null }, [
        'waiting',
        'refused',
      ])
    : await putJoinRequest(context, community, user, { ...fields, status: 'refused', reason }, ['waiting']);
  return { request };
};
