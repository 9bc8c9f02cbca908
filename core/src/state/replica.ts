import {
  type Channel,
  CozyError,
  Emitter,
  type EventData,
  LIMITS,
  type Message,
  type Place,
  type User,
} from '@cozy/protocol';
import { LRUCache } from 'lru-cache';
import type { Model } from 'mongoose';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { CommunityDocument, MemberDocument, Outboxed } from '../database/documents.ts';
import type { Loaders } from '../database/loaders.ts';
import type { Outbox } from '../database/outbox.ts';
import type { Ephemerals } from '../log/ephemerals.ts';
import type { EventLog } from '../log/eventLog.ts';
import type { LogEvent } from '../log/logEvent.ts';
import type { LogTail } from '../log/logTail.ts';
import { partitionOf } from '../log/subjects.ts';
import { CommunityState, type Membership } from './communityState.ts';
import { installationOf } from './installations.ts';
import { MemberRecord } from './memberRecord.ts';
import { reactionId } from './reactions.ts';
import { publicUser } from './users.ts';

interface Entry {
  loading: Promise<CommunityState>;
  state: CommunityState | null;
  /** Live events that came before the state was loaded. */
  early: LogEvent[];
  /** Gateways' sessions that need it; with 0 it may be dropped when it has not been used for a while. */
  holders: number;
  usedAt: number;
  /** The replica's clock when it was loaded or its memberships last changed. */
  membersAt: number;
}

interface ReplicaEvents {
  /**
   * An event of a community in memory, after it was taken into the state, or a stored event of any user.
   */
  event: { event: LogEvent; community: CommunityState | null; node: string };
}

/** What is remembered of messages that went by, so that reacting to and editing fresh ones needs no database. */
export type RecentMessage = Pick<
  Message,
  | 'id'
  | 'channel_id'
  | 'thread_id'
  | 'author'
  | 'content'
  | 'mentions'
  | 'created_at'
  | 'forwarded'
  | 'poll'
  | 'components'
  | 'interaction'
>;

/** The last thing that is known of one person's one reaction to a message: whether it is there, since which sequence. */
export interface RecentReaction {
  present: boolean;
  sequence: number;
}

/** Events that change what is read from the projection when a community is loaded. */
const UNPROJECTED: ReadonlySet<string> = new Set(['MESSAGE_CREATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK']);
/** Messages, and reactions, that are remembered. */
const RECENT_MESSAGES = 20_000;
/** Bytes that the remembered messages may take: 20,000 of the usual, or 2,000 of the longest. */
const RECENT_MESSAGES_BYTES = 16 * 1024 * 1024;
/** What a message takes in memory besides its text and whom it names: the object, its author and its ids. Estimated. */
const MESSAGE_OVERHEAD = 600;
/** Milliseconds that an unused community stays in memory. */
const IDLE = 10 * 60_000;
/** Times that the database is asked for a membership while others come and go. */
const MEMBERSHIP_TRIES = 10;
/** Milliseconds that a command waits to see its own events here, and a loading community to see the log's end. */
const REACH_TIMEOUT = 2_000;

/** The communities that this process needs, in memory, kept by the log. What commands and gateways decide by. */
export class Replica extends Emitter<ReplicaEvents> {
  readonly #database: Database;
  readonly #loaders: Loaders;
  readonly #log: EventLog;
  readonly #logger: Logger;
  readonly #entries = new Map<string, Entry>();
  readonly #channelOwners = new LRUCache<string, string>({ max: 100_000 });
  readonly recentMessages = new LRUCache<string, RecentMessage>({
    max: RECENT_MESSAGES,
    maxSize: RECENT_MESSAGES_BYTES,
    sizeCalculation: ({ content, mentions, forwarded, components }) =>
      MESSAGE_OVERHEAD +
      2 * (content.length + (forwarded?.content.length ?? 0)) +
      32 * mentions.length +
      (components ? 2 * JSON.stringify(components).length : 0),
  });
  /** By the reaction's id in the projection. */
  readonly recentReactions = new LRUCache<string, RecentReaction>({ max: RECENT_MESSAGES });
  readonly #timer: NodeJS.Timeout;
  /** Counts changes of memberships. */
  #clock = 0;
  /** Set once by the context, before anything is asked of the replica; the first two deliver to `receive`. */
  tail!: LogTail;
  ephemerals!: Ephemerals;
  outbox!: Outbox;

