import { CozyError } from '@cozy/protocol';
import { audit, caseNumber } from '../state/audit.ts';
import { ban } from '../state/bans.ts';
import { assertBelowYou, tellMember } from '../state/moderation.ts';
import type { Handler } from './command.ts';

export const banMember: Handler<'member.ban'> = async (context, input, { caller, actor, community, membership }) => {
  const { community_id, user_id, reason, notify, duration, delete_message_seconds } = input;
  const user = (await context.users.publicOf([user_id])).get(user_id);
  if (!user) throw new CozyError('UNKNOWN_USER');
  const target = await context.replica.membership(community, user_id);
  assertBelowYou(community, membership, target);
  const now = Date.now();
  const ends = duration === undefined ? {} : { expires_at: new Date(now + duration * 1000).toISOString() };
  const actor_id = actor.user.id;
  const entry = audit(context, {
    community_id,
    action: 'MEMBER_BAN_ADD',
    actor_id,
    target_id: user_id,
    ...(reason && { reason }),
    // Their messages are deleted by who reads this, so that a crash after the ban leaves none behind.
    options: { ...ends, ...(delete_message_seconds && { delete_message_seconds }) },
  });
  const what = `were banned from ${community.name}${ends.expires_at ? ` until ${ends.expires_at}` : ''}`;
  const told = await tellMember(context, caller, notify && target !== null, what, entry);
  const made = { actor_id, created_at: new Date(now).toISOString(), ...(reason && { reason }), ...ends };
  await ban(context, community_id, user, made, entry);
  return { ...(await caseNumber(context, entry)), ...told };
};
