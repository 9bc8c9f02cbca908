import { CozyError, hasPermission, isTimedOut, LIMITS } from '@cozy/protocol';
import { audit, caseNumber } from '../state/audit.ts';
import { changeMembership } from '../state/membership.ts';
import { accessMember, tellMember } from '../state/moderation.ts';
import type { Handler } from './command.ts';

const DAY = 86_400_000;

export const timeoutMember: Handler<'member.timeout'> = async (context, input, grant) => {
  const { caller, actor, community, membership } = grant;
  const { community_id, user_id, reason, notify, communication_disabled_until: until } = input;
  const { user, target } = await accessMember(context, community, membership, user_id);
  if (until !== null) {
    const wait = Date.parse(until) - Date.now();
    if (!(wait > 0 && wait <= LIMITS.timeoutDays * DAY)) {
      const errors = {
        '/communication_disabled_until': `Must be a time within the next ${LIMITS.timeoutDays} days, or null.`,
      };
      throw new CozyError('INVALID_INPUT', { errors });
    }
    if (hasPermission(community.permissions(target), 'ADMINISTRATOR')) {
      throw new CozyError('FORBIDDEN', { message: 'Administrators cannot be timed out.' });
    }
  } else if (!isTimedOut(target)) {
    // There is nothing to end, and nothing to tell of.
    return { member: community.member(target, user) };
  }
  const entry = audit(context, {
    community_id,
    action: until === null ? 'MEMBER_TIMEOUT_REMOVE' : 'MEMBER_TIMEOUT',
    actor_id: actor.user.id,
    target_id: user_id,
    ...(reason && { reason }),
    ...(until !== null && { options: { expires_at: until } }),
  });
  const what = until === null ? 'can write again in' : `can only read, until ${until}, in`;
  const told = await tellMember(context, caller, notify, `${what} ${community.name}`, entry);
  const changed = await changeMembership(
    context,
    community,
    user,
    () => ({ communication_disabled_until: until ?? undefined }),
    () => [entry],
  );
  return { member: community.member(changed, user), ...(await caseNumber(context, entry)), ...told };
};
