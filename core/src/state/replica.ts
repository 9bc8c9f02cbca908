import { type Channel, CozyError, Emitter, type EventData, type Message, type Place } from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { EventLog } from '../log/eventLog.ts';
import type { LiveTail } from '../log/liveTail.ts';
import type { LogEvent } from '../log/logEvent.ts';
import { type Owner, partitionOf } from '../log/subjects.ts';
import { CommunityState, type Membership } from './communityState.ts';
import { reactionId } from './reactions.ts';

interface Entry {
  loading: Promise<CommunityState>;
  state: CommunityState | null;
  /** Live events that came before the state was loaded. */
  early: LogEvent[];
  /** Gateways' sessions that need it; with 0 it may be dropped when it has not been used for a while. */
  holders: number;
  usedAt: number;
  /** The last sequence of the partition when it was loaded; everything up to there is in the state. */
  through: number;
}

interface ReplicaEvents {
  /** A stored or ephemeral event of a followed owner, after it was taken into the state. */
  event: { event: LogEvent; community: CommunityState | null; node: string };
}

/** What is remembered of messages that went by, so that reacting to and editing fresh ones needs no database. */
export type RecentMessage = Pick<Message, 'id' | 'channel_id' | 'author' | 'content' | 'mentions' | 'created_at'>;

/** The last thing that is known of one person's one reaction to a message: whether it is there, since which sequence. */
export interface RecentReaction {
  present: boolean;
  sequence: number;
}

/** Messages, and reactions, that are remembered. */
const RECENT_MESSAGES = 20_000;
/** Milliseconds that an unused community stays in memory. */
const IDLE = 10 * 60_000;
/** Times that the database is asked for a membership while others come and go. */
const MEMBERSHIP_TRIES = 10;
/** Milliseconds that a command waits to see its own events here. */
const REACH_TIMEOUT = 2_000;

/** The communities that this process needs, in memory, kept by the log. What commands and gateways decide by. */
export class Replica extends Emitter<ReplicaEvents> {
  readonly #database: Database;
  readonly #log: EventLog;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  /** Users that are followed: how many hold them, and through which sequence their events were in the log by then. */
  readonly #users = new Map<string, { holders: number; following: Promise<number>; through: number }>();
  readonly #channelOwners = new LRUCache<string, string>({ max: 100_000 });
  readonly recentMessages = new LRUCache<string, RecentMessage>({ max: RECENT_MESSAGES });
  /** By the reaction's id in the projection. */
  readonly recentReactions = new LRUCache<string, RecentReaction>({ max: RECENT_MESSAGES });
  readonly #timer: NodeJS.Timeout;
  /** Set once by the context: the tail delivers to `receive`. */
  tail!: LiveTail;

  constructor(database: Database, log: EventLog, logger: Logger) {
    super();
    this.#database = database;
    this.#log = log;
    this.#logger = logger;
    this.#timer = setInterval(() => this.#dropIdle(), IDLE / 10).unref();
  }

