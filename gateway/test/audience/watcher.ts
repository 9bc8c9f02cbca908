import { type Cursors, type Encoding, Op } from '@cozy/protocol';
import type { Received, TestClient } from '../client.ts';
import type { TestNode, TestUser } from '../harness.ts';

/** Milliseconds that a node is waited for: far more than it takes. */
const PATIENCE = 10_000;

/** How a session is opened. */
export interface WatcherOptions {
  intents?: number;
  passive: boolean;
  encoding: Encoding;
  compressed: boolean;
}

/** A Subscribe that was answered. */
export interface Look {
  inView: boolean;
  /** Where the node was in the community's partition when the answer had come. */
  through: number;
}

/** One connection of a session, from its start to its end. */
export interface Life {
  kind: 'identify' | 'resume';
  /** Of a resumed one: the cursor in the community’s partition, and where the node was when Resume was sent. */
  cursor: number;
  since: number;
  /** Whether the community was in view from the beginning. */
  inView: boolean;
  looks: Look[];
  /** What came, in order. */
  events: readonly Received[];
}

/** A session of somebody that is connected, lost and resumed, and remembers what it was sent. */
export class Watcher {
  readonly user: TestUser;
  readonly options: WatcherOptions;
  readonly lives: Life[] = [];
  readonly partition: number;
  readonly #communityId: string;
  #node: TestNode | undefined;
  #client: TestClient | undefined;
  #cursors: Cursors = {};
  /** One thing after another: what is asked of a session while it is being started waits. */
  #turn: Promise<void> = Promise.resolve();

  constructor(user: TestUser, options: WatcherOptions, communityId: string, partition: number) {
    this.user = user;
    this.options = options;
    this.#communityId = communityId;
    this.partition = partition;
  }

  /** Where it is connected, or was. */
  get node(): TestNode | undefined {
    return this.#node;
  }

  /** Whether the community was in view when it was last asked for. */
  get #inView(): boolean {
    const life = this.lives.at(-1);
    return life?.looks.at(-1)?.inView ?? life?.inView ?? false;
  }

  /** Connects and identifies. */
  identify(node: TestNode, inView: boolean): Promise<void> {
    return this.#next(async () => {
      this.#lose();
      const client = await this.#connect(node);
      this.#cursors = {};
      this.#live({ kind: 'identify', cursor: 0, since: 0, inView, looks: [], events: client.events });
      await client.ready(this.user.token, this.#start(inView));
      await this.#answered(inView);
    });
  }

  /** Connects and resumes with the view that it had. */
  resume(node: TestNode): Promise<void> {
    return this.#next(async () => {
      const inView = this.#inView;
      this.#lose();
      const client = await this.#connect(node);
      const since = node.context.replica.tail.position(this.partition);
      const cursor = this.#cursors[String(this.partition)] ?? 0;
      this.#live({ kind: 'resume', cursor, since, inView, looks: [], events: client.events });
      await client.resumed(this.user.token, this.#cursors, this.#start(inView));
      await this.#answered(inView);
    });
  }

  /** Loses the connection as a network does: what is on its way is lost. */
  drop(): Promise<void> {
    return this.#next(async () => this.#lose());
  }

  /** Brings the community into view, or takes it out. */
  look(inView: boolean): Promise<void> {
    return this.#next(async () => {
      this.#client?.send({ op: Op.Subscribe, d: { communities: inView ? [this.#communityId] : [], channels: [] } });
      await this.#answered(inView);
    });
  }

  /** Waits until everything has come that is to come once nothing happens any more. */
  async end(through: number, node: TestNode): Promise<void> {
    await this.#turn;
    // Whoever is away comes back, so that what they missed is judged, too.
    if (!this.#client) await this.resume(node);
    await this.#node!.context.replica.tail.reached([this.partition, through], PATIENCE);
    await this.#client!.settled();
  }

  /** Waits until an event has come that makes `look` true of all that came. */
  async until(what: string, look: (events: readonly Received[]) => boolean): Promise<void> {
    await this.#client!.until(what, () => look(this.#client!.events) || undefined);
  }

  #next(act: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(act);
    return this.#turn;
  }

  async #connect(node: TestNode): Promise<TestClient> {
    const { encoding, compressed } = this.options;
    this.#node = node;
    this.#client = await node.connect({ encoding, compressed: compressed && encoding === 'msgpack' });
    return this.#client;
  }

  #live(life: Life): void {
    this.lives.push(life);
  }

  #start(inView: boolean): object {
    const { intents, passive } = this.options;
    const subscribe = { communities: inView ? [this.#communityId] : [], channels: [] };
    return { intents, passive, ...(passive && { subscribe }) };
  }

  // A passive session is told from where on it is given what is in view.
  async #answered(inView: boolean): Promise<void> {
    const life = this.lives.at(-1);
    if (!this.#client || !life || !this.options.passive) return;
    const answers = () => life.events.filter(({ name }) => name === 'SUBSCRIBED').length;
    await this.#client.until('SUBSCRIBED', () => answers() > life.looks.length || undefined);
    life.looks.push({ inView, through: this.#node!.context.replica.tail.position(this.partition) });
  }

  #lose(): void {
    const life = this.lives.at(-1);
    if (!this.#client || !life) return;
    life.events = [...this.#client.events];
    for (const [partition, sequence] of Object.entries(this.#client.cursors)) {
      this.#cursors[partition] = Math.max(sequence, this.#cursors[partition] ?? 0);
    }
    this.#client.drop();
    this.#client = undefined;
  }
}
