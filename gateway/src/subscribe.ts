import { type Cursors, INTENTS, type Subscription } from '@cozy/protocol';
import { MadeEvent, type Outgoing } from './frames.ts';
import type { Hub } from './hub.ts';
import { passiveUpdate } from './passiveUpdates.ts';
import { isOpen } from './scoped.ts';
import type { Session } from './session.ts';

/**
 * Does what Subscribe asks for. Only what the session may see is followed; the rest of a list is passed over, since a
 * view may be a moment old.
 */
export function subscribe(
  hub: Hub,
  session: Session,
  { communities, channels, members = [], presences = [] }: Subscription,
): void {
  const before = session.resetView();
  if (session.passive) seat(hub, session, new Set(communities));
  else if (session.intents & INTENTS.COMMUNITY_PRESENCES) {
    const wanted = new Set(communities);
    for (const [i, { id }] of session.rooms.entries()) {
      if (wanted.has(id) && isOpen('PRESENCE_UPDATE', session.views[i]!.scopes)) hub.view(session, `p/${id}`);
    }
  }
  if (session.intents & INTENTS.COMMUNITY_MESSAGE_TYPING) {
    for (const id of channels) if (hearsTyping(session, id)) hub.view(session, `t/${id}`);
  }
  hub.memberLists.view(session, members);
  if (session.intents & INTENTS.COMMUNITY_PRESENCES) showPresences(hub, session, presences, before);
}

function hearsTyping({ rooms, views }: Session, channelId: string): boolean {
  return views.some(({ channels, scopes }, i) => {
    return channels.has(channelId) && isOpen('TYPING_START', scopes, rooms[i]!.community.channels.get(channelId)?.type);
  });
}

// Who is here is told at once of those conversations that were not in view before.
function showPresences(hub: Hub, session: Session, ids: readonly string[], before: ReadonlySet<string>): void {
  const wanted = new Set(ids);
  hub.flusher.flush();
  for (const { id, community } of session.rooms) {
    if (!wanted.has(id) || !community.kind) continue;
    hub.view(session, `p/${id}`);
    if (before.has(`p/${id}`)) continue;
    for (const presence of hub.presences.present(id, community.recipients.keys())) {
      session.dispatch('PRESENCE_UPDATE', { community_id: id, ...presence });
    }
  }
}

// A passive session is sent in full what it has in view, from this moment on.
function seat(hub: Hub, session: Session, inView: ReadonlySet<string>): void {
  hub.flusher.flush();
  const { replica } = hub.context;
  const cursors: Cursors = {};
  const communities: string[] = [];
  const told: Outgoing[] = [];
  for (const [i, room] of session.rooms.entries()) {
    if (!inView.has(room.id)) {
      room.unseat(session);
      continue;
    }
    communities.push(room.id);
    cursors[String(room.partition)] = replica.tail.position(room.partition);
    if (room.isSeated(session)) continue;
    // What it was to be told in a moment, it is told now: from here on it is taken for known.
    if (room.changed > session.told) told.push(passiveUpdate(room, session.views[i]!, session.told));
    room.seat(session);
  }
  for (const event of [...told, new MadeEvent('SUBSCRIBED', { communities, cursors })]) session.sendEvent(event);
}
