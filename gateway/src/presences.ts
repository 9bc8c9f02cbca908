import { EPHEMERAL, formatSubject, type LogEvent, packData, partitionOf } from '@cozy/core';
import type { Presence, Status } from '@cozy/protocol';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { Unpackr } from 'msgpackr';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';
import type { Session } from './session.ts';

/** Subjects on which nodes say that they live, and ask one another who is here. */
const ALIVE = 'presence.alive';
const WHO = 'presence.who';
const HERE = 'presence.here';
/** Presences in one message between nodes, so that it stays far below the largest of NATS. */
const MOST = 2_000;
/** Milliseconds for which changes are gathered: many come and go together when a node dies. */
const GATHER = 20;
/** Milliseconds between two signs of life, and without one until a node counts as dead. */
const ALIVE_EVERY = 1_000;
const DEAD_AFTER = 3_500;

/** Of several sessions of one person the most present one counts. */
const RANK: Record<Status, number> = { dnd: 3, online: 2, idle: 1, offline: 0 };

const unpackr = new Unpackr({ useRecords: false });

/** What a node tells the others of a community. */
interface Told {
  community_id: string;
  presences: Presence[];
}

/** What a node answers to one that has asked. */
interface Answer {
  node: string;
  told: Told;
}

/** Someone on another node. */
interface Elsewhere {
  status: Status;
  /** Communities in which that node has told of them. */
  communities: Set<string>;
}

/**
 * Who is here, on all nodes. Nothing is stored: nodes tell one another what changes, ask about a community when
 * they begin to follow it, and take a node that falls silent for gone together with everyone on it.
 */
export class Presences {
  readonly #hub: Hub;
  /** The people on this node, as they were last told of. */
  readonly #local = new Map<string, Status>();
  /** The people on other nodes, by node. */
  readonly #remote = new Map<string, Map<string, Elsewhere>>();
  readonly #seen = new Map<string, number>();
  /** What is to be told next, by community. */
  #changes = new Map<string, Map<string, Status>>();
  #gathering: NodeJS.Timeout | undefined;
  readonly #subscriptions: Subscription[];
  readonly #timer: NodeJS.Timeout;

  constructor(hub: Hub) {
    this.#hub = hub;
    const { nats } = hub.context;
    this.#subscriptions = [
      nats.subscribe(ALIVE, {
        callback: (_error, message) => {
          this.#seen.set(message.string(), performance.now());
        },
      }),
      nats.subscribe(WHO, { callback: (_error, message) => this.#answer(message) }),
      nats.subscribe(`${HERE}.${hub.context.node}`, {
        callback: (_error, message) => {
          const { node, told } = unpackr.unpack(message.data) as Answer;
          this.#learn(node, told);
        },
      }),
    ];
    this.#timer = setInterval(() => this.#beat(), ALIVE_EVERY);
  }

  /** The status of a person as others see it. */
  statusOf(userId: string): Status {
    let best: Status = this.#local.get(userId) ?? 'offline';
    for (const people of this.#remote.values()) {
      const status = people.get(userId)?.status;
      if (status && RANK[status] > RANK[best]) best = status;
    }
    return best;
  }

  /** The status of a person as it is shown in a community: who has not accepted a conversation is not shown there. */
  statusIn(communityId: string, userId: string): Status {
    const community = this.#hub.rooms.get(communityId)?.community;
    return community?.requestTo(userId) ? 'offline' : this.statusOf(userId);
  }

  /** Of these people in a community, those who are not offline. */
  present(communityId: string, userIds: Iterable<string>): Presence[] {
    const present: Presence[] = [];
    for (const user_id of userIds) {
      const status = this.statusIn(communityId, user_id);
      if (status !== 'offline') present.push({ user_id, status });
    }
    return present;
  }

  /**
   * Works out anew how present a person is on this node, and tells everyone if that has changed.
   *
   * @param left communities of a session that has just ended.
   */
  refreshLocal(userId: string, left: readonly string[] = []): void {
    const sessions = this.#hub.byUser.get(userId) ?? [];
    let status: Status = 'offline';
    for (const session of sessions) if (RANK[session.status] > RANK[status]) status = session.status;
    const before = this.#local.get(userId) ?? 'offline';
    if (status === 'offline') this.#local.delete(userId);
    else this.#local.set(userId, status);
    if (status === before) return;
    for (const session of sessions) for (const { id } of session.rooms) this.#change(id, userId, status);
    for (const id of left) this.#change(id, userId, status);
  }

  /** Tells everyone of whom a session that has become live makes present. */
  arrive(session: Session): void {
    const { id } = session.actor!.user;
    this.refreshLocal(id);
    // Other shards of a bot have told the same status, but not to these communities.
    if (session.shard[1] > 1) for (const room of session.rooms) this.announce(id, room.id);
  }

  /** Tells a community that someone who has just joined it is here. */
  announce(userId: string, communityId: string): void {
    const status = this.#local.get(userId);
    if (status) this.#change(communityId, userId, status);
  }

  /** Forgets that someone was here for a community, because they have left it. */
  forget(userId: string, communityId: string): void {
    for (const people of this.#remote.values()) {
      const elsewhere = people.get(userId);
      if (elsewhere?.communities.delete(communityId) && elsewhere.communities.size === 0) people.delete(userId);
    }
  }

  #change(communityId: string, userId: string, status: Status): void {
    const ofCommunity = this.#changes.get(communityId);
    if (ofCommunity) ofCommunity.set(userId, status);
    else this.#changes.set(communityId, new Map([[userId, status]]));
    this.#gathering ??= setTimeout(() => this.#tell(), GATHER);
  }

