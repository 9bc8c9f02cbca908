import { addWideMentions, loadNotifications, type Owner, partitionOf, relationshipsOf, selfUser } from '@cozy/core';
import type { ClientFrameData, Op } from '@cozy/protocol';
import { toSession } from './fanout.ts';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import { currentReadStates } from './readStates.ts';
import { takeRecent } from './recentReads.ts';
import type { Session } from './session.ts';
import { abandon, enter, prepare, type Start } from './start.ts';

/**
 * Answers Identify with READY and makes the session live.
 *
 * @returns whether it is.
 * @throws CozyError that may be retried.
 */
export async function identify(
  hub: Hub,
  session: Session,
  options: ClientFrameData<typeof Op.Identify>,
): Promise<boolean> {
  const start = await prepare(hub, session, options);
  if (!start) return false;
  try {
    return await greet(hub, session, start);
  } finally {
    abandon(hub, start);
  }
}

async function greet(hub: Hub, session: Session, start: Start): Promise<boolean> {
  const { context } = hub;
  const { id } = session.actor!.user;
  const since = context.replica.tail.positions();
  const [user, known_states, relationships, notification_settings] = await Promise.all([
    context.users.load(id),
    currentReadStates(hub, id, start.communities),
    context.loaders.relationships.load(id).then((documents) => relationshipsOf(context, id, documents)),
    loadNotifications(context.loaders, id),
  ]);
  await hub.turns.next();
  if (session.ended) return false;

  // From here to the end nothing else runs: the snapshot and the live events meet without a gap.
  hub.flusher.flush();
  if (!enter(hub, session, start)) return false;
  const { tail } = context.replica;
  const communities = session.rooms.map(({ community }) =>
    community.snapshot(community.memberships.get(id)!, session.actor!.user),
  );
  const read_states = takeRecent(hub, session, known_states, since);
  for (const { community } of session.rooms) addWideMentions(read_states, community, community.memberships.get(id)!);
  const visible = new Set(communities.flatMap(({ channels }) => channels.map((channel) => channel.id)));
  const ready = new MadeEvent('READY', {
    v: 1,
    connection_id: session.id,
    user: selfUser(user),
    communities: communities.sort((a, b) => (a.member.joined_at < b.member.joined_at ? -1 : 1)),
    // How far one had read a channel, and who named one there, is not told of channels that are hidden now.
    read_states: read_states.filter(({ channel_id }) => visible.has(channel_id)),
    ...(relationships.length > 0 && { relationships }),
    ...(notification_settings.length > 0 && { notification_settings }),
    cursors: tail.positions(),
    instance: { name: context.settings.name, domain: context.settings.domain },
  });
  session.sendEvent(ready);
  // The account was read while its own events went on. READY's cursors have passed their places, so they have none.
  const own = tail.recent.since(partitionOf(id, context.log.partitions), start.since, [{ kind: 'u', id }]) ?? [];
  for (const event of own) toSession(hub, session, event, false);
  hub.presences.arrive(session);
  return true;
}

/** Whose events a session is told: its account's and its communities'. */
export function ownersOf(userId: string, communities: readonly { id: string }[]): Owner[] {
  return [{ kind: 'u', id: userId }, ...communities.map(({ id }) => ({ kind: 'c' as const, id }))];
}
