import { type Context, keysOfChannel } from '@cozy/core';

type Database = Context['database'];

/** Removes everything that the projection holds of channels. Repeating it changes nothing. */
export async function clearChannels(database: Database, ids: readonly string[]): Promise<void> {
  const {
    messages,
    reactions,
    channelHeads,
    readStates,
    pins,
    pollVotes,
    mentions,
    wideMentions,
    attachments,
    threadFollows,
    drafts,
    notifications,
  } = database;
  const inChannels = { channel_id: { $in: [...ids] } };
  for (const id of ids) {
    // The threads first: they are found by the messages that began them.
    const begun = messages.find({ _id: keysOfChannel(id), thread: { $exists: true } }, { projection: { id: 1 } });
    for await (const { id: threadId } of begun) {
      await messages.deleteMany({ _id: keysOfChannel(threadId) });
      await mentions.deleteMany({ channel_id: threadId });
    }
    await messages.deleteMany({ _id: keysOfChannel(id) });
  }
  await reactions.deleteMany(inChannels);
  await readStates.deleteMany(inChannels);
  await mentions.deleteMany(inChannels);
  await wideMentions.deleteMany(inChannels);
  await drafts.deleteMany(inChannels);
  await notifications.deleteMany(inChannels);
  await pins.deleteMany(inChannels);
  await pollVotes.deleteMany(inChannels);
  await attachments.updateMany(inChannels, { $set: { deleted: true } });
  await threadFollows.deleteMany(inChannels);
  await channelHeads.deleteMany({ _id: { $in: [...ids] } });
}

/** Removes what belonged to a deleted community. Repeating it changes nothing. */
export async function clearCommunity({ database, storage }: Context, id: string): Promise<void> {
  const { communities, members, invites, joinRequests, auditLog, cases } = database;
  const community = await communities.findOne({ _id: id }).lean();
  await clearChannels(database, community?.channels.map((channel) => channel.id) ?? []);
  for (const one of [...(community?.emojis ?? []), ...(community?.stickers ?? [])]) await storage.removeAll(one.id);
  await members.updateMany({ community_id: id, left: false }, { $set: { left: true, names: [] } });
  await invites.updateMany({ community_id: id }, { $set: { revoked: true } });
  await joinRequests.deleteMany({ community_id: id });
  await auditLog.deleteMany({ community_id: id });
  await cases.deleteMany({ community_id: id });
}
