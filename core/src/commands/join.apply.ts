import { answerProblem, CozyError, LIMITS } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { JoinRequestDocument } from '../database/documents.ts';
import { assertNotBanned } from '../state/bans.ts';
import type { CommunityState } from '../state/communityState.ts';
import { joinByInvite, joinOnce, joinRequest, openDoor, putJoinRequest } from '../state/joining.ts';
import type { Handler } from './command.ts';

/** Milliseconds after which someone who was refused may ask again: a day. */
const ASK_AGAIN = 86_400_000;

export const applyToJoin: Handler<'join.apply'> = async (context, { answers, ...door }, { actor }) => {
  const { database, replica } = context;
  const { community, invite } = await openDoor(context, door);
  const { user } = actor;
  await assertNotBanned(context, community.id, user);
  const present = await replica.membership(community, user.id);
  if (present) return { community: community.view(present), request: null };
  const known = await database.joinRequests.findOne({ _id: `${community.id}:${user.id}` }).lean();
  if (known?.status === 'waiting') return { community: null, request: joinRequest(known, community, user) };
  assertMayAsk(known);

  const { questions = [], approval = false } = community.join ?? {};
  const problem = answerProblem(questions, answers);
  if (problem) throw new CozyError('INVALID_INPUT', { message: problem, errors: { '/answers': problem } });
  const fields = { answers, reason: null, created_at: new Date().toISOString(), ...(invite && { code: invite._id }) };
  if (approval) {
    await assertRoom(context, community, user.id);
    return {
      community: null,
      request: await putJoinRequest(context, community, user, { ...fields, status: 'waiting' }, null),
    };
  }
  const membership = invite
    ? await joinByInvite(context, community, invite, user)
    : await joinOnce(context, community, user);
  return { community: community.view(membership), request: null };
};

function assertMayAsk(known: JoinRequestDocument | null): void {
  if (known?.status !== 'refused' || known.decided_at === undefined) return;
  const wait = known.decided_at + ASK_AGAIN - Date.now();
  if (wait <= 0) return;
  throw new CozyError('RATE_LIMITED', {
    message: 'You were refused a short time ago. You can ask again a day later.',
    retryAfter: wait / 1000,
  });
}

async function assertRoom({ database }: Context, { id }: CommunityState, user_id: string): Promise<void> {
  const waiting = (who: { community_id: string } | { user_id: string }, limit: number) =>
    database.joinRequests.countDocuments({ ...who, status: 'waiting' }, { limit });
  if ((await waiting({ user_id }, LIMITS.joinRequestsPerUser)) >= LIMITS.joinRequestsPerUser) {
    throw new CozyError('LIMIT_REACHED', { message: 'You wait for too many communities. Take a request back first.' });
  }
  if ((await waiting({ community_id: id }, LIMITS.joinRequestsPerCommunity)) >= LIMITS.joinRequestsPerCommunity) {
    throw new CozyError('LIMIT_REACHED', { message: 'Too many people wait for this community. Try again later.' });
  }
}