  constructor(database: Database, loaders: Loaders, log: EventLog, logger: Logger) {
    super();
    this.#database = database;
    this.#loaders = loaders;
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
      entry = { loading: Promise.resolve(null as never), state: null, early: [], holders: 0, usedAt: 0, membersAt: 0 };
      this.#entries.set(id, entry);
      entry.loading = this.#load(id, entry);
      entry.loading.catch(() => {
        if (this.#entries.get(id) !== entry) return;
        this.#entries.delete(id);
        this.ephemerals.unfollow(id);
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
    const membership = await this.#membership(community, userId);
    if (membership) await this.#knowInstaller(community, userId);
    return membership;
  }

  // What an installed bot may do depends on who has installed it; of one that is gone, null is known.
  async #knowInstaller(community: CommunityState, botId: string): Promise<void> {
    const installer = community.installations.get(botId)?.installer_id;
    if (!installer || community.memberships.has(installer)) return;
    const before = community.membershipChanges;
    const membership = await this.#membership(community, installer);
    if (!membership && community.membershipChanges === before) community.memberships.set(installer, null);
  }

  async #membership(community: CommunityState, userId: string): Promise<Membership | null> {
    for (let attempt = 0; attempt < MEMBERSHIP_TRIES; attempt++) {
      const known = community.memberships.get(userId);
      if (known) return known;
      const before = community.membershipChanges;
      // Those who are not members are asked for again: they may have joined on another node a moment ago.
      const document = await this.#database.members.findOne({ _id: `${community.id}:${userId}`, left: false }).lean();
      // Someone who was removed while the database was asked must not come back by its answer.
      if (community.membershipChanges !== before) continue;
      if (!document) return null;
      await this.#caughtUp(community.id, this.#database.members, document);
      if (community.membershipChanges !== before) continue;
      this.#noteInstallation(community, document);
      const membership = new MemberRecord(document);
      community.memberships.set(userId, membership);
      return membership;
    }
    throw new CozyError('CONFLICT', { retryAfter: 1 });
  }

  /**
   * Holds the communities that someone is in, with their membership in each known, until each is released.
   *
   * @param wanted tells by id whether a community is needed.
   * @returns what is held. A community that was left or deleted meanwhile may be among them.
   */
  async holdCommunitiesOf(userId: string, wanted: (id: string) => boolean): Promise<CommunityState[]> {
    // A membership that was read is good if its community was in memory before, and none has changed in it since.
    const before = this.#clock;
    const documents = (await this.#loaders.memberships.load(userId)).filter(({ community_id }) => wanted(community_id));
    const held: CommunityState[] = [];
    const hold = async (document: MemberDocument) => {
      const { community_id } = document;
      try {
        const community = await this.hold(community_id);
        held.push(community);
        if (community.memberships.get(userId)) return await this.#knowInstaller(community, userId);
        await this.#caughtUp(community_id, this.#database.members, document);
        if (this.#entries.get(community_id)!.membersAt <= before) {
          this.#noteInstallation(community, document);
          community.memberships.set(userId, new MemberRecord(document));
        } else await this.#membership(community, userId);
        await this.#knowInstaller(community, userId);
      } catch (error) {
        // A deleted community whose memberships are not cleared away yet.
        if (!(error instanceof CozyError) || error.code !== 'UNKNOWN_COMMUNITY') throw error;
      }
    };
    try {
      // All are waited for, so that what is held is known also when one fails.
      const failures = (await Promise.allSettled(documents.map(hold))).filter((one) => one.status === 'rejected');
      if (failures[0]) throw failures[0].reason;
    } catch (error) {
      for (const { id } of held) this.release(id);
      throw error;
    }
    return held;
  }

  /**
   * Waits until this process has seen its own events, at most two seconds, so that who made a channel can use it in the
   * next request.
   *
   * @param places of events, those of one partition in their order.
   */
  async reached(places: readonly Place[]): Promise<void> {
    const last = new Map(places.map((place) => [place[0], place]));
    await Promise.all([...last.values()].map((place) => this.tail.reached(place, REACH_TIMEOUT)));
  }

  /**
   * Waits until this process has come to where the log of a community ends now, at most two seconds.
   *
   * @returns false when it took longer.
   */
  async reachedEnd(communityId: string): Promise<boolean> {
    const partition = partitionOf(communityId, this.#log.partitions);
    return this.tail.reached([partition, (await this.#log.bounds(partition)).last], REACH_TIMEOUT);
  }

  #noteInstallation({ id, installations }: CommunityState, { user_id, installation }: MemberDocument): void {
    if (installation) installations.set(user_id, installationOf(id, user_id, installation));
    else installations.delete(user_id);
  }

  // What is committed is in its document before it is in the log. Nobody is to be shown, or denied, anything by a change
  // before its place: so this process first comes to where the document is.
  async #caughtUp<D extends Outboxed>(communityId: string, model: Model<D>, document: D): Promise<void> {
    const partition = partitionOf(communityId, this.#log.partitions);
    const placed = await this.outbox.placed(model, document);
    if (placed <= this.tail.position(partition)) return;
    // A place beyond the log's end is of a log that is no more.
    const { last } = await this.#log.bounds(partition);
    if (await this.tail.reached([partition, Math.min(placed, last)], REACH_TIMEOUT)) return;
    throw new CozyError('UNAVAILABLE', { retryAfter: 1 });
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
      if (/^(COMMUNITY_MEMBER|INSTALLATION)_/.test(event.name)) entry.membersAt = ++this.#clock;
    }
    this.emit('event', { event, community, node });
  }

  #apply(community: CommunityState, event: LogEvent): void {
    if (event.sequence === 0) return;
    community.apply(event);
    if (event.name === 'MESSAGE_CREATE') {
      const {
        id,
        channel_id,
        author,
        content,
        mentions,
        created_at,
        thread_id,
        forwarded,
        poll,
        components,
        interaction,
      } = event.data<EventData<'MESSAGE_CREATE'>>();
      const message: RecentMessage = { id, channel_id, author, content, mentions, created_at };
      if (thread_id) message.thread_id = thread_id;
      if (forwarded) message.forwarded = forwarded;
      if (poll) message.poll = poll;
      if (components) message.components = components;
      if (interaction) message.interaction = interaction;
      this.recentMessages.set(id, message);
    } else if (event.name === 'MESSAGE_UPDATE') {
      const { id, content, mentions, components } = event.data<EventData<'MESSAGE_UPDATE'>>();
      const known = this.recentMessages.get(id);
      if (known) this.recentMessages.set(id, { ...known, content, mentions, ...(components && { components }) });
    } else if (event.name === 'MESSAGE_DELETE') {
      this.recentMessages.delete(event.data<EventData<'MESSAGE_DELETE'>>().id);
    } else if (event.name === 'MESSAGE_DELETE_BULK') {
      for (const id of event.data<EventData<'MESSAGE_DELETE_BULK'>>().ids) this.recentMessages.delete(id);
    } else if (event.name === 'MESSAGE_REACTION_ADD' || event.name === 'MESSAGE_REACTION_REMOVE') {
      const { message_id, emoji, user_id } = event.data<EventData<'MESSAGE_REACTION_ADD'>>();
      const present = event.name === 'MESSAGE_REACTION_ADD';
      this.recentReactions.set(reactionId(message_id, emoji, user_id), { present, sequence: event.sequence });
    } else if (event.name === 'CHANNEL_DELETE') {
      this.#channelOwners.delete(event.data<EventData<'CHANNEL_DELETE'>>().id);
    }
  }

  // The state is the committed document, the projection's heads, and the log's events that are not projected yet. The
  // place is noted first, so that nothing falls between what is read and what arrives; and the tail must have come to
  // the log's end, so that what arrives later is not long since in the documents.
  async #load(id: string, entry: Entry): Promise<CommunityState> {
    const { communities, channelHeads, members, wideMentions, progress } = this.#database;
    const partition = partitionOf(id, this.#log.partitions);
    this.#log.assertReachable();
    this.ephemerals.follow(id);
    await this.reachedEnd(id);
    const last = this.tail.position(partition);
    const projected = (await progress.findOne({ _id: String(partition) }))?.sequence ?? 0;
    const document = await communities.findOne({ _id: id, deleted: false }).lean();
    if (!document) throw new CozyError('UNKNOWN_COMMUNITY');
    await this.#caughtUp(id, communities, document);
    const heads = new Map<string, string>();
    for await (const head of channelHeads.find({ community_id: id })) heads.set(head._id, head.last_message_id);
    const memberCount = await members.countDocuments({ community_id: id, left: false });
    const ofCommunity = wideMentions.find({ community_id: id }).sort({ _id: -1 }).limit(LIMITS.wideMentions);
    const state = new CommunityState(
      document,
      heads,
      memberCount,
      (await ofCommunity.toArray()).reverse(),
      document.kind ? await this.#recipients(document) : [],
    );
    const owners = [{ kind: 'c', id }] as const;
    const unprojected = this.tail.recent.since(partition, projected, owners);
    for await (const event of unprojected ?? this.#log.read(partition, projected, last, owners)) {
      // Everything else is in the documents, which are committed before their events.
      if (UNPROJECTED.has(event.name)) this.#apply(state, event);
    }
    for (const channelId of state.channels.keys()) this.#channelOwners.set(channelId, id);
    entry.state = state;
    entry.membersAt = ++this.#clock;
    for (const event of entry.early.splice(0)) if (event.sequence > last) this.#apply(state, event);
    return state;
  }

  async #recipients({ _id, pair }: CommunityDocument): Promise<User[]> {
    const { members, users } = this.#database;
    // The two of a direct conversation are in it from the beginning, though one is let in after the other.
    const ids = pair?.split(':') ?? (await members.distinct('user_id', { community_id: _id, left: false }));
    return (await users.find({ _id: { $in: ids } }).lean()).map(publicUser);
  }

  #dropIdle(): void {
    const before = Date.now() - IDLE;
    for (const [id, entry] of this.#entries) {
      if (entry.holders > 0 || !entry.state || entry.usedAt > before) continue;
      this.#entries.delete(id);
      this.ephemerals.unfollow(id);
      this.#logger.debug({ community: id }, 'An unused community has left memory');
    }
  }

  /** Stops dropping what is not used. */
  close(): void {
    clearInterval(this.#timer);
  }
}
