import { type CommunityState, type LogEvent, type Membership, partitionOf } from '@cozy/core';
import {
  EVENTS,
  type EventData,
  type EventName,
  INTENTS,
  isMentioned,
  type Mentioning,
  type Scope,
} from '@cozy/protocol';
import { MadeEvent, type Outgoing } from './frames.ts';
import type { Hub } from './hub.ts';
import { tellReadStates } from './readStates.ts';
import { isForBot, isOpen, isWithheld, shownTo, withheld } from './scoped.ts';
import type { Session } from './session.ts';
import { ThreadNews, type ThreadNewsItem } from './threadNews.ts';
import { Topic } from './topic.ts';

/** What some members may see of a community. Members who may see the same share one. */
export interface View {
  key: string;
  channels: ReadonlySet<string>;
  /** Of installed bots: what they were granted; null for who needs nothing granted. */
  scopes: readonly Scope[] | null;
}

/** Sessions with one view and the same intents, which share a topic. */
interface Audience {
  key: string;
  topic: Topic;
  view: View;
  intents: number;
}

/**
 * A community on this node: who of it is connected here, and what they are sent. Who may see what is worked out when
 * roles or channels change, not when messages flow; an event goes to one topic for each audience.
 *
 * A session is either seated in an audience, and sent everything that it may see, or passive, and told only what is
 * unread.
 */
export class Room {
  readonly id: string;
  readonly community: CommunityState;
  /** Of the log. */
  readonly partition: number;
  readonly #hub: Hub;
  readonly #audiences = new Map<string, Audience>();
  readonly #seats = new Map<Session, Audience>();
  /** Views by the rights of members; worked out anew after each change. */
  readonly #views = new Map<string, View>();
  /** Of each channel with new messages, the count of the hub's changes at its last one. */
  readonly #news = new Map<string, number>();
  readonly #threadNews = new ThreadNews();
  /** Sessions of bots, of whom few are in a community. */
  readonly #bots = new Set<Session>();
  /** The count of the hub's changes at the last one that passive sessions are to be told. */
  changed = 0;
  /** How many sessions are in the room. */
  size = 0;

  constructor(hub: Hub, community: CommunityState) {
    this.#hub = hub;
    this.id = community.id;
    this.community = community;
    this.partition = partitionOf(community.id, hub.context.log.partitions);
  }

  /** How many audiences there are. */
  get audiences(): number {
    return this.#audiences.size;
  }

