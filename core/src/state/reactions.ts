import type { Channel, EventData } from '@cozy/protocol';
import type { Context } from '../context.ts';

type Reaction = EventData<'MESSAGE_REACTION_ADD'>;

/** The id of a reaction in the projection. */
export function reactionId(messageId: string, emoji: string, userId: string): string {
  return `${messageId}:${emoji}:${userId}`;
}

/**
 * Adds or takes back a reaction, unless that is how it stands already: then nothing is announced, so that who counts
 * events counts right. Two requests that start from the same state, such as a double click, are one event, because the
 * event's id names that state.
 *
 * @param present true to add, false to take back.
 */
export async function setReaction(
  { database, log, replica }: Context,
  channel: Channel,
  { message_id, emoji, user_id }: Pick<Reaction, 'message_id' | 'emoji' | 'user_id'>,
  present: boolean,
): Promise<void> {
  const id = reactionId(message_id, emoji, user_id);
  let state = replica.recentReactions.get(id);
  if (!state) {
    const stored = await database.reactions.findOne({ _id: id });
    state = { present: stored !== null && !stored.removed, sequence: stored?.sequence ?? 0 };
  }
  if (state.present === present) return;
  const { place } = await log.append(
    {
      owner: { kind: 'c', id: channel.community_id },
      channelId: channel.id,
      name: present ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
      data: { community_id: channel.community_id, channel_id: channel.id, message_id, user_id, emoji },
    },
    `reaction:${id}:${state.sequence}:${present}`,
  );
  const known = replica.recentReactions.get(id);
  if (!known || known.sequence < place[1]) replica.recentReactions.set(id, { present, sequence: place[1] });
}
