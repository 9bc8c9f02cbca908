import { EPHEMERAL, formatSubject, packData, partitionOf } from '@cozy/core';
import type { EventData, Presence, Status } from '@cozy/protocol';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { Unpackr } from 'msgpackr';
import { MadeEvent } from './frames.ts';
import type { Hub } from './hub.ts';

/** Subjects on which nodes say that they live, and ask one another who is here. */
const ALIVE = 'presence.alive';
const WHO = 'presence.who';
const HERE = 'presence.here';
/** Presences in one answer, so that it stays far below the largest NATS message. */
const ANSWER = 2_000;
/** Milliseconds between two signs of life, and without one until a node counts as dead. */
const ALIVE_EVERY = 1_000;
const DEAD_AFTER = 3_500;

/** Of several sessions of one person the most present one counts. */
const RANK: Record<Status, number> = { dnd: 3, online: 2, idle: 1, offline: 0 };

interface Known {
  nodes: Map<string, Status>;
  /** Communities in which the person was announced. */
  communities: Set<string>;
}

const unpackr = new Unpackr({ useRecords: false });

/**
 * Who is here, on all nodes. Nothing is stored: nodes tell one another what changes, ask about a community when
 * they begin to follow it, and take a node that falls silent for gone together with everyone on it.
 */
export class Presences {
  readonly #hub: Hub;
  readonly #known = new Map<string, Known>();
  readonly #seen = new Map<string, number>();
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
      nats.subscribe(`${HERE}.${hub.context.node}`, { callback: (_error, message) => this.#learn(message) }),
    ];
    this.#timer = setInterval(() => this.#beat(), ALIVE_EVERY);
  }

  /** The status of a person as others see it. */
  statusOf(userId: string): Status {
    return highest(this.#known.get(userId)?.nodes.values() ?? []);
  }

  /** Of these people, those who are not offline. */
  present(userIds: Iterable<string>): Presence[] {
    const present: Presence[] = [];
    for (const user_id of userIds) {
      const status = this.statusOf(user_id);
      if (status !== 'offline') present.push({ user_id, status });
    }
    return present;
  }

  /** Works out anew how present a person is on this node, and tells everyone if that has changed. */
  refreshLocal(userId: string): void {
    const sessions = this.#hub.byUser.get(userId) ?? [];
    const status = highest(sessions.map((session) => session.status));
    const known = this.#known.get(userId);
    const before = known?.nodes.get(this.#hub.context.node) ?? 'offline';
    const communities = new Set(sessions.flatMap((session) => session.rooms.map((room) => room.id)));
    for (const id of known?.communities ?? []) communities.add(id);
    if (status === before && status === 'offline') return;
    for (const id of communities) {
      if (status !== before || !known?.communities.has(id)) this.#publish(userId, id, status);
    }
    this.#record(this.#hub.context.node, userId, status, communities);
    this.#prune(userId);
  }

  /** Tells a community that someone who has just joined it is here. */
  announce(userId: string, communityId: string): void {
    const status = this.#known.get(userId)?.nodes.get(this.#hub.context.node);
    if (status) this.#publish(userId, communityId, status);
  }

  /** Forgets that someone was here for a community, because they have left it. */
  forget(userId: string, communityId: string): void {
    this.#known.get(userId)?.communities.delete(communityId);
  }

  /** Takes in what a node, perhaps this one, has told a community, and passes on what it means to the sessions here. */
  receive(node: string, { user_id, community_id, status }: EventData<'PRESENCE_UPDATE'>): void {
    // A node that is never heard again must be missed, too.
    if (!this.#seen.has(node)) this.#seen.set(node, performance.now());
    this.#record(node, user_id, status, [community_id]);
    this.#show(user_id, community_id);
  }

  #show(user_id: string, community_id: string): void {
    const data: EventData<'PRESENCE_UPDATE'> = { community_id, user_id, status: this.statusOf(user_id) };
    this.#hub.publishToView(`p/${community_id}`, new MadeEvent('PRESENCE_UPDATE', data));
    this.#hub.memberLists.presence(community_id, user_id, data.status);
  }

  #record(node: string, userId: string, status: Status, communities: Iterable<string>): void {
    let known = this.#known.get(userId);
    if (!known) {
      if (status === 'offline') return;
      known = { nodes: new Map(), communities: new Set() };
      this.#known.set(userId, known);
    }
    for (const id of communities) known.communities.add(id);
    if (status === 'offline') known.nodes.delete(node);
    else known.nodes.set(node, status);
    if (known.nodes.size === 0) this.#known.delete(userId);
  }

  #publish(userId: string, communityId: string, status: Status): void {
    const { log, node } = this.#hub.context;
    const partition = partitionOf(communityId, log.partitions);
    const owner = { kind: 'c', id: communityId } as const;
    const subject = formatSubject(EPHEMERAL, { partition, owner, channelId: null, name: 'PRESENCE_UPDATE' });
    log.publishEphemeral(subject, { community_id: communityId, user_id: userId, status }, node);
  }

  /** Asks the other nodes who of a community is on them, because from now on it is followed here. */
  ask(communityId: string): void {
    const { nats, node, log } = this.#hub.context;
    if (log.reachable) nats.publish(WHO, `${node} ${communityId}`);
  }

  /** Forgets who of a community is on other nodes, because what they tell it is not heard here any more. */
  unfollow(communityId: string): void {
    for (const [userId, { communities }] of [...this.#known]) if (communities.has(communityId)) this.#prune(userId);
  }

  // Of somebody who is not on this node, only what is told to a community that is followed here can be known.
  #prune(userId: string): void {
    const known = this.#known.get(userId);
    if (!known || known.nodes.has(this.#hub.context.node)) return;
    for (const id of [...known.communities]) if (!this.#hub.rooms.has(id)) known.communities.delete(id);
    if (known.communities.size === 0) this.#known.delete(userId);
  }

  #answer(message: Msg): void {
    const { node, log, nats } = this.#hub.context;
    const [asker, community_id] = message.string().split(' ') as [string, string];
    if (asker === node || !log.reachable) return;
    const here: EventData<'PRESENCE_UPDATE'>[] = [];
    for (const [user_id, { nodes, communities }] of this.#known) {
      const status = nodes.get(node);
      if (status && communities.has(community_id)) here.push({ user_id, community_id, status });
    }
    for (let i = 0; i < here.length; i += ANSWER) {
      nats.publish(`${HERE}.${asker}`, packData({ node, here: here.slice(i, i + ANSWER) }));
    }
  }

  #learn(message: Msg): void {
    const { node, here } = unpackr.unpack(message.data) as { node: string; here: EventData<'PRESENCE_UPDATE'>[] };
    for (const presence of here) this.receive(node, presence);
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
    for (const [user_id, known] of [...this.#known]) {
      if (!known.nodes.delete(node)) continue;
      if (known.nodes.size === 0) this.#known.delete(user_id);
      for (const community_id of known.communities) this.#show(user_id, community_id);
    }
  }

  /** Stops telling and listening. */
  close(): void {
    clearInterval(this.#timer);
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }
}

function highest(statuses: Iterable<Status>): Status {
  let best: Status = 'offline';
  for (const status of statuses) if (RANK[status] > RANK[best]) best = status;
  return best;
}
