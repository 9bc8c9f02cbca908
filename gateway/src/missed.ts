import { type CommunityState, type LogEvent, type Membership, type Owner, partitionOf } from '@cozy/core';
import { type Cursors, EVENTS, type EventData, INTENTS, isMentioned } from '@cozy/protocol';
import { MadeEvent, type Outgoing } from './frames.ts';
import type { Hub } from './hub.ts';
import { ownersOf } from './identify.ts';
import { passiveUpdateOf } from './passiveUpdates.ts';
import type { Room } from './room.ts';
import { isOpen, shownTo } from './scoped.ts';
import type { Session } from './session.ts';
import { isFor } from './start.ts';
import { ThreadNews } from './threadNews.ts';

/**
 * Milliseconds after joining for which a community is shown afresh: the lost connection may have passed the place of
 * COMMUNITY_CREATE by other events while the community was still being loaded.
 */
const JUST_JOINED = 60_000;

/** Events after which a community is shown afresh, because what a session may see may have changed with them. */
const STRUCTURAL = new Set<string>([
  'COMMUNITY_UPDATE',
  'CHANNEL_CREATE',
  'CHANNEL_UPDATE',
  'CHANNEL_DELETE',
  'COMMUNITY_ROLE_CREATE',
  'COMMUNITY_ROLE_UPDATE',
  'COMMUNITY_ROLE_DELETE',
  'COMMUNITY_EMOJIS_UPDATE',
  'COMMUNITY_STICKERS_UPDATE',
  'COMMUNITY_MEMBER_ADD',
  'COMMUNITY_MEMBER_UPDATE',
  'COMMUNITY_MEMBER_REMOVE',
  'INSTALLATION_CREATE',
  'INSTALLATION_UPDATE',
  'INSTALLATION_DELETE',
]);

/**
 * Events of a partition before the cursor in which a passive session may not have been told yet what was unread: it is told
 * a second late. So many in a second are more than a partition was ever seen to take.
 */
const LOOK_BACK = 2_000;

/** Events that a passive session is sent when they concern its account. */
const CONCERNING: ReadonlySet<string> = new Set(['MESSAGE_CREATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK']);

/** How the fields of a message begin by which it mentions roles or everyone; `mentions` begins otherwise. */
const WIDE = Buffer.from('mention_');

/** Decides what of the missed events a resuming session is sent: what it may see now, and has in view if it is passive. */
export class Missed {
  readonly #hub: Hub;
  readonly #session: Session;
  readonly #userId: string;
  readonly #idBytes: Buffer;
  readonly #communities: Map<string, CommunityState>;
  readonly #inView: ReadonlySet<string>;
  readonly #owners = new Map<number, Owner[]>();
  /** Channels that the session may see now, by community. */
  readonly #visible = new Map<string, ReadonlySet<string>>();
  readonly #changed = new Set<string>();
  /** Channels of passive communities with new messages. */
  readonly #unread = new Set<string>();
  /** Threads of passive communities with new replies, by community. */
  readonly #threads = new Map<string, ThreadNews>();
  /** Partitions of which not everything was in memory: the unread state of their passive communities is told whole. */
  readonly #fromStream = new Set<number>();
  /** Communities that were joined while the session was resuming. */
  readonly joined: string[] = [];
  /** Events that were given to the session. */
  sent = 0;

