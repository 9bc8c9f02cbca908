import { type CommunityState, type Context, markOf } from '@cozy/core';
import { compareIds, type EventData, effectiveNotifications, hasPermission, isNotified } from '@cozy/protocol';

type Message = EventData<'MESSAGE_CREATE'>;

/**
 * Of those who have a device to be told, those whom a message is news to: they see the channel, want to be told as
 * their notification settings say, and have not read so far. Who has the channel in view has read it by now.
 *
 * @param subscribed accounts with such a device.
 */
export async function recipientsOf(
  context: Context,
  community: CommunityState,
  message: Message,
  subscribed: ReadonlySet<string>,
): Promise<string[]> {
  const candidates = await candidatesFor(context, community, message, subscribed);
  if (candidates.length === 0) return [];
  const { database, replica } = context;
  const { community_id, channel_id } = message;
  const channel = community.channels.get(channel_id);
  const settings = await database.notifications
    .find({ _id: { $in: candidates.flatMap((id) => [`${id}:${community_id}`, `${id}:${channel_id}`]) } })
    .toArray();
  const settingsOf = new Map(settings.map((one) => [one._id, one]));
  const read = await alreadyRead(context, message, candidates);
  const wanting: string[] = [];
  for (const userId of candidates) {
    const membership = await replica.membership(community, userId);
    if (!membership || !channel || read.has(userId) || community.requestTo(userId)) continue;
    if (!hasPermission(community.permissions(membership, channel), 'VIEW_CHANNEL')) continue;
    const own = settingsOf.get(`${userId}:${channel_id}`);
    const effective = effectiveNotifications(own, settingsOf.get(`${userId}:${community_id}`), Date.now());
    const reader = { userId, roles: membership.roles, isConversation: community.kind !== undefined };
    if (isNotified(message, reader, effective)) wanting.push(userId);
  }
  return wanting;
}

/** Those among whom somebody may want to be told: what it takes to find them is asked of the database, and no more. */
async function candidatesFor(
  { database }: Context,
  community: CommunityState,
  message: Message,
  subscribed: ReadonlySet<string>,
): Promise<string[]> {
  const { community_id, author, mentions } = message;
  const found = new Set<string>(community.kind ? community.recipients.keys() : mentions);
  if (message.mention_everyone || message.mention_roles) {
    const among = { community_id, left: false, user_id: { $in: [...subscribed] } };
    for (const userId of await database.members.distinct('user_id', among)) found.add(userId);
  } else if (!community.kind) {
    for (const userId of await database.notifications.distinct('user_id', { community_id, level: 'all' })) {
      found.add(userId);
    }
  }
  return [...found].filter((id) => id !== author.id && subscribed.has(id));
}

async function alreadyRead(
  { database }: Context,
  { id, channel_id, thread_id }: Message,
  users: readonly string[],
): Promise<ReadonlySet<string>> {
  if (thread_id) {
    const follows = database.threadFollows.find({ _id: { $in: users.map((user) => `${user}:${thread_id}`) } });
    const past = (await follows.toArray()).filter(
      ({ last_read_id }) => last_read_id && compareIds(last_read_id, id) >= 0,
    );
    return new Set(past.map(({ user_id }) => user_id));
  }
  const states = await database.readStates
    .find({ _id: { $in: users.map((user) => `${user}:${channel_id}`) } })
    .toArray();
  return new Set(
    states.filter((state) => compareIds(markOf(state).last_message_id, id) >= 0).map(({ user_id }) => user_id),
  );
}
