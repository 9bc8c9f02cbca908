import { keepOffServerCpu } from './cpus.ts';
import { startInstance } from './instance.ts';
import { type Hello, type Kind, Load } from './load.ts';
import { atMost, memoryBytes, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { PEERS, type PeerName } from './peers.ts';
import {
  type Account,
  type Community,
  identify,
  renewTokens,
  seedAccounts,
  seedCommunities,
  seedMembers,
} from './seed.ts';

const SOCKETS = 10_000;
const ROUNDS = 3;
/** Sockets that come first, so that code and buffers are loaded; few, so that what they leave is little. */
const WARM = 40;
/** Communities that there are, and of how many each account is a member. */
const LAYOUTS = { one: { communities: 200, each: 1 }, hundred: { communities: 1_000, each: 100 } } as const;
/** A step between an account's communities that has no divisor in common with their number, so that all differ. */
const STEP = 7;
const OWNERS = 100;
/** Memory, read every second, has settled when so many samples differ by less than so many bytes; or after so many. */
const STILL_SAMPLES = 10;
const STILL_BYTES = 512 * 1024;
const MOST_SAMPLES = 60;
const KIB = 1024;
const MIB = 1024 * 1024;

/**
 * Memory of a server for each idle connection of 10,000: of Cozy, whose accounts are members of one community or of a
 * hundred, and of peers. Every round has a fresh server.
 */
export async function idle(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    for (const [name, layout] of Object.entries(LAYOUTS)) {
      say(`idle: seeding ${scaled(SOCKETS)} accounts in ${layout.each} communities each`);
      const accounts = await instance.withContext(async (context) => {
        const owners = await seedAccounts(context, OWNERS);
        const communities = await seedCommunities(context, owners, scaled(layout.communities, layout.each));
        const accounts = await seedAccounts(context, scaled(SOCKETS));
        await seedMembers(context, memberships(accounts, communities, layout.each));
        return accounts;
      });
      for (let round = 0; round < roundsOf(ROUNDS); round++) {
        await instance.withContext((context) => renewTokens(context, accounts));
        const hellos = accounts.map((account): Hello => ({ hello: identify(account) }));
        const server = await instance.startServer();
        const url = `${server.gateway}?v=1&encoding=msgpack&compress=none`;
        const { bytes, before, seconds } = await perSocket(server.pid, url, 'cozy', hellos);
        rounds.add(`cozy_${name}`, bytes / KIB, 'KiB per connection');
        rounds.add(`cozy_${name}.empty_server`, before / MIB, 'MiB');
        rounds.add(`cozy_${name}.starts`, accounts.length / seconds, 'sessions/s');
        await server.stop();
      }
    }
  } finally {
    await instance.stop();
  }
  for (const name of Object.keys(PEERS) as PeerName[]) {
    for (let round = 0; round < roundsOf(ROUNDS); round++) {
      const peer = await PEERS[name]();
      try {
        rounds.add(name, (await perSocket(peer.pid, peer.url, peer.kind, [])).bytes / KIB, 'KiB per connection');
      } finally {
        await peer.stop();
      }
    }
  }
  return {
    bench: 'idle',
    figures: rounds.figures(),
    goals: [
      atMost('in 1 community, KiB', rounds.median('cozy_one'), 4.5),
      atMost('in 100 communities, KiB', rounds.median('cozy_hundred'), 16),
    ],
  };
}

function* memberships(accounts: readonly Account[], communities: readonly Community[], each: number) {
  for (const [i, account] of accounts.entries()) {
    for (let j = 0; j < each; j++) yield { community: communities[(i + j * STEP) % communities.length]!, account };
  }
}

async function perSocket(
  pid: number,
  url: string,
  kind: Kind,
  hellos: Hello[],
): Promise<{ bytes: number; before: number; seconds: number }> {
  const sockets = scaled(SOCKETS);
  say(`idle: ${sockets} sockets to ${kind}`);
  const warm = await Load.start();
  const load = await Load.start();
  try {
    await warm.open({ url, kind, sockets: WARM, hellos });
    const before = await settledMemory(pid);
    const { seconds } = await load.open({ url, kind, sockets, hellos });
    return { bytes: ((await settledMemory(pid)) - before) / sockets, before, seconds };
  } finally {
    await Promise.all([warm.close(), load.close()]);
  }
}

// V8 gives memory back some seconds after a process has become idle: what is wanted is the level after that.
async function settledMemory(pid: number): Promise<number> {
  const samples: number[] = [];
  while (samples.length < scaled(MOST_SAMPLES, STILL_SAMPLES)) {
    samples.push(memoryBytes(pid));
    const last = samples.slice(-STILL_SAMPLES);
    if (last.length === STILL_SAMPLES && Math.max(...last) - Math.min(...last) < STILL_BYTES) break;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return samples.at(-1)!;
}