  /**
   * Gives a community's state, loading and following it if need be.
   *
   * @throws CozyError UNKNOWN_COMMUNITY when there is none.
   */
  async community(id: string): Promise<CommunityState> {
    let entry = this.#entries.get(id);
    if (!entry) {
      entry = { loading: Promise.resolve(null as never), state: null, early: [], holders: 0, usedAt: 0, through: 0 };
      this.#entries.set(id, entry);
      entry.loading = this.#load(id, entry);
      entry.loading.catch(() => {
        if (this.#entries.get(id) !== entry) return;
        this.#entries.delete(id);
        this.tail.unfollow({ kind: 'c', id });
      });
    }
    entry.usedAt = Date.now();
    const state = entry.state ?? (await entry.loading);
    if (state.deleted) throw new CozyError('UNKNOWN_COMMUNITY');
    return state;
  }

  /** The state of a community that is in memory already, or null. */
  peek(id: string): CommunityState | null {
    return this.#entries.get(id)?.state ?? null;
  }

  /** Keeps a community in memory until `release`. */
  async hold(id: string): Promise<CommunityState> {
    const state = await this.community(id);
    const entry = this.#entries.get(id);
    if (entry) entry.holders += 1;
    return state;
  }

  /** Ends a `hold`. */
  release(id: string): void {
    const entry = this.#entries.get(id);
    if (entry) entry.holders -= 1;
  }

  /**
   * Follows a user's own events until `releaseUser`.
   *
   * @throws CozyError LOG_UNAVAILABLE while NATS is away; there is nothing to release then.
   */
  async holdUser(id: string): Promise<void> {
    let held = this.#users.get(id);
    if (!held) {
      held = { holders: 0, following: this.tail.follow({ kind: 'u', id }), through: 0 };
      this.#users.set(id, held);
    }
    held.holders += 1;
    try {
      held.through = await held.following;
    } catch (error) {
      // Nobody follows then, so everyone who waited for it fails and holds nothing.
      if (this.#users.get(id) === held) this.#users.delete(id);
      throw error;
    }
  }

  /** Ends a `holdUser`. */
  releaseUser(id: string): void {
    const held = this.#users.get(id);
    if (!held) return;
    held.holders -= 1;
    if (held.holders > 0) return;
    this.#users.delete(id);
    this.tail.unfollow({ kind: 'u', id });
  }

  /**
   * How far the log is known here for an owner that is held: everything of it up to this sequence is in the state or
   * was emitted; what comes later will be emitted.
   */
  knownThrough(owner: Owner): number {
    const loaded = owner.kind === 'c' ? this.#entries.get(owner.id)?.through : this.#users.get(owner.id)?.through;
    return Math.max(loaded ?? 0, this.tail.delivered(partitionOf(owner.id, this.#log.partitions)));
  }

  /**
   * Finds the channel and its community.
   *
   * @throws CozyError UNKNOWN_CHANNEL when there is none.
   */
  async channel(id: string): Promise<{ community: CommunityState; channel: Channel }> {
    const owner = this.#channelOwners.get(id);
    if (owner) {
      const community = await this.community(owner);
      const channel = community.channels.get(id);
      if (channel) return { community, channel };
    }
    const document = await this.#database.communities
      .findOne({ 'channels.id': id, deleted: false }, { _id: 1, channels: 1 })
      .lean();
    if (!document) throw new CozyError('UNKNOWN_CHANNEL');
    const community = await this.community(document._id);
    // A channel that was made on another node a moment ago may be committed but not here yet.
    const committed = document.channels.find((channel) => channel.id === id);
    const channel = community.channels.get(id) ?? (committed && { ...committed, last_message_id: null });
    if (!channel) throw new CozyError('UNKNOWN_CHANNEL');
    this.#channelOwners.set(id, community.id);
    return { community, channel };
  }

  /**
   * Someone's membership, or null when they are not in the community.
   *
   * @throws CozyError CONFLICT when so many come and go that the database's answers are old each time.
   */
  async membership(community: CommunityState, userId: string): Promise<Membership | null> {
    for (let attempt = 0; attempt < MEMBERSHIP_TRIES; attempt++) {
      const known = community.memberships.get(userId);
      if (known) return known;
      const before = community.membershipChanges;
      // Those who are not members are asked for again: they may have joined on another node a moment ago.
      const document = await this.#database.members.findOne({ _id: `${community.id}:${userId}`, left: false }).lean();
      // Someone who was removed while the database was asked must not come back by its answer.
      if (community.membershipChanges !== before) continue;
      if (!document) return null;
      const { nick, roles, joined_at } = document;
      const membership: Membership = { user_id: userId, nick, roles, joined_at };
      community.memberships.set(userId, membership);
      return membership;
    }
    throw new CozyError('CONFLICT', { retryAfter: 1 });
  }

  /** Learns someone's memberships in several communities at once, as `membership` would one by one. */
  async learnMemberships(communities: readonly CommunityState[], userId: string): Promise<void> {
    const asked = communities.filter((community) => !community.memberships.get(userId));
    if (asked.length === 0) return;
    const before = asked.map((community) => community.membershipChanges);
    const documents = await this.#database.members.find({ user_id: userId, left: false }).lean();
    const byCommunity = new Map(documents.map((document) => [document.community_id, document]));
    for (const [i, community] of asked.entries()) {
      const document = byCommunity.get(community.id);
      if (community.membershipChanges !== before[i]) await this.membership(community, userId);
      else if (document && !community.memberships.get(userId)) {
        const { nick, roles, joined_at } = document;
        community.memberships.set(userId, { user_id: userId, nick, roles, joined_at });
      }
    }
  }

  /**
   * Waits until this process has seen its own events, so that who made a channel can use it in the next request.
   *
   * @param places of events of communities that are in memory; others are not waited for.
   */
  async reached(ownerId: string, places: readonly Place[]): Promise<void> {
    const last = places.at(-1);
    if (!last || !this.#entries.has(ownerId) || last[0] !== partitionOf(ownerId, this.#log.partitions)) return;
    await this.delivered(last);
  }

  /**
   * Waits until the live end of the log has passed a place, at most two seconds.
   *
   * @param place of an event that this process follows.
   */
  async delivered([partition, sequence]: Place): Promise<void> {
    if (this.tail.delivered(partition) >= sequence) return;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise((resolve) => {
      timer = setTimeout(resolve, REACH_TIMEOUT);
    });
    const seen = this.once('event', ({ event }) => event.partition === partition && event.sequence >= sequence);
    await Promise.race([seen, timeout]);
    clearTimeout(timer);
  }

  /** Takes an event from the tail: into the state first, then on to the listeners. */
  receive(event: LogEvent, node: string): void {
    let community: CommunityState | null = null;
    if (event.owner.kind === 'c') {
      const entry = this.#entries.get(event.owner.id);
      if (!entry) return;
      if (!entry.state) {
        if (event.sequence > 0) entry.early.push(event);
        return;
      }
      community = entry.state;
      this.#apply(community, event);
    }
    this.emit('event', { event, community, node });
  }

  #apply(community: CommunityState, event: LogEvent): void {
    if (event.sequence === 0) return;
    community.apply(event);
    if (event.name === 'MESSAGE_CREATE') {
      const { id, channel_id, author, content, mentions, created_at } = event.data<EventData<'MESSAGE_CREATE'>>();
      this.recentMessages.set(id, { id, channel_id, author, content, mentions, created_at });
    } else if (event.name === 'MESSAGE_UPDATE') {
      const { id, content, mentions } = event.data<EventData<'MESSAGE_UPDATE'>>();
      const known = this.recentMessages.get(id);
      if (known) this.recentMessages.set(id, { ...known, content, mentions });
    } else if (event.name === 'MESSAGE_DELETE') {
      this.recentMessages.delete(event.data<EventData<'MESSAGE_DELETE'>>().id);
    } else if (event.name === 'MESSAGE_REACTION_ADD' || event.name === 'MESSAGE_REACTION_REMOVE') {
      const { message_id, emoji, user_id } = event.data<EventData<'MESSAGE_REACTION_ADD'>>();
      const present = event.name === 'MESSAGE_REACTION_ADD';
      this.recentReactions.set(reactionId(message_id, emoji, user_id), { present, sequence: event.sequence });
    } else if (event.name === 'CHANNEL_DELETE') {
      this.#channelOwners.delete(event.data<EventData<'CHANNEL_DELETE'>>().id);
    }
  }

  // The state is the committed document, the projection's heads, and the log's events that are not projected yet. The
  // tail is followed first, so that nothing falls between what is read and what arrives.
  async #load(id: string, entry: Entry): Promise<CommunityState> {
    const { communities, channelHeads, members, progress } = this.#database;
    const partition = partitionOf(id, this.#log.partitions);
    const last = await this.tail.follow({ kind: 'c', id });
    entry.through = last;
    const projected = (await progress.findOne({ _id: String(partition) }))?.sequence ?? 0;
    const document = await communities.findOne({ _id: id, deleted: false }).lean();
    if (!document) throw new CozyError('UNKNOWN_COMMUNITY');
    const heads = new Map<string, string>();
    for await (const head of channelHeads.find({ community_id: id })) heads.set(head._id, head.last_message_id);
    const memberCount = await members.countDocuments({ community_id: id, left: false });
    const state = new CommunityState(document, heads, memberCount);
    for await (const event of this.#log.read(partition, projected, last, [{ kind: 'c', id }])) {
      // Everything else is in the documents, which are committed before their events.
      if (event.name === 'MESSAGE_CREATE') this.#apply(state, event);
    }
    for (const channelId of state.channels.keys()) this.#channelOwners.set(channelId, id);
    entry.state = state;
    for (const event of entry.early.splice(0)) if (event.sequence > last) this.#apply(state, event);
    return state;
  }

  #dropIdle(): void {
    const before = Date.now() - IDLE;
    for (const [id, entry] of this.#entries) {
      if (entry.holders > 0 || !entry.state || entry.usedAt > before) continue;
      this.#entries.delete(id);
      this.tail.unfollow({ kind: 'c', id });
      this.#logger.debug({ community: id }, 'An unused community has left memory');
    }
  }

  /** Stops following everything. */
  close(): void {
    clearInterval(this.#timer);
    this.tail.close();
  }
}