  get #allSeated(): boolean {
    return this.#seats.size === this.size;
  }

  /** All sessions in the room. */
  *sessions(): Generator<Session> {
    for (const userId of this.community.memberships.keys()) {
      for (const session of this.#hub.byUser.get(userId) ?? []) if (session.rooms.includes(this)) yield session;
    }
  }

  /** Lets a session in: seated if it is not passive. */
  enter(session: Session, membership: Membership): void {
    session.rooms.push(this);
    session.views.push(this.#viewOf(membership));
    this.size += 1;
    if (session.actor!.kind === 'bot') this.#bots.add(session);
    if (!session.passive) this.seat(session);
  }

  /** Lets a session out. */
  exit(session: Session): void {
    const index = session.rooms.indexOf(this);
    if (index < 0) return;
    this.unseat(session);
    this.#bots.delete(session);
    session.rooms.splice(index, 1);
    session.views.splice(index, 1);
    this.size -= 1;
  }

  /** Whether a session is in the room, and sent everything that it may see. */
  isSeated(session: Session): boolean {
    return this.#seats.has(session);
  }

  /** Whether a session is in the room, and told only what is unread. */
  isPassive(session: Session): boolean {
    return session.passive && !this.#seats.has(session) && session.rooms.includes(this);
  }

  /** What a session may see; null when it is not in the room. */
  view(session: Session): View | null {
    return session.views[session.rooms.indexOf(this)] ?? null;
  }

  /** Sends a session everything from now on. */
  seat(session: Session): void {
    const view = this.view(session);
    if (!view || this.#seats.has(session)) return;
    this.#hub.flusher.flush();
    const key = `${session.intents}:${view.key}`;
    let audience = this.#audiences.get(key);
    if (!audience) {
      audience = { key, topic: new Topic(), view, intents: session.intents };
      this.#audiences.set(key, audience);
    }
    this.#seats.set(session, audience);
    audience.topic.add(session);
  }

  /** Ends a `seat`. */
  unseat(session: Session): void {
    const audience = this.#seats.get(session);
    if (!audience) return;
    this.#hub.flusher.flush();
    this.#seats.delete(session);
    audience.topic.remove(session);
    if (audience.topic.size === 0) this.#audiences.delete(audience.key);
  }

  /**
   * Publishes an event to the seated sessions that may see it and want it.
   *
   * @param channelId the channel it belongs to; null for what every member may see.
   */
  publish(event: Outgoing, channelId: string | null): void {
    const { intent } = EVENTS[event.name];
    const wanted = intent === null ? 0 : INTENTS[intent];
    for (const audience of this.#audiences.values()) {
      const { topic, view, intents } = audience;
      if (wanted && !(intents & wanted)) continue;
      if (channelId !== null && !view.channels.has(channelId)) continue;
      if (view.scopes) this.#publishToBots(audience, view.scopes, event, channelId);
      else this.#hub.flusher.publish(topic, event);
    }
  }

  // An audience of bots that may not read what messages say is sent an event without that, all as one. Only when it is one
  // of these bots' own, or names one, it goes to each of them by itself.
  #publishToBots(audience: Audience, scopes: readonly Scope[], event: Outgoing, channelId: string | null): void {
    const { flusher, context } = this.#hub;
    if (!isOpen(event.name, scopes, this.#typeOf(channelId))) return;
    if (!isWithheld(event, scopes)) {
      flusher.publish(audience.topic, event);
      return;
    }
    const bots = [...this.#bots].filter((session) => this.#seats.get(session) === audience);
    if (!bots.some((session) => isForBot(event, session.actor!.user.id, context))) {
      flusher.publish(audience.topic, withheld(event));
    } else for (const session of bots) this.#dispatch(session, event, channelId);
  }

  // Sends one session what it is shown of an event that it may see.
  #dispatch(session: Session, event: Outgoing, channelId: string | null): void {
    const { scopes } = this.view(session)!;
    if (!isOpen(event.name, scopes, this.#typeOf(channelId))) return;
    this.#hub.dispatch(session, shownTo(event, scopes, session.actor!.user.id, this.#hub.context));
  }

  #typeOf(channelId: string | null): string | undefined {
    return channelId === null ? undefined : this.community.channels.get(channelId)?.type;
  }

  /** Tells those who manage the community, and the bot itself, of an installation. */
  publishToManagers(event: Outgoing, botId: string): void {
    for (const session of this.sessions()) {
      if (this.community.hearsOfInstallation(session.actor!.user.id, botId)) this.#hub.dispatch(session, event);
    }
  }

  /** Sessions of bots that someone has installed. */
  installedBy(userId: string): Session[] {
    const { installations } = this.community;
    return [...this.#bots].filter(({ actor }) => installations.get(actor!.user.id)?.installer_id === userId);
  }

  /** Publishes an event also to the passive sessions that may see it and want it: what a community is made of. */
  publishToAll(event: Outgoing, channelId: string | null): void {
    this.publish(event, channelId);
    if (this.#allSeated) return;
    const { intent } = EVENTS[event.name];
    const wanted = intent === null ? 0 : INTENTS[intent];
    for (const session of this.sessions()) {
      if (!this.isPassive(session) || (wanted && !(session.intents & wanted))) continue;
      if (channelId === null || this.view(session)!.channels.has(channelId)) this.#dispatch(session, event, channelId);
    }
  }

  /**
   * Remembers that passive sessions are to be told of a message, and tells those of it at once whom it names, and its
   * author; everyone in a conversation.
   */
  noteMessage(event: LogEvent): void {
    if (this.#allSeated) return;
    this.changed = ++this.#hub.changes;
    const message = event.data<EventData<'MESSAGE_CREATE'>>();
    const { id, thread_id } = message;
    if (thread_id) this.#threadNews.note(thread_id, event.channelId!, id, this.changed);
    else this.#news.set(event.channelId!, this.changed);
    // What is said in a conversation is said to each.
    const { kind, recipients } = this.community;
    for (const userId of kind ? recipients.keys() : [message.author.id]) {
      for (const session of this.#hub.byUser.get(userId) ?? []) this.#tellOfMessage(session, event);
    }
    if (!kind) this.tellMentioned(event, message);
  }

  /** Tells passive sessions of those whom a message mentions of an event of it, if they may see it and want it. */
  tellMentioned(event: LogEvent, message: Partial<Mentioning>): void {
    if (this.#allSeated) return;
    const { author, mentions = [], mention_roles, mention_everyone } = message;
    if (mention_roles || mention_everyone) {
      for (const session of this.sessions()) {
        const { id } = session.actor!.user;
        const roles = this.community.memberships.get(id)?.roles ?? [];
        if (isMentioned(message, id, roles)) this.#tellOfMessage(session, event);
      }
      return;
    }
    for (const userId of new Set(mentions)) {
      if (userId === author?.id) continue;
      for (const session of this.#hub.byUser.get(userId) ?? []) this.#tellOfMessage(session, event);
    }
  }

  #tellOfMessage(session: Session, event: LogEvent): void {
    if (!this.isPassive(session) || !(session.intents & INTENTS.COMMUNITY_MESSAGES)) return;
    if (this.view(session)?.channels.has(event.channelId!)) this.#dispatch(session, event, event.channelId);
  }

  /** Remembers that passive sessions are to be told the number of members. */
  noteMembers(): void {
    if (!this.#allSeated) this.changed = ++this.#hub.changes;
  }

  /** Threads of a view with replies after a count of the hub's changes, each with its newest. */
  threadsSince(told: number, view: View): ThreadNewsItem[] {
    return this.#threadNews.since(told, this.#readChannels(view));
  }

  /** Channels of a view with messages after a count of the hub's changes, each with its newest. */
  newsSince(told: number, view: View): { id: string; last_message_id: string }[] {
    const channels = this.#readChannels(view);
    const news: { id: string; last_message_id: string }[] = [];
    for (const [id, at] of this.#news) {
      const last = at > told && channels.has(id) ? this.community.channels.get(id)?.last_message_id : null;
      if (last) news.push({ id, last_message_id: last });
    }
    return news;
  }

  // The channels of a view of whose messages one is told.
  #readChannels({ channels, scopes }: View): ReadonlySet<string> {
    if (!scopes) return channels;
    return new Set([...channels].filter((id) => isOpen('PASSIVE_UPDATE', scopes, this.#typeOf(id))));
  }

  /**
   * Works out anew who may see what, after roles, channels or memberships have changed, and tells those concerned which
   * channels have appeared for them or are hidden from now on.
   *
   * @param announced a channel whose appearance or end the event itself announces.
   * @param concerned sessions for whom something may have changed; all by default.
   */
  refresh(announced: string | null = null, concerned: Iterable<Session> = this.sessions()): void {
    this.#views.clear();
    for (const session of [...concerned]) {
      const index = session.rooms.indexOf(this);
      const membership = this.community.memberships.get(session.actor!.user.id);
      if (index < 0 || !membership) continue;
      const before = session.views[index]!;
      const after = this.#viewOf(membership);
      if (after.key === before.key) continue;
      const seated = this.#seats.has(session);
      if (seated) this.unseat(session);
      session.views[index] = after;
      if (seated) this.seat(session);
      this.#endViews(session, after);
      for (const id of before.channels) {
        if (after.channels.has(id)) continue;
        session.resetView((name) => name === `t/${id}`);
        if (id !== announced) this.#tell(session, 'CHANNEL_DELETE', { id, community_id: this.id });
      }
      const appeared = [...after.channels].filter((id) => !before.channels.has(id) && id !== announced);
      for (const id of appeared) this.#tell(session, 'CHANNEL_CREATE', this.community.channels.get(id));
      void tellReadStates(this.#hub, session, this.id, appeared);
    }
    for (const id of this.#news.keys()) if (!this.community.channels.has(id)) this.#news.delete(id);
  }

  // A bot that may not know any more who is here, or who types, is not told.
  #endViews(session: Session, { scopes }: View): void {
    if (!scopes) return;
    const showsMembers = isOpen('PRESENCE_UPDATE', scopes);
    if (!showsMembers) this.#hub.memberLists.drop(session, this.id);
    session.resetView((name) => {
      if (name === `p/${this.id}`) return !showsMembers;
      const channel = this.community.channels.get(name.slice(2));
      return channel !== undefined && !isOpen('TYPING_START', scopes, channel.type);
    });
  }

  #tell(session: Session, name: EventName, data: unknown): void {
    if (session.intents & INTENTS.COMMUNITIES) this.#hub.dispatch(session, new MadeEvent(name, data));
  }

  #viewOf(membership: Membership): View {
    const rights = this.#rightsKey(membership);
    let view = this.#views.get(rights);
    if (!view) {
      const visible = this.community.visibleChannels(membership);
      const scopes = this.community.scopesOf(membership.user_id);
      const key = scopes ? `${visible.join()} ${[...scopes].sort().join()}` : visible.join();
      view = [...this.#views.values()].find((one) => one.key === key) ?? { key, channels: new Set(visible), scopes };
      this.#views.set(rights, view);
    }
    return view;
  }

  // Members with the same roles see the same, unless they own the community or are named by an overwrite themselves, or
  // are bots with what they were granted.
  #rightsKey({ user_id, roles }: Membership): string {
    const own =
      user_id === this.community.owner_id ||
      this.community.installations.has(user_id) ||
      [...this.community.channels.values()].some((channel) => channel.overwrites.some((one) => one.id === user_id));
    return own ? user_id : [...roles].sort().join();
  }
}
