import { CozyError, LIMITS } from '@cozy/protocol';
import { joinRequest } from '../state/joining.ts';
import type { Handler } from './command.ts';

/** Milliseconds for which a refusal is shown: a week. */
const SHOWN_FOR = 7 * 86_400_000;

export const myJoinRequests: Handler<'join.me'> = async ({ database, replica }, _input, { actor }) => {
  const { user } = actor;
  const known = await database.joinRequests
    .find({
      user_id: user.id,
      $or: [{ status: 'waiting' }, { status: 'refused', decided_at: { $gt: Date.now() - SHOWN_FOR } }],
    })
    .sort({ created_at: -1 })
    .limit(2 * LIMITS.joinRequestsPerUser)
    .lean();
  const requests = await Promise.all(
    known.map(async (document) => {
      try {
        return joinRequest(document, await replica.community(document.community_id), user);
      } catch (error) {
        // A community that was deleted waits for nobody.
        if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return null;
        throw error;
      }
    }),
  );
  return { requests: requests.filter((request) => request !== null) };
};
