import { type CommandOutput, CozyError, type User } from '@cozy/protocol';
import type { Caller } from '../commands/command.ts';
import type { Context } from '../context.ts';
import type { AuditEvent } from './audit.ts';
import type { CommunityState, Membership } from './communityState.ts';

/**
 * Refuses to act on someone who does not stand below. Who is not a member stands below all.
 *
 * @param membership of who acts.
 * @param target whom it is about; null when they are not a member.
 * @throws CozyError ROLE_HIERARCHY.
 */
export function assertBelowYou(community: CommunityState, membership: Membership, target: Membership | null): void {
  if (target && community.rank(target) >= community.rank(membership)) throw new CozyError('ROLE_HIERARCHY');
}

/**
 * Finds a member on whom one may act.
 *
 * @throws CozyError UNKNOWN_MEMBER, ROLE_HIERARCHY.
 */
export async function accessMember(
  { replica, users }: Context,
  community: CommunityState,
  membership: Membership,
  userId: string,
): Promise<{ user: User; target: Membership }> {
  const target = await replica.membership(community, userId);
  const user = (await users.publicOf([userId])).get(userId);
  if (!target || !user) throw new CozyError('UNKNOWN_MEMBER');
  assertBelowYou(community, membership, target);
  return { user, target };
}

/**
 * Writes to a member what was done and why, as the one who does it. It is sent before the act: who was removed may not be
 * reached any more. That it cannot be sent does not keep the act from being done.
 *
 * @param wanted whether it is to be done at all.
 * @param what was done, in the words that follow "You".
 * @param entry tells the message from others, so that a repeated act does not repeat it.
 */
export async function tellMember(
  context: Context,
  caller: Caller,
  wanted: boolean | undefined,
  what: string,
  { data: { id, target_id, reason } }: AuditEvent,
): Promise<{ notified?: boolean }> {
  if (!wanted) return {};
  try {
    const opened = await context.execute('direct.open', { user_id: target_id }, caller);
    const { community } = opened as CommandOutput<'direct.open'>;
    const content = `You ${what}.${reason ? `\n> ${reason}` : ''}`;
    await context.execute(
      'message.send',
      { channel_id: community.channels[0]?.id, content, nonce: `case:${id}` },
      caller,
    );
    return { notified: true };
  } catch (error) {
    if (!(error instanceof CozyError)) throw error;
    context.logger.info({ entry: id, result: error.code }, 'A member could not be told what was done to them');
    return { notified: false };
  }
}
