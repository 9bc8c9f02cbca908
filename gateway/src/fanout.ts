import type { CommunityState, LogEvent } from '@cozy/core';
import { EVENTS, type EventData, INTENTS } from '@cozy/protocol';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import { joinCommunity } from './joinCommunity.ts';
import type { Room } from './room.ts';
import { isOpen } from './scoped.ts';
import type { Session } from './session.ts';
import { isFor } from './start.ts';

/**
 * Brings an event to the sessions of this node that may see it. Called for every event that this process follows, in
 * the order of the log, after the event was taken into the community's state.
 */
export function fanOut(hub: Hub, event: LogEvent, community: CommunityState | null, node: string): void {
  if (event.owner.kind === 'u') toUser(hub, event);
  else if (event.sequence === 0) ephemeral(hub, event, node);
  else if (community) {
    const room = hub.rooms.get(community.id);
    if (room) toRoom(hub, event, room);
  }
}

function toRoom(hub: Hub, event: LogEvent, room: Room): void {
  switch (event.name) {
    case 'COMMUNITY_DELETE':
      room.publishToAll(event, null);
      for (const session of [...room.sessions()]) hub.exit(session, room);
      return;
    case 'CHANNEL_CREATE': {
      const { id } = event.data<EventData<'CHANNEL_CREATE'>>();
      room.refresh(id);
      room.publishToAll(event, id);
      return;
    }
    case 'CHANNEL_UPDATE':
      room.refresh();
      room.publishToAll(event, event.data<EventData<'CHANNEL_UPDATE'>>().id);
      return;
    case 'CHANNEL_DELETE': {
      const { id } = event.data<EventData<'CHANNEL_DELETE'>>();
      room.publishToAll(event, id);
      room.refresh(id);
      return;
    }
    case 'COMMUNITY_UPDATE':
    case 'COMMUNITY_ROLE_CREATE':
    case 'COMMUNITY_ROLE_UPDATE':
    case 'COMMUNITY_ROLE_DELETE':
      room.publishToAll(event, null);
      room.refresh();
      return;
    case 'COMMUNITY_EMOJIS_UPDATE':
    case 'COMMUNITY_STICKERS_UPDATE':
      room.publishToAll(event, null);
      return;
    case 'COMMUNITY_MEMBER_ADD':
      room.refresh(null, room.installedBy(event.data<EventData<'COMMUNITY_MEMBER_ADD'>>().user.id));
      publishMember(room, event);
      room.noteMembers();
      hub.memberLists.memberEvent(event);
      return;
    case 'COMMUNITY_MEMBER_UPDATE': {
      const { user } = event.data<EventData<'COMMUNITY_MEMBER_UPDATE'>>();
      publishMember(room, event);
      const own = hub.byUser.get(user.id) ?? [];
      for (const session of own) {
        // Who may not know of other members knows of their own membership.
        if (room.community.kind || (!room.isPassive(session) && isOpen(event.name, scopesIn(room, session)))) continue;
        if (session.intents & INTENTS.COMMUNITY_MEMBERS) hub.dispatch(session, event);
      }
      room.refresh(null, [...own, ...room.installedBy(user.id)]);
      hub.memberLists.memberEvent(event);
      return;
    }
    case 'COMMUNITY_MEMBER_REMOVE': {
      // Who is removed sees nothing from this place on; COMMUNITY_DELETE on their own subject tells them.
      const { user_id } = event.data<EventData<'COMMUNITY_MEMBER_REMOVE'>>();
      for (const session of [...(hub.byUser.get(user_id) ?? [])]) hub.exit(session, room);
      hub.presences.forget(user_id, room.id);
      room.refresh(null, room.installedBy(user_id));
      publishMember(room, event);
      room.noteMembers();
      hub.memberLists.memberEvent(event);
      return;
    }
    case 'INSTALLATION_CREATE':
    case 'INSTALLATION_UPDATE':
    case 'INSTALLATION_DELETE':
      installation(hub, event, room);
      return;
    case 'DIRECT_UPDATE':
      hub.presences.show(event.data<EventData<'DIRECT_UPDATE'>>().user_id, room.id);
      return;
    case 'MESSAGE_CREATE':
      room.publish(event, event.channelId);
      room.noteMessage(event);
      return;
    case 'MESSAGE_DELETE':
    case 'MESSAGE_DELETE_BULK':
      room.publish(event, event.channelId);
      room.tellMentioned(event, event.data<EventData<'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK'>>());
      return;
    default:
      if (EVENTS[event.name].scope !== 'log') room.publish(event, event.channelId);
  }
}

// Everyone in a conversation knows who else is, also where they have it not in view.
function publishMember(room: Room, event: LogEvent): void {
  if (room.community.kind) room.publishToAll(event, null);
  else room.publish(event, null);
}

function installation(hub: Hub, event: LogEvent, room: Room): void {
  const { user_id } = event.data<EventData<'INSTALLATION_DELETE'>>();
  const own = () => hub.byUser.get(user_id) ?? [];
  room.refresh(null, own());
  room.publishToManagers(event, user_id);
  if (own().length === 0) return;
  // Until it is known here what who has installed it may do, the bot may do nothing.
  const { replica, logger } = hub.context;
  replica.membership(room.community, user_id).then(
    () => room.refresh(null, own()),
    (error: unknown) => {
      logger.warn({ error, community: room.id }, 'Who has installed a bot could not be read; it resumes');
      for (const session of own()) session.close(4000);
    },
  );
}

function scopesIn(room: Room, session: Session) {
  return room.view(session)?.scopes ?? null;
}

function ephemeral(hub: Hub, event: LogEvent, node: string): void {
  if (event.name === 'PRESENCE_UPDATE') hub.presences.receive(node, event);
  else hub.publishToView(`t/${event.channelId}`, event);
}

function toUser(hub: Hub, event: LogEvent): void {
  for (const session of hub.byUser.get(event.owner.id) ?? []) toSession(hub, session, event);
}

/**
 * Brings an event of an account to one of its sessions.
 *
 * @param placed false when the session's cursor has passed the event's place, so that it must not carry it.
 */
export function toSession(hub: Hub, session: Session, event: LogEvent, placed = true): void {
  if (!isFor(session, event)) return;
  switch (event.name) {
    case 'COMMUNITY_CREATE': {
      const { id } = event.data<EventData<'COMMUNITY_CREATE'>>();
      void joinCommunity(hub, session, id, placed ? event.place : null);
      return;
    }
    case 'COMMUNITY_DELETE': {
      const room = hub.rooms.get(event.data<EventData<'COMMUNITY_DELETE'>>().id);
      if (room) hub.exit(session, room);
      break;
    }
    case 'USER_UPDATE': {
      const { email: _email, privacy: _privacy, ...user } = event.data<EventData<'USER_UPDATE'>>();
      session.actor!.user = user;
      break;
    }
    case 'SESSION_DELETE': {
      if (session.actor!.sessionId !== event.data<EventData<'SESSION_DELETE'>>().id) break;
      session.close(4004);
      return;
    }
    default:
  }
  hub.dispatch(session, placed ? event : new MadeEvent(event.name, event.data()));
}
