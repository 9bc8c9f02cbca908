import {
  type CommunitySnapshot,
  Connection,
  compareIds,
  type Dispatch,
  type EventData,
  type Socket,
} from '@cozy/protocol';
import { WebSocket } from 'ws';
import type { Rest } from './rest.ts';
import { fingerprint, type Mark, type Trace } from './trace.ts';
import type { ClientPlan } from './world.ts';

/** Milliseconds after which a person's token, which lasts 15 minutes, is replaced before it is used again. */
const TOKEN_AGE = 10 * 60_000;

/** A channel that a client is shown. */
export interface ShownChannel {
  id: string;
  communityId: string;
  /** The newest message that the client knows. */
  head: string | null;
}

/** One client: the connection that everybody uses, and a trace of everything that it was sent. */
export class Member {
  readonly plan: ClientPlan;
  readonly connection: Connection;
  /** Channels in which it could read now, by id. */
  readonly channels = new Map<string, ShownChannel>();
  /** Communities that it is in. */
  readonly communities = new Set<string>();
  readonly #trace: Omit<Trace, 'held'>;
  readonly #rest: Rest;
  #socket: WebSocket | undefined;
  #token: string;
  #tokenAt: number;
  #end: Error | undefined;

  /**
   * @param plan who connects and how.
   * @param origins nodes, `http://…`, in the order in which this client tries them.
   * @param rest to log in again.
   */
  constructor(plan: ClientPlan, origins: readonly string[], rest: Rest) {
    this.plan = plan;
    this.#rest = rest;
    this.#token = plan.token;
    this.#tokenAt = plan.tokenAt;
    this.#trace = { client: plan.index, events: [], marks: [] };
    let attempts = 0;
    this.connection = new Connection({
      url: '/gateway',
      token: () => this.#validToken(),
      intents: plan.intents,
      shard: plan.shard,
      passive: plan.passive,
      socket: (path) => {
        const origin = origins[attempts++ % origins.length]!;
        this.#socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`);
        return this.#socket as unknown as Socket;
      },
    });
    this.connection.on('dispatch', (event) => this.#receive(event));
    this.connection.on('fatal', ({ code, reason }) => {
      this.#end = new Error(`Client ${plan.index} (user ${plan.userId}) is closed for good: ${code} ${reason}`);
    });
    this.connection.on('repeat', (place) => this.#mark({ kind: 'repeat', place }));
    this.connection.on('state', (state) => {
      if (state === 'resuming') this.#mark({ kind: 'resume', cursors: this.connection.cursors });
    });
  }

  /** Stored events so far. */
  get received(): number {
    return this.#trace.events.length / 3;
  }

  /** Waits until it is connected. @throws {Error} when it is closed for good. */
  async ready(): Promise<void> {
    if (this.connection.state !== 'ready' && this.connection.state !== 'closed') {
      await this.connection.once('state', (state) => state === 'ready' || state === 'closed');
    }
    this.assertOpen();
  }

  /** @throws {Error} when it is closed for good. */
  assertOpen(): void {
    if (this.#end) throw this.#end;
  }

  /** Brings communities into view, in place of others. */
  look(communities: string[]): void {
    this.#mark({ kind: 'looked', communities });
    this.connection.subscribe({ communities, channels: [] });
  }

  /** Cuts its network, as when a cable is pulled. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** Everything that it was sent so far, and what it holds. */
  trace(): Trace {
    const held: Trace['held'] = { channels: {}, heads: {} };
    for (const id of this.communities) held.channels[id] = [];
    for (const { id, communityId, head } of this.channels.values()) {
      held.channels[communityId]?.push(id);
      if (head !== null) held.heads[id] = head;
    }
    return { ...this.#trace, held };
  }

  async #validToken(): Promise<string> {
    const { login } = this.plan;
    if (login && Date.now() - this.#tokenAt > TOKEN_AGE) {
      this.#token = (await this.#rest.once('auth.login', login)).access_token;
      this.#tokenAt = Date.now();
    }
    return this.#token;
  }

  #mark(mark: Mark): void {
    this.#trace.marks.push({ ...mark, after: this.received });
  }

  #receive({ name, data, place }: Dispatch): void {
    if (place) this.#trace.events.push(place[0], place[1], fingerprint(name, data));
    switch (name) {
      case 'READY':
        this.communities.clear();
        this.channels.clear();
        for (const community of data.communities) this.#show(community);
        this.#mark({ kind: 'ready', cursors: data.cursors, communities: [...this.communities] });
        return;
      case 'RESUMED':
        for (const id of this.communities) if (!data.communities.includes(id)) this.#hide(id);
        this.#mark({ kind: 'resumed', cursors: this.connection.cursors, communities: data.communities });
        return;
      case 'COMMUNITY_CREATE':
        this.#show(data);
        this.#mark({ kind: 'shown', community: data.id, heads: headsOf(data) });
        return;
      case 'COMMUNITY_DELETE':
        this.#hide(data.id);
        this.#mark({ kind: 'gone', community: data.id });
        return;
      case 'CHANNEL_CREATE':
      case 'CHANNEL_UPDATE':
        this.#showChannel(data);
        return;
      case 'CHANNEL_DELETE':
        this.channels.delete(data.id);
        return;
      case 'MESSAGE_CREATE':
        if (!data.thread_id) this.#head(data.channel_id, data.id);
        return;
      case 'PASSIVE_UPDATE':
        for (const { id, last_message_id } of data.channels) this.#head(id, last_message_id);
        return;
      case 'SUBSCRIBED':
        // An answer to an earlier view says nothing of what has come into view since.
        this.#mark({ kind: 'subscribed', cursors: data.cursors, communities: [...this.connection.given] });
        return;
      default:
    }
  }

  #show(community: CommunitySnapshot): void {
    this.#hide(community.id);
    this.communities.add(community.id);
    for (const channel of community.channels) this.#showChannel(channel);
  }

  #hide(id: string): void {
    this.communities.delete(id);
    for (const channel of [...this.channels.values()]) if (channel.communityId === id) this.channels.delete(channel.id);
  }

  #showChannel({ id, community_id, type, last_message_id }: EventData<'CHANNEL_UPDATE'>): void {
    if (type !== 'text' || !this.communities.has(community_id)) return;
    const head = this.channels.get(id)?.head ?? last_message_id;
    this.channels.set(id, { id, communityId: community_id, head });
  }

  #head(channelId: string, messageId: string): void {
    const channel = this.channels.get(channelId);
    if (channel && compareIds(channel.head ?? '', messageId) < 0) channel.head = messageId;
  }
}

function headsOf({ channels }: CommunitySnapshot): Record<string, string> {
  return Object.fromEntries(
    channels.flatMap(({ id, last_message_id }) => (last_message_id === null ? [] : [[id, last_message_id]])),
  );
}