  /** @param inView communities that a passive session is sent in full. */
  constructor(hub: Hub, session: Session, communities: readonly CommunityState[], inView: readonly string[]) {
    this.#hub = hub;
    this.#session = session;
    this.#userId = session.actor!.user.id;
    this.#idBytes = Buffer.from(this.#userId);
    this.#communities = new Map(communities.map((community) => [community.id, community]));
    this.#inView = new Set(inView);
    for (const owner of ownersOf(this.#userId, communities)) {
      const partition = partitionOf(owner.id, hub.context.log.partitions);
      const known = this.#owners.get(partition);
      if (known) known.push(owner);
      else this.#owners.set(partition, [owner]);
    }
  }

  /** Finds messages before the cursors that a passive session may not have been told of yet. */
  lookBack(cursors: Cursors): void {
    if (!this.#session.passive) return;
    const { recent } = this.#hub.context.replica.tail;
    for (const [partition, owners] of this.#owners) {
      const cursor = cursors[String(partition)] ?? 0;
      const events = recent.since(partition, Math.max(0, cursor - LOOK_BACK), owners);
      if (!events) this.#fromStream.add(partition);
      for (const event of events ?? []) {
        if (event.sequence <= cursor && event.name === 'MESSAGE_CREATE') this.#noteUnread(event);
        event.settle();
      }
    }
  }

  /** The partitions in which something may have been missed. */
  get partitions(): number[] {
    return [...this.#owners.keys()];
  }

  /** Whose events of a partition the session is told. */
  owners(partition: number): readonly Owner[] {
    return this.#owners.get(partition) ?? [];
  }

  /** Notes that a partition was read from the stream. */
  readThrough(partition: number): void {
    this.#fromStream.add(partition);
  }

  /** Forgets what could be seen a moment ago. */
  lookAgain(): void {
    this.#visible.clear();
  }

  /** Whether a community is to be shown afresh. */
  isChanged(communityId: string, { joined_at }: Membership): boolean {
    return this.#changed.has(communityId) || Date.now() - Date.parse(joined_at) < JUST_JOINED;
  }

  /** What a passive session is told of a community that it has not in view. */
  unread(room: Room): Outgoing[] {
    if (!this.#session.passive || this.#inView.has(room.id)) return [];
    const whole = this.#fromStream.has(room.partition);
    const { community } = room;
    const scopes = community.scopesOf(this.#userId);
    const read = new Set(
      [...this.#visibleOf(room.id)].filter((id) => isOpen('PASSIVE_UPDATE', scopes, community.channels.get(id)?.type)),
    );
    const channels = [...read].flatMap((id) => {
      const last_message_id = community.channels.get(id)?.last_message_id;
      return last_message_id && (whole || this.#unread.has(id)) ? [{ id, last_message_id }] : [];
    });
    const threads = this.#threads.get(room.id)?.since(0, read) ?? [];
    return channels.length + threads.length > 0 ? [passiveUpdateOf(room, channels, threads)] : [];
  }

  /** Takes a missed event, and gives what is sent of it. */
  take(event: LogEvent): Outgoing[] {
    const outgoing = event.owner.kind === 'u' ? this.#ofAccount(event) : this.#ofCommunity(event);
    event.settle();
    this.sent += outgoing.length;
    return outgoing;
  }

  #ofAccount(event: LogEvent): Outgoing[] {
    // Of an ended log-in: this session was authenticated after it, and `enter` looks for its own.
    if (!isFor(this.#session, event)) return [];
    if (event.name === 'SESSION_DELETE' && event.data<{ id: string }>().id === this.#session.actor!.sessionId)
      return [];
    if (event.name !== 'COMMUNITY_CREATE') return [event];
    const { id } = event.data<EventData<'COMMUNITY_CREATE'>>();
    const community = this.#communities.get(id);
    const membership = community?.memberships.get(this.#userId);
    if (!community || !membership) {
      this.joined.push(id);
      return [];
    }
    const snapshot = community.snapshot(membership, this.#session.actor!.user);
    return [new MadeEvent('COMMUNITY_CREATE', snapshot, event.place)];
  }

  #ofCommunity(event: LogEvent): Outgoing[] {
    const { scope, intent } = EVENTS[event.name];
    if (scope === 'log') return [];
    const { id } = event.owner;
    const passive = this.#session.passive && !this.#inView.has(id);
    if (STRUCTURAL.has(event.name)) {
      this.#changed.add(id);
      if (passive) return [];
    }
    if (intent !== null && !(this.#session.intents & INTENTS[intent])) return [];
    if (scope === 'channel' && !this.#maySee(event)) return [];
    if (scope === 'managers' && !this.#managesOf(event)) return [];
    const community = this.#communities.get(id);
    const scopes = community?.scopesOf(this.#userId) ?? null;
    if (!isOpen(event.name, scopes, community?.channels.get(event.channelId ?? '')?.type)) return [];
    const shown = shownTo(event, scopes, this.#userId, this.#hub.context);
    if (!passive) return [shown];
    if (!CONCERNING.has(event.name)) return [];
    if (event.name === 'MESSAGE_CREATE') this.#noteUnread(event);
    if (community?.kind) return [shown];
    // Few messages mention this account or are its own: the bytes tell most of the others without decoding.
    const bytes = Buffer.from(event.raw.buffer, event.raw.byteOffset, event.raw.length);
    if (bytes.indexOf(this.#idBytes) < 0 && bytes.indexOf(WIDE) < 0) return [];
    const message = event.data<Partial<EventData<'MESSAGE_CREATE'>>>();
    const roles = community?.memberships.get(this.#userId)?.roles ?? [];
    return message.author?.id === this.#userId || isMentioned(message, this.#userId, roles) ? [shown] : [];
  }

  #noteUnread(event: LogEvent): void {
    const { threadId } = event;
    if (!threadId) {
      this.#unread.add(event.channelId!);
      return;
    }
    const community = event.owner.id;
    let threads = this.#threads.get(community);
    if (!threads) {
      threads = new ThreadNews();
      this.#threads.set(community, threads);
    }
    threads.note(threadId, event.channelId!, event.data<EventData<'MESSAGE_CREATE'>>().id, 1);
  }

  #managesOf(event: LogEvent): boolean {
    const { user_id } = event.data<EventData<'INSTALLATION_DELETE'>>();
    return this.#communities.get(event.owner.id)?.hearsOfInstallation(this.#userId, user_id) ?? false;
  }

  #maySee(event: LogEvent): boolean {
    const channelId = event.channelId ?? event.data<EventData<'CHANNEL_CREATE'>>().id;
    return this.#visibleOf(event.owner.id).has(channelId);
  }

  #visibleOf(communityId: string): ReadonlySet<string> {
    let channels = this.#visible.get(communityId);
    if (!channels) {
      const community = this.#communities.get(communityId);
      const membership = community?.memberships.get(this.#userId);
      channels = new Set(community && membership ? community.visibleChannels(membership) : []);
      this.#visible.set(communityId, channels);
    }
    return channels;
  }
}
