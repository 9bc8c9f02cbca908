import { type Context, changeMembership, publicUser } from '@cozy/core';
import { CozyError } from '@cozy/protocol';

/**
 * Tells the communities of someone who has changed their profile, by a COMMUNITY_MEMBER_UPDATE of each membership.
 * Repeating it announces the same again.
 */
export async function announceProfile(context: Context, userId: string): Promise<void> {
  const { database, replica } = context;
  const document = await database.users.findOne({ _id: userId }).lean();
  if (!document) return;
  const memberships = await database.members.find({ user_id: userId, left: false }).lean();
  for (const { community_id } of memberships) {
    try {
      await changeMembership(context, await replica.community(community_id), publicUser(document), () => ({}));
    } catch (error) {
      // They have left, or the community is gone: nobody is there to be told.
      const gone = error instanceof CozyError && ['UNKNOWN_MEMBER', 'UNKNOWN_COMMUNITY'].includes(error.code);
      if (!gone) throw error;
    }
  }
}
