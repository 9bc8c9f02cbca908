import { type Context, type MemberDocument, type MessageDocument, memberNames, messageKey } from '@cozy/core';
import type { Collection } from 'mongodb';
import { insertNew } from './insertNew.ts';

/** Documents that are changed at once. */
const PAGE = 2_000;
/** Where messages were kept by their ids, before they were kept by their places. */
const OLD_MESSAGES = 'messages';

/** A message as it was kept there. */
type OldMessage = Omit<MessageDocument, 'id' | 'reacted'>;

/**
 * Brings documents that older versions have written into the shape that this one reads. Where there are none it costs a
 * look at the memberships. It may be repeated, and done by several workers at once. Nothing may be projected before.
 */
export async function upgrade(context: Context): Promise<void> {
  const { connection } = context.database;
  const names = (await connection.listCollections()).map(({ name }) => name);
  if (names.includes(OLD_MESSAGES)) {
    await moveMessages(context, connection.collection(OLD_MESSAGES) as unknown as Collection<OldMessage>);
  }
  await nameMembers(context);
}

async function moveMessages({ database, logger }: Context, old: Collection<OldMessage>): Promise<void> {
  let moved = 0;
  for (;;) {
    const page = await old.find().limit(PAGE).toArray();
    if (page.length === 0) break;
    const ids = page.map(({ _id }) => _id);
    const reacted = new Set(await database.reactions.distinct('message_id', { message_id: { $in: ids } }));
    const documents = page.map(({ _id: id, ...fields }) => ({
      ...fields,
      _id: messageKey(fields.channel_id, fields.sequence),
      id,
      reacted: reacted.has(id),
    }));
    await insertNew(database.messages, documents);
    await old.deleteMany({ _id: { $in: ids } });
    moved += page.length;
  }
  await old.drop();
  logger.info({ moved }, 'Messages are now kept by their places');
}

async function nameMembers({ database, logger }: Context): Promise<void> {
  const { members, users } = database;
  const without = { names: { $exists: false } };
  let named = 0;
  for (;;) {
    const page = await members.find(without, { user_id: 1, nick: 1, left: 1 }).limit(PAGE).lean<MemberDocument[]>();
    if (page.length === 0) break;
    const found = await users.find({ _id: { $in: page.map(({ user_id }) => user_id) } }).lean();
    const byId = new Map(found.map((user) => [user._id, user]));
    // Someone who changes meanwhile has names already then, and keeps them.
    const updates = page.map(({ _id, user_id, nick, left }) => {
      const user = byId.get(user_id);
      const names = user && !left ? memberNames(user, nick) : [];
      return { updateOne: { filter: { _id, ...without }, update: { $set: { names } } } };
    });
    await members.collection.bulkWrite(updates as never, { ordered: false });
    named += page.length;
  }
  if (named > 0) logger.info({ named }, 'Memberships can now be found by their names');
}
