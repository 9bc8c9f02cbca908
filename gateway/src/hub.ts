import type { TemplatedApp } from 'uWebSockets.js';
import type { Context, LogEvent } from '@cozy/core';
import { Audiences } from './audiences.ts';
import { Presences } from './presences.ts';
import type { Session } from './session.ts';

/** Everything that the gateway's parts share on one node. */
export class Hub {
  readonly app: TemplatedApp;
  readonly context: Context;
  readonly presences: Presences;
  /** All connections. */
  readonly sessions = new Set<Session>();
  /** Live and starting sessions by account. */
  readonly byUser = new Map<string, Set<Session>>();
  /** By community, for those that somebody here receives. */
  readonly audiences = new Map<string, Audiences>();
  /** Sessions that are being started: their live events wait in `backlog`. */
  readonly starting = new Set<Session>();
  /** Set when the node is about to stop. */
  draining = false;

  constructor(app: TemplatedApp, context: Context) {
    this.app = app;
    this.context = context;
    this.presences = new Presences(this);
  }

  /** Registers a session under its account, as soon as it is known. */
  addUserSession(session: Session): void {
    const id = session.actor!.user.id;
    const sessions = this.byUser.get(id);
    if (sessions) sessions.add(session);
    else this.byUser.set(id, new Set([session]));
  }

  /** Makes a session receive a community, which it holds by `replica.hold`. */
  enter(session: Session, communityId: string): void {
    const community = this.context.replica.peek(communityId);
    const membership = community?.memberships.get(session.actor!.user.id);
    if (!community || !membership) return;
    let audiences = this.audiences.get(communityId);
    if (!audiences) {
      audiences = new Audiences(this.app, community);
      this.audiences.set(communityId, audiences);
      this.presences.ask(communityId);
    }
    audiences.place(session, membership);
  }

  /** Makes a session stop receiving a community, and lets go of it. */
  exit(session: Session, communityId: string): void {
    const audiences = this.audiences.get(communityId);
    if (!session.memberships.has(communityId)) return;
    audiences?.remove(session);
    session.memberships.delete(communityId);
    session.resetView([`p/${communityId}`]);
    for (const channelId of audiences?.community.channels.keys() ?? []) session.resetView([`t/${channelId}`]);
    if (audiences?.empty) {
      this.audiences.delete(communityId);
      this.presences.unfollow(communityId);
    }
    this.context.replica.release(communityId);
  }

  /** Forgets a connection that is closed. */
  remove(session: Session): void {
    this.sessions.delete(session);
    this.starting.delete(session);
    for (const id of [...session.memberships.keys()]) this.exit(session, id);
    const id = session.actor?.user.id;
    const ofUser = id ? this.byUser.get(id) : undefined;
    if (!id || !ofUser?.delete(session)) return;
    if (ofUser.size === 0) this.byUser.delete(id);
    this.context.replica.releaseUser(id);
    this.presences.refreshLocal(id);
  }

  /** Puts a live event aside for the sessions that are being started and may need it. */
  defer(event: LogEvent): void {
    if (event.sequence === 0) return;
    const { kind, id } = event.owner;
    for (const session of this.starting) {
      const concerned = kind === 'u' ? session.actor?.user.id === id : session.replaying && session.memberships.has(id);
      if (concerned) session.backlog?.push(event);
    }
  }
}
