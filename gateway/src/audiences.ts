import type { TemplatedApp } from 'uWebSockets.js';
import type { CommunityState, LogEvent, Membership } from '@cozy/core';
import { type Encoding, EVENTS, type EventName, INTENTS } from '@cozy/protocol';
import { dispatchEvent } from './frames.ts';
import { publish } from './publish.ts';
import type { Session } from './session.ts';

/** Sessions that may see the same channels of a community and want the same events: they share a topic. */
interface Audience {
  key: string;
  topic: string;
  channels: ReadonlySet<string>;
  intents: number;
  sessions: Set<Session>;
}

/**
 * The audiences of one community on this node. Who may see what is worked out when roles or channels change; an event
 * is encoded once and handed to one native publish for each audience and encoding.
 */
export class Audiences {
  readonly community: CommunityState;
  readonly #app: TemplatedApp;
  readonly #byKey = new Map<string, Audience>();
  readonly #bySession = new Map<Session, Audience>();
  #topics = 0;

  constructor(app: TemplatedApp, community: CommunityState) {
    this.#app = app;
    this.community = community;
  }

  /** Sessions that receive this community. */
  get sessions(): IterableIterator<Session> {
    return this.#bySession.keys();
  }

  /** How many audiences there are. */
  get count(): number {
    return this.#byKey.size;
  }

  /** Whether nobody is left. */
  get empty(): boolean {
    return this.#bySession.size === 0;
  }

  /** Adds a session to the audience that its membership belongs to, or moves it there. */
  place(session: Session, membership: Membership): void {
    session.memberships.set(this.community.id, membership);
    this.#move(session, this.community.visibleChannels(membership));
  }

  /** Takes a session out. */
  remove(session: Session): void {
    session.memberships.delete(this.community.id);
    this.#leave(session);
  }

  /** Whether a session may see a channel. */
  sees(session: Session, channelId: string): boolean {
    return this.#bySession.get(session)?.channels.has(channelId) ?? false;
  }

  /**
   * Publishes an event to those who may see it and want it.
   *
   * @param channelId the channel it belongs to; null for what every member may see.
   */
  publish(event: LogEvent, channelId: string | null): void {
    const { intent } = EVENTS[event.name];
    const wanted = intent === null ? 0 : INTENTS[intent];
    const encoded = new Map<Encoding, Uint8Array>();
    const encode = (encoding: Encoding) => {
      let bytes = encoded.get(encoding);
      if (!bytes) {
        bytes = dispatchEvent(encoding, event);
        encoded.set(encoding, bytes);
      }
      return bytes;
    };
    for (const { topic, channels, intents } of this.#byKey.values()) {
      if (wanted && !(intents & wanted)) continue;
      if (channelId === null || channels.has(channelId)) publish(this.#app, topic, encode);
    }
  }

  /**
   * Works out anew who may see what, after roles, channels or memberships have changed, and tells those concerned which
   * channels have appeared for them or are hidden from now on.
   *
   * @param announced a channel whose appearance or end the event itself announces.
   * @param concerned sessions for whom something may have changed; all by default.
   */
  refresh(announced: string | null = null, concerned: Iterable<Session> = this.#bySession.keys()): void {
    const visibleByRoles = new Map<string, string[]>();
    for (const session of [...concerned]) {
      const membership = session.memberships.get(this.community.id);
      if (!membership) continue;
      const current = this.community.memberships.get(membership.user_id) ?? membership;
      session.memberships.set(this.community.id, current);
      const key = this.#rightsKey(current);
      let visible = visibleByRoles.get(key);
      if (!visible) {
        visible = this.community.visibleChannels(current);
        visibleByRoles.set(key, visible);
      }
      const before = this.#bySession.get(session)?.channels;
      if (!before) continue;
      this.#move(session, visible);
      const now = new Set(visible);
      for (const id of before) {
        if (now.has(id)) continue;
        session.resetView([`t/${id}`]);
        if (id !== announced) this.#tell(session, 'CHANNEL_DELETE', { id, community_id: this.community.id });
      }
      for (const id of visible) {
        if (!before.has(id) && id !== announced) this.#tell(session, 'CHANNEL_CREATE', this.community.channels.get(id));
      }
    }
  }

  #tell(session: Session, name: EventName, data: unknown): void {
    if (session.intents & INTENTS.COMMUNITIES) session.dispatch(name, data);
  }

  // Members with the same roles see the same, unless they own the community or are named by an overwrite themselves.
  #rightsKey({ user_id, roles }: Membership): string {
    const own =
      user_id === this.community.owner_id ||
      [...this.community.channels.values()].some((channel) => channel.overwrites.some((one) => one.id === user_id));
    return own ? user_id : [...roles].sort().join();
  }

  #move(session: Session, visible: readonly string[]): void {
    const key = `${session.intents}:${visible.join()}`;
    const present = this.#bySession.get(session);
    if (present?.key === key) return;
    this.#leave(session);
    let audience = this.#byKey.get(key);
    if (!audience) {
      const topic = `a/${this.community.id}/${++this.#topics}`;
      audience = { key, topic, channels: new Set(visible), intents: session.intents, sessions: new Set() };
      this.#byKey.set(key, audience);
    }
    audience.sessions.add(session);
    this.#bySession.set(session, audience);
    session.subscribe(audience.topic);
  }

  #leave(session: Session): void {
    const audience = this.#bySession.get(session);
    if (!audience) return;
    this.#bySession.delete(session);
    audience.sessions.delete(session);
    session.unsubscribe(audience.topic);
    if (audience.sessions.size === 0) this.#byKey.delete(audience.key);
  }
}
