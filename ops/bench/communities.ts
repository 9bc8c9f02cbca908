import { DICTIONARY_VERSION, type Encoding, encodeFrame, Op } from '@cozy/protocol';
import { Random } from '../src/cluster/random.ts';
import { draw, populate, SIZES, type World } from './activity.ts';
import { keepOffServerCpu } from './cpus.ts';
import { type Instance, type Process, startInstance } from './instance.ts';
import { DICTIONARY_FILE, type Hello, Load } from './load.ts';
import { atMost, cpuSeconds, memoryBytes, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { identify, renewTokens, seedAccounts, seedCommunities, seedMembers, sendAs } from './seed.ts';

const PEOPLE = 10_000;
const ROUNDS = 3;
const SEED = 4;
/** How often the usual is said, and for how many seconds. */
const PERIODS = { usual: { busy: 1, seconds: 20 }, busy: { busy: 5, seconds: 15 } } as const;
/** Milliseconds without a message after which what was sent has come to everybody. */
const QUIET = 2_000;
const GRACE = 20_000;
/** Milliseconds after all are connected until the memory is read. */
const SETTLE = 10_000;
const SECONDS = 60;
const KIB = 1024;

/** How sessions connect: to all of their communities in full, or to what they have in view; and as others would. */
const MODES = {
  active: { encoding: 'msgpack', compress: true, passive: false, rounds: ROUNDS },
  passive: { encoding: 'msgpack', compress: true, passive: true, rounds: ROUNDS },
  json: { encoding: 'json', compress: false, passive: false, rounds: 1 },
} as const satisfies Record<string, { encoding: Encoding; compress: boolean; passive: boolean; rounds: number }>;
type ModeName = keyof typeof MODES;

/**
 * 10,000 people in 500 communities, as activity.ts describes them, from sending to receipt through the durable log.
 * All sessions are active first, then passive, then speak JSON, to compare the bytes; each time on a fresh server.
 */
export async function communities(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    say('communities: seeding');
    const world = await seedWorld(instance);
    const worker = await instance.startWorker();
    for (const mode of Object.keys(MODES) as ModeName[]) await measure(instance, worker, world, mode, rounds);
  } finally {
    await instance.stop();
  }
  const bytes = (mode: ModeName) => rounds.median(`${mode}.usual.bytes`);
  rounds.add('active.bytes_to_json', bytes('active') / bytes('json'), 'ratio');
  rounds.add('passive.bytes_to_json', bytes('passive') / bytes('json'), 'ratio');
  const missing = (['active', 'passive'] as const).map((mode) => rounds.median(`${mode}.usual.missing`));
  return {
    bench: 'communities',
    figures: rounds.figures(),
    goals: [atMost('messages that did not come', Math.max(...missing), 0)],
  };
}

function seedWorld(instance: Instance): Promise<World> {
  return instance.withContext(async (context) => {
    const random = new Random(SEED);
    const accounts = await seedAccounts(context, scaled(PEOPLE));
    const count = SIZES.reduce((sum, { communities }) => sum + communities, 0);
    const seeded = await seedCommunities(context, accounts, count);
    const withMessages = [];
    for (const [i, community] of seeded.entries()) {
      const owner = i % accounts.length;
      const id = await sendAs(context, accounts[owner]!, community, 'Welcome!');
      withMessages.push({ ...community, message: { id, owner } });
    }
    const world = populate(random, accounts, withMessages);
    await seedMembers(
      context,
      world.places.flatMap((community) =>
        community.members.map((member) => ({ community, account: accounts[member]! })),
      ),
    );
    return world;
  });
}

async function measure(
  instance: Instance,
  worker: Process,
  world: World,
  mode: ModeName,
  rounds: Rounds,
): Promise<void> {
  const { encoding, compress, passive } = MODES[mode];
  await instance.withContext((context) => renewTokens(context, world.accounts));
  const server = await instance.startServer();
  const load = await Load.start();
  try {
    const empty = memoryBytes(server.pid);
    const sessions = world.accounts.length;
    say(`communities: ${sessions} sessions, ${mode}`);
    const { seconds } = await load.open({
      url: `${server.gateway}?v=1&encoding=${encoding}&compress=${compress ? `dict&dict=${DICTIONARY_VERSION}` : 'none'}`,
      kind: encoding === 'json' ? 'cozy-json' : 'cozy',
      sockets: sessions,
      hellos: world.accounts.map((account, i): Hello => {
        const { id, channelId } = world.views[i]!;
        const view = { op: Op.Subscribe, d: { communities: [id], channels: [channelId] } };
        return { hello: identify(account, { passive }, encoding), after: encodeFrame(encoding, view) };
      }),
      ...(compress && { dictionary: { file: DICTIONARY_FILE, version: DICTIONARY_VERSION } }),
    });
    rounds.add(`${mode}.starts`, sessions / seconds, 'sessions/s');
    await load.await({ graceMs: SETTLE });
    rounds.add(`${mode}.memory`, (memoryBytes(server.pid) - empty) / sessions / KIB, 'KiB per session');
    const pids = { server: server.pid, nats: instance.nats, worker: worker.pid };
    for (let round = 0; round < roundsOf(MODES[mode].rounds); round++) {
      for (const name of Object.keys(PERIODS) as (keyof typeof PERIODS)[]) {
        say(`communities: ${mode}, ${name}`);
        await period(load, world, mode, name, SEED + round + 1, pids, rounds);
      }
    }
  } finally {
    await load.close();
    await server.stop();
  }
}

async function period(
  load: Load,
  world: World,
  mode: ModeName,
  name: keyof typeof PERIODS,
  seed: number,
  pids: Record<string, number>,
  rounds: Rounds,
): Promise<void> {
  const { encoding, passive } = MODES[mode];
  const { busy, seconds } = PERIODS[name];
  const length = scaled(seconds, 3);
  const sessions = world.accounts.length;
  const { schedule, expect } = draw(new Random(seed), world, encoding, busy, length);
  const expected = passive ? expect.passive : expect.active;
  await load.reset();
  const before = Object.values(pids).map(cpuSeconds);
  const stats = await load.play(schedule, { quietMs: QUIET, graceMs: GRACE });
  const key = `${mode}.${name}`;
  for (const [i, [part, pid]] of Object.entries(pids).entries()) {
    rounds.add(`${key}.${part}_cpu`, (cpuSeconds(pid) - before[i]!) / length, 'of a core');
  }
  rounds.add(`${key}.requests`, schedule.length / length, 'requests/s');
  rounds.add(`${key}.deliveries`, stats.events / length, 'events/s');
  rounds.add(`${key}.p50`, stats.delivery.p50, 'ms');
  rounds.add(`${key}.p99`, stats.delivery.p99, 'ms');
  rounds.add(`${key}.bytes`, (stats.bytes / sessions / length) * SECONDS, 'bytes per session and minute');
  rounds.add(`${key}.missing`, expected - stats.marked, 'messages');
  rounds.add(`${key}.refused`, stats.errors, 'requests');
}
