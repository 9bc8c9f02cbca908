import { startBare } from './bare.ts';
import { gather, register } from './community.ts';
import { Crowd } from './crowds.ts';
import { startInstance } from './instance.ts';
import { figure, memoryBytes, type Report } from './measure.ts';

const SOCKETS = 3_000;
/** Sockets that come first, so that code and buffers are loaded; few, so that what they leave is little. */
const WARM = 40;
const ACCOUNTS = 20;
const ROUNDS = 3;
/** Milliseconds for memory to settle before it is read. */
const SETTLE = 3_000;

/** Server memory of an idle connection, identified in Cozy and bare in uWebSockets; fresh servers in each round. */
export async function idle(): Promise<Report> {
  const cozy: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const instance = await startInstance();
    try {
      const accounts = [];
      for (let i = 0; i < ACCOUNTS; i++) accounts.push(await register(instance));
      await gather(instance, accounts);
      const tokens = accounts.map(({ token }) => token);
      cozy.push(await perSocket(instance.server, instance.gateway, tokens));
    } finally {
      await instance.stop();
    }
    const reference = await startBare();
    try {
      bare.push(await perSocket(reference.pid, reference.url, []));
    } finally {
      await reference.stop();
    }
  }
  return {
    bench: 'idle',
    figures: {
      cozy: figure(cozy, 'bytes per connection'),
      bare: figure(bare, 'bytes per connection'),
      cozy_to_bare: figure(
        cozy.map((bytes, i) => bytes / bare[i]!),
        'ratio',
      ),
    },
    goals: [],
  };
}

async function perSocket(pid: number, url: string, tokens: string[]): Promise<number> {
  const warm = await Crowd.open({ url, sockets: WARM, tokens });
  await settle();
  const before = memoryBytes(pid);
  const crowd = await Crowd.open({ url, sockets: SOCKETS, tokens });
  await settle();
  const bytes = (memoryBytes(pid) - before) / SOCKETS;
  await Promise.all([warm.close(), crowd.close()]);
  return bytes;
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE));
}
