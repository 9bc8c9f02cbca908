import { type Context, changeMembership, publicUser, relationshipOf } from '@cozy/core';
import { CozyError, type User } from '@cozy/protocol';

/**
 * Tells the communities of someone who has changed their profile, by a COMMUNITY_MEMBER_UPDATE of each membership,
 * and those to whom they are something, by RELATIONSHIP_UPDATE. Repeating it announces the same again.
 */
export async function announceProfile(context: Context, userId: string): Promise<void> {
  const { database, replica } = context;
  const document = await database.users.findOne({ _id: userId }).lean();
  if (!document) return;
  await announceToFriends(context, publicUser(document));
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

async function announceToFriends({ database, outbox }: Context, user: User): Promise<void> {
  for (const pair of await database.relationships.find({ users: user.id }).lean()) {
    const owner = { kind: 'u', id: pair.users.find((id) => id !== user.id)! } as const;
    const data = relationshipOf(pair, owner.id, user);
    // Where it was changed meanwhile, its own event carries the profile as it is.
    if (data) {
      await outbox.commit(database.relationships, { _id: pair._id, rev: pair.rev }, {}, [
        { owner, name: 'RELATIONSHIP_UPDATE', data },
      ]);
    }
  }
}
