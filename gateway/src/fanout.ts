import type { CommunityState, LogEvent } from '@cozy/core';
import { EVENTS, type EventData } from '@cozy/protocol';
import { dispatchEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import { joinCommunity } from './joinCommunity.ts';
import { publish } from './publish.ts';
import type { Session } from './session.ts';

/**
 * Brings an event to the sessions of this node that may see it. Called for every event that this process follows, in
 * the order of the log, after the event was taken into the community's state.
 */
export function fanOut(hub: Hub, event: LogEvent, community: CommunityState | null, node: string): void {
  hub.defer(event);
  if (event.owner.kind === 'u') toUser(hub, event);
  else if (event.sequence === 0) ephemeral(hub, event, node);
  else if (community) toCommunity(hub, event, community);
}

function toCommunity(hub: Hub, event: LogEvent, community: CommunityState): void {
  const audiences = hub.audiences.get(community.id);
  if (!audiences) return;
  switch (event.name) {
    case 'COMMUNITY_DELETE':
      audiences.publish(event, null);
      for (const session of [...audiences.sessions]) hub.exit(session, community.id);
      return;
    case 'CHANNEL_CREATE': {
      const { id } = event.data<EventData<'CHANNEL_CREATE'>>();
      audiences.refresh(id);
      audiences.publish(event, id);
      return;
    }
    case 'CHANNEL_UPDATE':
      audiences.refresh();
      audiences.publish(event, event.data<EventData<'CHANNEL_UPDATE'>>().id);
      return;
    case 'CHANNEL_DELETE': {
      const { id } = event.data<EventData<'CHANNEL_DELETE'>>();
      audiences.publish(event, id);
      audiences.refresh(id);
      return;
    }
    case 'COMMUNITY_UPDATE':
    case 'COMMUNITY_ROLE_CREATE':
    case 'COMMUNITY_ROLE_UPDATE':
    case 'COMMUNITY_ROLE_DELETE':
      audiences.publish(event, null);
      audiences.refresh();
      return;
    case 'COMMUNITY_MEMBER_UPDATE': {
      audiences.publish(event, null);
      const { user } = event.data<EventData<'COMMUNITY_MEMBER_UPDATE'>>();
      audiences.refresh(null, hub.byUser.get(user.id) ?? []);
      return;
    }
    case 'COMMUNITY_MEMBER_REMOVE': {
      // Who is removed sees nothing from this place on; COMMUNITY_DELETE on their own subject tells them.
      const { user_id } = event.data<EventData<'COMMUNITY_MEMBER_REMOVE'>>();
      for (const session of [...(hub.byUser.get(user_id) ?? [])]) hub.exit(session, community.id);
      hub.presences.forget(user_id, community.id);
      audiences.publish(event, null);
      return;
    }
    default:
      if (EVENTS[event.name].scope !== 'log') audiences.publish(event, event.channelId);
  }
}

function ephemeral(hub: Hub, event: LogEvent, node: string): void {
  if (event.name === 'PRESENCE_UPDATE') hub.presences.receive(node, event.data<EventData<'PRESENCE_UPDATE'>>());
  else publish(hub.app, `t/${event.channelId}`, (encoding) => dispatchEvent(encoding, event));
}

function toUser(hub: Hub, event: LogEvent): void {
  for (const session of [...(hub.byUser.get(event.owner.id) ?? [])]) {
    if (session.state === 'live') toSession(hub, session, event);
  }
}

/** Brings an event of an account to one of its sessions, live or replayed. */
export function toSession(hub: Hub, session: Session, event: LogEvent): void {
  switch (event.name) {
    case 'COMMUNITY_CREATE':
      void joinCommunity(hub, session, event.data<EventData<'COMMUNITY_CREATE'>>().id, event.place);
      return;
    case 'COMMUNITY_DELETE':
      hub.exit(session, event.data<EventData<'COMMUNITY_DELETE'>>().id);
      break;
    case 'USER_UPDATE': {
      const { email: _private, ...user } = event.data<EventData<'USER_UPDATE'>>();
      session.actor!.user = user;
      hub.context.users.forget(user.id);
      break;
    }
    case 'SESSION_DELETE': {
      const { id } = event.data<EventData<'SESSION_DELETE'>>();
      hub.context.forgetSession(id);
      if (session.actor!.sessionId !== id) break;
      session.close(4004);
      return;
    }
    default:
  }
  session.sendBytes(dispatchEvent(session.encoding, event));
}
