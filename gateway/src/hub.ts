import type { TemplatedApp } from 'uWebSockets.js';
import { type CommunityState, type Context, RateLimits } from '@cozy/core';
import { Admission } from './admission.ts';
import { Flusher } from './flusher.ts';
import type { Outgoing } from './frames.ts';
import { MemberLists } from './memberLists.ts';
import { PassiveUpdates } from './passiveUpdates.ts';
import { Presences } from './presences.ts';
import { Room } from './room.ts';
import type { Session } from './session.ts';
import { Topic } from './topic.ts';
import { Turns } from './turns.ts';

/** Everything that the gateway's parts share on one node. */
export class Hub {
  readonly context: Context;
  readonly flusher: Flusher;
  readonly presences: Presences;
  readonly memberLists: MemberLists;
  readonly admission: Admission;
  /** In which sessions become live. */
  readonly turns = new Turns();
  /** Starts of sessions by bot. */
  readonly botStarts = new RateLimits();
  readonly #passiveUpdates: PassiveUpdates;
  /** All connections. */
  readonly sessions = new Set<Session>();
  /** Live sessions by account. */
  readonly byUser = new Map<string, Session[]>();
  /** Communities of which somebody is here. */
  readonly rooms = new Map<string, Room>();
  /** What sessions have in view besides communities: typing in a channel (`t/<id>`), presence in a community (`p/<id>`). */
  readonly #views = new Map<string, Topic>();
  /** Counts what passive sessions are to be told. */
  changes = 0;
  /** Monotonic milliseconds until which READY does not wait for the projection. */
  projectionLateUntil = 0;
  /** Set when the node is about to stop. */
  draining = false;

  constructor(app: TemplatedApp, context: Context) {
    this.context = context;
    this.flusher = new Flusher(app);
    this.admission = new Admission(context.settings.startsPerSecond);
    this.presences = new Presences(this);
    this.memberLists = new MemberLists(this);
    this.#passiveUpdates = new PassiveUpdates(this);
  }

  /**
   * Makes a session receive a community that it holds by `replica.hold`, from this moment on.
   *
   * @returns false when its account is not a member (any more): the hold is for the caller to release.
   */
  enter(session: Session, community: CommunityState): boolean {
    const membership = community.memberships.get(session.actor!.user.id);
    if (!membership || community.deleted) return false;
    let room = this.rooms.get(community.id);
    if (!room) {
      room = new Room(this, community);
      this.rooms.set(community.id, room);
      this.presences.ask(community.id);
    }
    room.enter(session, membership);
    return true;
  }

  /** Makes a session stop receiving a community, and lets go of it. */
  exit(session: Session, room: Room): void {
    const { id, community } = room;
    if (!session.rooms.includes(room)) return;
    session.resetView((name) => name === `p/${id}` || (name[0] === 't' && community.channels.has(name.slice(2))));
    this.memberLists.drop(session, id);
    room.exit(session);
    if (room.size === 0) {
      this.rooms.delete(id);
      this.presences.unfollow(id);
    }
    this.context.replica.release(id);
  }

  /** Registers a session that has become live under its account. */
  add(session: Session): void {
    const { id } = session.actor!.user;
    this.byUser.set(id, [...(this.byUser.get(id) ?? []), session]);
  }

  /** Forgets a connection that is closed. */
  remove(session: Session): void {
    this.sessions.delete(session);
    session.resetView();
    this.memberLists.drop(session);
    const left = session.rooms.map((room) => room.id);
    for (const room of [...session.rooms]) this.exit(session, room);
    const id = session.actor?.user.id;
    const ofUser = id ? this.byUser.get(id) : undefined;
    if (!id || !ofUser?.includes(session)) return;
    if (ofUser.length > 1) {
      this.byUser.set(
        id,
        ofUser.filter((other) => other !== session),
      );
    } else this.byUser.delete(id);
    this.presences.refreshLocal(id, left);
  }

  /** Sends an event to one session, after everything that was published before. */
  dispatch(session: Session, event: Outgoing): void {
    this.flusher.flush();
    session.sendEvent(event);
  }

  /** Makes a session receive a topic of its view. */
  view(session: Session, name: string): void {
    let topic = this.#views.get(name);
    if (!topic) {
      topic = new Topic();
      this.#views.set(name, topic);
    }
    session.view(name, topic);
  }

  /** Publishes an event to those who have something in view. */
  publishToView(name: string, event: Outgoing): void {
    const topic = this.#views.get(name);
    if (!topic) return;
    if (topic.size > 0) this.flusher.publish(topic, event);
    else this.#views.delete(name);
  }

  /** Stops everything; what was published is sent. */
  close(): void {
    this.#passiveUpdates.close();
    this.memberLists.close();
    this.presences.close();
    this.admission.close();
    this.flusher.flush();
  }
}
