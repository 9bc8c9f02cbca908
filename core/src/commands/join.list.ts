import { LIMITS } from '@cozy/protocol';
import { assertDecides, joinRequest } from '../state/joining.ts';
import type { Handler } from './command.ts';

export const listJoinRequests: Handler<'join.list'> = async ({ database, users }, { community_id }, grant) => {
  assertDecides(grant.permissions);
  const which = { community_id, status: 'waiting' as const };
  const [known, waiting] = await Promise.all([
    database.joinRequests.find(which).sort({ created_at: 1 }).limit(LIMITS.joinRequestPage).lean(),
    database.joinRequests.countDocuments(which),
  ]);
  const people = await users.publicOf(known.map(({ user_id }) => user_id));
  const requests = known.flatMap((document) => {
    const user = people.get(document.user_id);
    return user ? [joinRequest(document, grant.community, user)] : [];
  });
  return { requests, waiting };
};
