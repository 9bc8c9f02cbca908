import { readState } from '@cozy/core';
import {
  type Cursors,
  dropMention,
  type EventData,
  type Reading,
  type ReadState,
  takeMention,
  takeOwnMessage,
  takeReadState,
} from '@cozy/protocol';
import type { Hub } from './hub.ts';
import type { Session } from './session.ts';

type Told = EventData<'MESSAGE_CREATE'> | EventData<'MESSAGE_DELETE'> | EventData<'MESSAGE_DELETE_BULK'>;

/**
 * Takes what was said since a place into read states that were read from the database meanwhile. READY's cursors lie
 * beyond it, so no event will tell of it; what the database had already changes nothing. Mentions of roles and everyone
 * are not among it: they are added from memory.
 *
 * @param session that has entered its communities.
 * @param since places that lie before the reading.
 */
export function takeRecent(hub: Hub, session: Session, states: readonly ReadState[], since: Cursors): ReadState[] {
  const { recent } = hub.context.replica.tail;
  const userId = session.actor!.user.id;
  const readings = new Map<string, Reading>(
    states.map((state) => [state.channel_id, takeReadState(undefined, state)] as const),
  );
  for (const { id, partition } of session.rooms) {
    for (const event of recent.since(partition, since[String(partition)] ?? 0, [{ kind: 'c', id }]) ?? []) {
      if (!event.name.startsWith('MESSAGE_')) continue;
      const told = event.data<Told>();
      const known = readings.get(told.channel_id);
      const reading = read(known, event.name, told, userId);
      if (reading && reading !== known) readings.set(told.channel_id, reading);
    }
  }
  return [...readings].map(([channelId, { mentions, older, ...mark }]) => {
    const state = readState(channelId, mark, mentions);
    return { ...state, mention_count: state.mention_count + older };
  });
}

function read(known: Reading | undefined, name: string, told: Told, userId: string): Reading | undefined {
  if (name === 'MESSAGE_CREATE') {
    const { id, author, mentions, thread_id } = told as EventData<'MESSAGE_CREATE'>;
    if (thread_id) return known;
    if (author.id === userId) return author.bot ? known : takeOwnMessage(known, id);
    return mentions.includes(userId) ? takeMention(known, id) : known;
  }
  if (!known || !(name === 'MESSAGE_DELETE' || name === 'MESSAGE_DELETE_BULK')) return known;
  const ids = 'ids' in told ? told.ids : [told.id];
  return ids.reduce(dropMention, known);
}