  #tell(): void {
    const changes = this.#changes;
    this.#changes = new Map();
    this.#gathering = undefined;
    const { log, node } = this.#hub.context;
    for (const [community_id, statuses] of changes) {
      const owner = { kind: 'c', id: community_id } as const;
      const partition = partitionOf(community_id, log.partitions);
      const subject = formatSubject(EPHEMERAL, { partition, owner, channelId: null, name: 'PRESENCE_UPDATE' });
      const presences = [...statuses].map(([user_id, status]) => ({ user_id, status }));
      for (const part of parts(presences)) {
        log.publishEphemeral(subject, { community_id, presences: part } satisfies Told, node);
      }
      for (const { user_id } of presences) this.show(user_id, community_id);
    }
  }

  /** Takes in what a node, perhaps this one, has told a community, and passes on what it means to the sessions here. */
  receive(node: string, event: LogEvent): void {
    if (node !== this.#hub.context.node) this.#learn(node, event.data<Told>());
  }

  #learn(node: string, { community_id, presences }: Told): void {
    // A node that is never heard again must be missed, too.
    if (!this.#seen.has(node)) this.#seen.set(node, performance.now());
    let people = this.#remote.get(node);
    if (!people) {
      people = new Map();
      this.#remote.set(node, people);
    }
    for (const { user_id, status } of presences) {
      const known = people.get(user_id);
      if (status === 'offline') people.delete(user_id);
      else if (known) {
        known.status = status;
        known.communities.add(community_id);
      } else people.set(user_id, { status, communities: new Set([community_id]) });
      this.show(user_id, community_id);
    }
  }

  /** Shows a community how present someone is. */
  show(user_id: string, community_id: string): void {
    const status = this.statusIn(community_id, user_id);
    this.#hub.publishToView(`p/${community_id}`, new MadeEvent('PRESENCE_UPDATE', { community_id, user_id, status }));
    this.#hub.memberLists.presence(community_id, user_id, status);
  }

  /** Asks the other nodes who of a community is on them, because from now on it is followed here. */
  ask(communityId: string): void {
    const { nats, node, log } = this.#hub.context;
    if (log.reachable) nats.publish(WHO, `${node} ${communityId}`);
  }

  /** Forgets who of a community is on other nodes, because what they tell it is not heard here any more. */
  unfollow(communityId: string): void {
    for (const people of this.#remote.values()) {
      for (const [userId, { communities }] of people) {
        if (communities.delete(communityId) && communities.size === 0) people.delete(userId);
      }
    }
  }

  #answer(message: Msg): void {
    const { node, log, nats } = this.#hub.context;
    const [asker, community_id] = message.string().split(' ') as [string, string];
    const room = this.#hub.rooms.get(community_id);
    if (asker === node || !log.reachable || !room) return;
    const here: Presence[] = [];
    for (const user_id of new Set([...room.sessions()].map((session) => session.actor!.user.id))) {
      const status = this.#local.get(user_id);
      if (status) here.push({ user_id, status });
    }
    for (const presences of parts(here)) {
      nats.publish(`${HERE}.${asker}`, packData({ node, told: { community_id, presences } } satisfies Answer));
    }
  }

  #beat(): void {
    const { nats, node, log } = this.#hub.context;
    const now = performance.now();
    if (!log.reachable) {
      // Silence says nothing while NATS itself is away; afterwards everyone has as long as ever to be heard again.
      for (const other of this.#seen.keys()) this.#seen.set(other, now);
      return;
    }
    nats.publish(ALIVE, node);
    for (const [other, at] of this.#seen) {
      if (other === node || now - at < DEAD_AFTER) continue;
      this.#seen.delete(other);
      this.#bury(other);
    }
  }

  #bury(node: string): void {
    this.#hub.context.logger.warn({ node }, 'A gateway node has fallen silent; those on it count as gone');
    const people = this.#remote.get(node);
    this.#remote.delete(node);
    for (const [userId, { communities }] of people ?? []) for (const id of communities) this.show(userId, id);
  }

  /** Tells what is to be told, and stops telling and listening. */
  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#gathering);
    this.#tell();
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}

function* parts(presences: readonly Presence[]): Generator<Presence[]> {
  for (let i = 0; i < presences.length; i += MOST) yield presences.slice(i, i + MOST);
}
