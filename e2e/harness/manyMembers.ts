import { type MemberDocument, memberNames, type UserDocument } from '@cozy/core';
import { snowflakes, type User } from '@cozy/protocol';
import { MongoClient } from 'mongodb';

/** The id's part for the process that made it; nodes take theirs from 0 on. */
const WORKER = 1000;
const HUES = 360;
/** Documents of one insert. */
const BATCH = 1_000;

/**
 * Makes people members of a community by writing what registering and joining write, but for password and events: a
 * thousand hashes take a minute. Nodes count members when they first need a community, so it is to be done before.
 *
 * @param mongodbUri the cluster's database.
 * @param nameOf the display name of each, by its number from 0.
 */
export async function writeMembers(
  mongodbUri: string,
  communityId: string,
  count: number,
  nameOf: (index: number) => string,
): Promise<void> {
  const nextId = snowflakes(WORKER);
  const at = new Date().toISOString();
  const users: User[] = Array.from({ length: count }, (_, i) => {
    const id = nextId();
    return { id, username: `many_${id}`, display_name: nameOf(i), hue: i % HUES, bio: '', bot: false, home: null };
  });
  const userDocuments = users.map(
    ({ id, ...user }): UserDocument => ({
      _id: id,
      ...user,
      email: `${user.username}@example.org`,
      created_at: at,
      rev: 1,
      outbox: [],
    }),
  );
  const memberDocuments = users.map(
    (user): MemberDocument => ({
      _id: `${communityId}:${user.id}`,
      community_id: communityId,
      user_id: user.id,
      nick: null,
      roles: [],
      joined_at: at,
      left: false,
      names: memberNames(user, null),
      rev: 1,
      outbox: [],
    }),
  );
  const mongo = await MongoClient.connect(mongodbUri);
  try {
    const database = mongo.db('cozy');
    for (let i = 0; i < count; i += BATCH) {
      await database.collection<UserDocument>('users').insertMany(userDocuments.slice(i, i + BATCH));
      await database.collection<MemberDocument>('members').insertMany(memberDocuments.slice(i, i + BATCH));
    }
  } finally {
    await mongo.close();
  }
}
