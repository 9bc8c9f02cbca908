import { CozyError } from '@cozy/protocol';
import { audit, changesOf } from '../state/audit.ts';
import { changeMembership } from '../state/membership.ts';
import { assertBelowYou } from '../state/moderation.ts';
import { requirePermissions } from './authorize.ts';
import type { Handler } from './command.ts';

export const updateMember: Handler<'member.update'> = async (context, input, grant) => {
  const { actor, community, membership, permissions } = grant;
  const { community_id, user_id, nick, reason } = input;
  const isSelf = user_id === actor.user.id;
  requirePermissions(permissions, [isSelf ? 'CHANGE_NICKNAME' : 'MANAGE_NICKNAMES']);
  const target = await context.replica.membership(community, user_id);
  const user = (await context.users.publicOf([user_id])).get(user_id);
  if (!target || !user) throw new CozyError('UNKNOWN_MEMBER');
  if (!isSelf) assertBelowYou(community, membership, target);
  const changed = await changeMembership(
    context,
    community,
    user,
    () => ({ nick }),
    (before) => [
      audit(context, {
        community_id,
        action: 'MEMBER_UPDATE',
        actor_id: actor.user.id,
        target_id: user_id,
        ...(reason && { reason }),
        changes: changesOf({ nick: before.nick }, { nick }, ['nick']),
      }),
    ],
  );
  return { member: community.member(changed, user) };
};
