import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine, Piece } from './machine.ts';
import type { Random } from './random.ts';

/** What can be done to a cluster. */
const KINDS = [
  'gateway killed',
  'gateway drained',
  'worker killed',
  'nats killed',
  'database killed',
  'clients cut',
] as const;
type Kind = (typeof KINDS)[number];

/** Clients whose network is cut at once, at least and at most. */
const CUT_AT_LEAST = 20;
const CUT_AT_MOST = 30;
const LOOK_AGAIN = 200;

/** What a killer needs to know. */
export interface KillerOptions {
  machine: Machine;
  random: Random;
  /** Seconds between two kills, on average. */
  every: number;
  /** Cuts the network of so many clients. */
  cut: (clients: number) => void;
  /** Told in words what was killed. */
  report: (what: string) => void;
}

/**
 * Kills one thing after the other until it is stopped. The kinds come in turns of random order, and of each kind what was
 * left alone for longest, so that even a short run has each and none is of no consequence. Of the engines, which keep what
 * nobody else has, the next is killed only when all are healthy again.
 */
export class Killer {
  /** How often each kind of thing was done. */
  readonly done = new Map<Kind, number>();
  readonly #options: KillerOptions;
  /** When each piece was chosen last, counted in choices. */
  readonly #touched = new Map<Piece, number>();
  #turns = 0;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: KillerOptions) {
    this.#options = options;
  }

  /** Kills so far. */
  get kills(): number {
    return [...this.done.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Begins. */
  start(): void {
    this.#running = this.#run();
  }

  /** Kills nothing more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { random, every } = this.#options;
    let turn: Kind[] = [];
    while (!this.#stop.signal.aborted) {
      await this.#pause(random.between(every * 500, every * 1500));
      if (turn.length === 0) turn = random.shuffled(KINDS);
      const kind = turn.shift()!;
      await this.#do(kind);
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) throw error;
    });
  }

  async #do(kind: Kind): Promise<void> {
    const { machine, random, cut } = this.#options;
    if (kind === 'clients cut') {
      const clients = random.between(CUT_AT_LEAST, CUT_AT_MOST);
      cut(clients);
      this.#count(kind, `${clients} clients cut`);
      return;
    }
    const engines = [...machine.nats, machine.database];
    const { among, needed } = {
      'gateway killed': { among: machine.gateways, needed: machine.gateways },
      'gateway drained': { among: machine.gateways, needed: machine.gateways },
      'worker killed': { among: machine.workers, needed: machine.workers },
      'nats killed': { among: machine.nats, needed: engines },
      'database killed': { among: [machine.database], needed: engines },
    }[kind];
    const piece = this.#next(among);
    // Gateways and workers need only be there to be killed; engines must have caught up with each other.
    const isReady =
      kind.startsWith('nats') || kind.startsWith('database') ? allHealthy : async () => piece.pids.length > 0;
    while (!(await isReady(needed))) {
      if (this.#stop.signal.aborted) return;
      await this.#pause(LOOK_AGAIN);
    }
    if (this.#stop.signal.aborted) return;
    if (kind === 'gateway drained') process.kill(piece.pids[0]!, 'SIGTERM');
    else piece.kill();
    this.#count(kind, `${piece.name} ${kind.split(' ')[1]}`);
  }

  // Of those that were left alone for longest: a gateway that was killed a moment ago has hardly any clients.
  #next(among: readonly Piece[]): Piece {
    const last = (piece: Piece) => this.#touched.get(piece) ?? 0;
    const [piece] = this.#options.random.shuffled(among).sort((a, b) => last(a) - last(b));
    this.#touched.set(piece!, ++this.#turns);
    return piece!;
  }

  #count(kind: Kind, what: string): void {
    this.done.set(kind, (this.done.get(kind) ?? 0) + 1);
    this.#options.report(what);
  }
}

async function allHealthy(pieces: readonly Piece[]): Promise<boolean> {
  return (await Promise.all(pieces.map((piece) => piece.isHealthy()))).every((healthy) => healthy);
}
