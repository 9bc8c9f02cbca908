import { keepOffServerCpu } from './cpus.ts';
import { type Instance, type Process, type Server, startInstance } from './instance.ts';
import { type Hello, type Kind, Load, type LoadStats, type Outgoing } from './load.ts';
import { atMost, cpuSeconds, type Goal, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { PEERS, type Peer, type PeerName } from './peers.ts';
import { identify, seedCommunity, sendRequest } from './seed.ts';

/** Sockets in the channel. With 200 every rate can be kept by every server, so that latencies mean something. */
const SIZES = [200, 1_000, 5_000];
const ROUNDS = 3;
/** Sockets that send in turn: Cozy lets each send a hundred in a second. */
const SENDERS = 40;

/** How events are sent: so many each second, or so many at once as soon as those before have come everywhere. */
const PATTERNS = {
  quiet: { perSecond: 10, ms: 2_000 },
  one: { inFlight: 1, ms: 1_500 },
  sixteen: { inFlight: 16, ms: 1_500 },
  at_500: { perSecond: 500, ms: 2_000 },
  at_1000: { perSecond: 1_000, ms: 2_000 },
} as const satisfies Record<string, { ms: number; perSecond?: number; inFlight?: number }>;
type PatternName = keyof typeof PATTERNS;

/**
 * Deliveries that one round may make at a rate. At 1,000 sockets and 1,000 events/s no server keeps up with one core; what
 * it cannot send at once waits in its memory, and is waited for.
 */
const MOST_DELIVERIES = 200_000;
/** Milliseconds that deliveries may come after the last event was sent, and without any coming, until they are given up. */
const GRACE = 30_000;
const QUIET = 3_000;
/** Milliseconds of each server's first, unmeasured events. */
const WARM_UP = 300;

/** A server under test with its sockets. */
interface Contender {
  name: string;
  load: Load;
  pid: number;
  messages: Outgoing[];
  /** Processes that work for it, whose CPU is told apart. */
  helpers: Record<string, number>;
}

/**
 * What it costs the server to bring events to all sockets in one channel, in CPU seconds per million deliveries, and how
 * long they take, for Cozy with everything on and for peers that are sent the same bytes at the same pace. They take
 * turns.
 */
export async function fanout(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  for (const size of SIZES) await compare(scaled(size, 10), `s${size}`, rounds);
  return { bench: 'fanout', figures: rounds.figures(), goals: goals(rounds) };
}

async function compare(sockets: number, prefix: string, rounds: Rounds): Promise<void> {
  const instance = await startInstance();
  const stops: (() => Promise<unknown>)[] = [() => instance.stop()];
  try {
    say(`fanout: ${sockets} sockets, opening`);
    const server = await instance.startServer();
    const worker = await instance.startWorker();
    const cozy = await openCozy(instance, server, worker, sockets);
    stops.push(() => cozy.load.close());
    const bytes = await frameBytes(cozy);
    rounds.add('frame', bytes, 'bytes');
    const contenders = [cozy];
    for (const name of Object.keys(PEERS) as PeerName[]) {
      const peer = await PEERS[name]();
      stops.push(() => peer.stop());
      const contender = await openPeer(name, peer, sockets, bytes);
      stops.push(() => contender.load.close());
      contenders.push(contender);
    }
    for (const { load, messages } of contenders) {
      await load.pump(messages, { low: 0, high: 1, forMs: WARM_UP, graceMs: GRACE, quietMs: QUIET });
    }
    for (const pattern of Object.keys(PATTERNS) as PatternName[]) {
      say(`fanout: ${sockets} sockets, ${pattern}`);
      for (let round = 0; round < roundsOf(ROUNDS); round++) {
        for (const contender of contenders) {
          await measure(contender, pattern, sockets, rounds, `${prefix}.${pattern}.${contender.name}`);
        }
      }
    }
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function openCozy(instance: Instance, server: Server, worker: Process, sockets: number): Promise<Contender> {
  const { people, community } = await instance.withContext((context) => seedCommunity(context, sockets));
  const hellos = people.map((account): Hello => ({ hello: identify(account) }));
  const url = `${server.gateway}?v=1&encoding=msgpack&compress=none`;
  const load = await open('cozy', url, sockets, hellos);
  const frame = sendRequest(community.channelId);
  const messages = Array.from({ length: Math.min(SENDERS, sockets) }, (_, socket) => ({ socket, frame }));
  const helpers = { nats: instance.nats, worker: worker.pid };
  return { name: 'cozy', load, pid: server.pid, messages, helpers };
}

async function openPeer(name: string, peer: Peer, sockets: number, bytes: number): Promise<Contender> {
  const load = await open(peer.kind, peer.url, sockets);
  const messages = [{ socket: 0, frame: peer.publish(bytes) }];
  return { name, load, pid: peer.pid, messages, helpers: {} };
}

async function open(kind: Kind, url: string, sockets: number, hellos: Hello[] = []): Promise<Load> {
  const load = await Load.start();
  await load.open({ url, kind, sockets, hellos });
  return load;
}

// The size of one event in bytes, as all sockets receive it; the sender's also gets an answer of nearly that size.
async function frameBytes({ load, messages }: Contender): Promise<number> {
  const settled = { quietMs: 1_000 };
  await load.await(settled);
  await load.reset();
  const { inflated, ready } = await load.play([{ at: 0, ...messages[0]! }], settled);
  return Math.round(inflated / (ready + 1));
}

async function measure(
  { load, pid, messages, helpers }: Contender,
  name: PatternName,
  sockets: number,
  rounds: Rounds,
  key: string,
): Promise<void> {
  await load.reset();
  const before = cpuSeconds(pid);
  const helpersBefore = Object.values(helpers).map(cpuSeconds);
  const { stats, seconds } = await send(load, messages, name, sockets);
  const cpu = cpuSeconds(pid) - before;
  const million = stats.marked / 1e6;
  rounds.add(`${key}.cpu`, cpu / million, 'CPU s per million deliveries');
  rounds.add(`${key}.p50`, stats.delivery.p50, 'ms');
  rounds.add(`${key}.p99`, stats.delivery.p99, 'ms');
  rounds.add(`${key}.rate`, stats.marked / stats.seconds, 'deliveries/s');
  if (seconds) rounds.add(`${key}.kept`, Math.min(1, seconds / stats.seconds), 'share of the rate');
  rounds.add(`${key}.missing`, stats.sent * sockets - stats.marked, 'deliveries');
  for (const [i, [helper, helperPid]] of Object.entries(helpers).entries()) {
    const used = cpuSeconds(helperPid) - helpersBefore[i]!;
    rounds.add(`${key}.${helper}_cpu`, used / million, 'CPU s per million deliveries');
  }
}

async function send(
  load: Load,
  messages: Outgoing[],
  name: PatternName,
  sockets: number,
): Promise<{ stats: LoadStats; seconds?: number }> {
  const pattern: { ms: number; perSecond?: number; inFlight?: number } = PATTERNS[name];
  const { perSecond, inFlight = 0, ms } = pattern;
  const until = { graceMs: GRACE, quietMs: QUIET };
  if (!perSecond) {
    return { stats: await load.pump(messages, { low: 0, high: inFlight, forMs: scaled(ms), ...until }) };
  }
  const most = Math.ceil(MOST_DELIVERIES / sockets);
  const count = Math.min(most, Math.round((perSecond * scaled(ms)) / 1_000));
  const schedule = Array.from({ length: count }, (_, i) => ({
    at: (i / perSecond) * 1e6,
    ...messages[i % messages.length]!,
  }));
  return { stats: await load.play(schedule, { expect: count * sockets, ...until }), seconds: count / perSecond };
}

function goals(rounds: Rounds): Goal[] {
  const ratio = (of: string, to: string) => rounds.median(of) / rounds.median(to);
  const goals: Goal[] = [];
  for (const size of [1_000, 5_000]) {
    const cpu = (pattern: PatternName, name: string) => `s${size}.${pattern}.${name}.cpu`;
    goals.push(
      atMost(`${size}: quiet, CPU to bare`, ratio(cpu('quiet', 'cozy'), cpu('quiet', 'bare')), 1.15),
      atMost(`${size}: 500/s, CPU to bare one at a time`, ratio(cpu('at_500', 'cozy'), cpu('one', 'bare')), 0.35),
      atMost(`${size}: 1,000/s, CPU to bare one at a time`, ratio(cpu('at_1000', 'cozy'), cpu('one', 'bare')), 0.2),
    );
    for (const pattern of ['quiet', 'at_500', 'at_1000'] as const) {
      const others = (Object.keys(PEERS) as PeerName[]).filter((name) => name !== 'bare');
      const best = Math.min(...others.map((name) => rounds.median(cpu(pattern, name))));
      goals.push(atMost(`${size}: ${pattern}, CPU to the best peer`, rounds.median(cpu(pattern, 'cozy')) / best, 1));
    }
  }
  for (const size of SIZES.slice(0, 2)) {
    for (const pattern of ['at_500', 'at_1000'] as const) {
      const added = rounds.median(`s${size}.${pattern}.cozy.p50`) - rounds.median(`s${size}.quiet.cozy.p50`);
      goals.push(atMost(`${size}: ${pattern}, p50 added to a quiet channel's, ms`, added, 8));
    }
  }
  return goals;
}
