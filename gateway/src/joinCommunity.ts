import { CozyError, type Place } from '@cozy/protocol';
import type { Hub } from './hub.ts';
import { inShard } from './identify.ts';
import type { Session } from './session.ts';

/**
 * Gives a session a community that its account has joined: its present state as COMMUNITY_CREATE at the event's place,
 * then everything that happens there.
 *
 * @param id of the community.
 * @param place of COMMUNITY_CREATE on the account's own subject; null when the session's cursor has passed it.
 */
export async function joinCommunity(hub: Hub, session: Session, id: string, place: Place | null): Promise<void> {
  const { replica, logger } = hub.context;
  if (!inShard(session, id)) return;
  try {
    const held = session.memberships.has(id);
    const community = held ? await replica.community(id) : await replica.hold(id);
    const membership = await replica.membership(community, session.actor!.user.id);
    if (session.ended || !membership) {
      if (!held) replica.release(id);
      return;
    }
    session.dispatch('COMMUNITY_CREATE', community.snapshot(membership, session.actor!.user), place);
    hub.enter(session, id);
    hub.presences.announce(session.actor!.user.id, id);
  } catch (error) {
    // Left or deleted again meanwhile.
    if (error instanceof CozyError && error.code === 'UNKNOWN_COMMUNITY') return;
    logger.warn({ error, community: id }, 'A joined community could not be shown; the session resumes');
    session.close(4000);
  }
}
