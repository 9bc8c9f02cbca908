import { CozyError, type Place } from '@cozy/protocol';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import { tellReadStates } from './readStates.ts';
import type { Session } from './session.ts';
import { receives } from './start.ts';

/**
 * Gives a session a community that its account has joined: its present state as COMMUNITY_CREATE at the event's place,
 * then everything that happens there.
 *
 * @param id of the community.
 * @param place of COMMUNITY_CREATE on the account's own subject; null when the session's cursor has passed it.
 */
export async function joinCommunity(hub: Hub, session: Session, id: string, place: Place | null): Promise<void> {
  const { replica, logger } = hub.context;
  if (!receives(session, id)) return;
  try {
    const community = await replica.hold(id);
    let entered = false;
    try {
      // The account's partition may be ahead of the community's, where the joining itself stands. What lies before that
      // is not for the one who joins.
      if (!(await replica.reachedEnd(id))) throw new CozyError('UNAVAILABLE');
      const membership = await replica.membership(community, session.actor!.user.id);
      if (session.ended || !membership) return;
      hub.flusher.flush();
      // While the community was loaded, later events of the partition may have been sent: below them a client would
      // take this place for a repeat.
      const overtaken = place !== null && replica.tail.position(place[0]) > place[1];
      const snapshot = community.snapshot(membership, session.actor!.user);
      session.sendEvent(new MadeEvent('COMMUNITY_CREATE', snapshot, overtaken ? null : place));
      // A session holds a community once, however often it is told of it.
      entered = !session.isIn(id) && hub.enter(session, community);
      hub.presences.announce(session.actor!.user.id, id);
      // Who comes back has read here before.
      void tellReadStates(hub, session, id, community.visibleChannels(membership));
    } finally {
      if (!entered) replica.release(id);
    }
  } catch (error) {
    // Left or deleted again meanwhile.
    if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return;
    logger.warn({ error, community: id }, 'A joined community could not be shown; the session resumes');
    session.close(4000);
  }
}
