import { isDatabaseUnavailable, type Owner, partitionOf } from '@cozy/core';
import { type ClientFrameData, CozyError, compareIds, type Op, type ReadState } from '@cozy/protocol';
import { toSession } from './fanout.ts';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import type { Session } from './session.ts';
import { abandon, enter, prepare, type Start } from './start.ts';

/** Milliseconds that READY waits for the projection, so that read states are those that the client has seen. */
const PROJECTION_WAIT = 2_000;
/** Milliseconds for which nobody waits once somebody has waited in vain: no worker runs, or it has much to catch up with. */
const PROJECTION_LATE = 5_000;

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
  const [user, read_states] = await Promise.all([context.users.load(id), readStates(hub, id, start)]);
  await hub.turns.next();
  if (session.ended) return false;

  // From here to the end nothing else runs: the snapshot and the live events meet without a gap.
  hub.flusher.flush();
  if (!enter(hub, session, start)) return false;
  const { tail } = context.replica;
  const communities = session.rooms.map(({ community }) =>
    community.snapshot(community.memberships.get(id)!, session.actor!.user),
  );
  const visible = new Set(communities.flatMap(({ channels }) => channels.map((channel) => channel.id)));
  const { username, display_name, hue, bio, bot, home, email = null } = user;
  const ready = new MadeEvent('READY', {
    v: 1,
    connection_id: session.id,
    user: { id, username, display_name, hue, bio, bot, home, email },
    communities: communities.sort((a, b) => (a.member.joined_at < b.member.joined_at ? -1 : 1)),
    // How far one had read a channel, and who named one there, is not told of channels that are hidden now.
    read_states: read_states.filter(({ channel_id }) => visible.has(channel_id)),
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

async function readStates(hub: Hub, userId: string, start: Start): Promise<ReadState[]> {
  const { loaders } = hub.context;
  if (performance.now() >= hub.projectionLateUntil) await waitForProjection(hub, userId, start);
  const [marks, mentions] = await Promise.all([loaders.readStates.load(userId), loaders.mentions.load(userId)]);
  const states = new Map<string, ReadState>();
  for (const { channel_id, last_message_id } of marks) {
    states.set(channel_id, { channel_id, last_message_id, mention_count: 0 });
  }
  for (const { channel_id, message_id } of mentions) {
    const state = states.get(channel_id);
    if (!state) states.set(channel_id, { channel_id, last_message_id: '10000000000000000', mention_count: 1 });
    else if (compareIds(message_id, state.last_message_id) > 0) state.mention_count += 1;
  }
  return [...states.values()];
}

// Marks come from the account's partition, mentions from those of its communities.
async function waitForProjection(hub: Hub, userId: string, { communities }: Start): Promise<void> {
  const { replica, log, progress, logger } = hub.context;
  const partitions = new Set(ownersOf(userId, communities).map(({ id }) => partitionOf(id, log.partitions)));
  try {
    await Promise.all(
      [...partitions].map((partition) => progress.reach(partition, replica.tail.position(partition), PROJECTION_WAIT)),
    );
  } catch (error) {
    // Better a mark that is a moment old than no READY; the events that follow set it right.
    if (!(error instanceof CozyError) && !isDatabaseUnavailable(error)) throw error;
    logger.warn({ error }, 'READY does not wait for the projection for a while');
    hub.projectionLateUntil = performance.now() + PROJECTION_LATE;
  }
}
