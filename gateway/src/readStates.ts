import { addWideMentions, isDatabaseUnavailable, loadReadStates, partitionOf } from '@cozy/core';
import { CozyError, NOTHING_READ, type ReadState } from '@cozy/protocol';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import type { Session } from './session.ts';

/** Milliseconds to wait for the projection, so that read states are those that the client has seen. */
const PROJECTION_WAIT = 2_000;
/** Milliseconds for which nobody waits once somebody has waited in vain: no worker runs, or it has much to catch up with. */
const PROJECTION_LATE = 5_000;

/**
 * How far an account has read all channels, also those that it does not see now; without mentions of roles and everyone,
 * which are added from memory.
 *
 * @param communities in which something may have been said or read a moment ago.
 * @throws CozyError, or the database's error, when it is away.
 */
export async function currentReadStates(
  hub: Hub,
  userId: string,
  communities: readonly { id: string }[],
): Promise<ReadState[]> {
  if (performance.now() >= hub.projectionLateUntil) await waitForProjection(hub, userId, communities);
  return await loadReadStates(hub.context.loaders, userId);
}

// Marks come from the account's partition, mentions from those of its communities.
async function waitForProjection(hub: Hub, userId: string, communities: readonly { id: string }[]): Promise<void> {
  const { replica, log, progress, logger } = hub.context;
  const partitions = new Set([userId, ...communities.map(({ id }) => id)].map((id) => partitionOf(id, log.partitions)));
  try {
    await Promise.all(
      [...partitions].map((partition) => progress.reach(partition, replica.tail.position(partition), PROJECTION_WAIT)),
    );
  } catch (error) {
    // Better a mark that is a moment old than none; the events that follow set it right.
    if (!(error instanceof CozyError) && !isDatabaseUnavailable(error)) throw error;
    logger.warn({ error }, 'Read states are told without waiting for the projection for a while');
    hub.projectionLateUntil = performance.now() + PROJECTION_LATE;
  }
}

/**
 * Tells a session how far its account has read channels that it has just come to see, if it has [GW-73]: READY leaves out
 * what is hidden, and passive sessions are not told of mentions there.
 */
export async function tellReadStates(hub: Hub, session: Session, communityId: string, channelIds: readonly string[]) {
  const { user, kind } = session.actor!;
  if (channelIds.length === 0 || kind === 'bot') return;
  const wanted = new Set(channelIds);
  try {
    const states = await currentReadStates(hub, user.id, [{ id: communityId }]);
    const community = hub.context.replica.peek(communityId);
    const membership = community?.memberships.get(user.id);
    if (community && membership) addWideMentions(states, community, membership);
    for (const state of states) {
      if (!wanted.has(state.channel_id) || session.ended) continue;
      if (!session.views.some(({ channels }) => channels.has(state.channel_id))) continue;
      hub.dispatch(session, new MadeEvent('READ_STATE_UPDATE', { ...state, epoch: state.epoch ?? NOTHING_READ }));
    }
  } catch (error) {
    hub.context.logger.warn({ error, community: communityId }, 'Read states could not be told; the session resumes');
    session.close(4000);
  }
}
