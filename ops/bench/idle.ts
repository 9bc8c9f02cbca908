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
/** Memory, read every second, has settled when so many samples differ by less than so many bytes; or after so many. */
const STILL_SAMPLES = 10;
const STILL_BYTES = 256 * 1024;
const MOST_SAMPLES = 30;

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
  const before = await settledMemory(pid);
  const crowd = await Crowd.open({ url, sockets: SOCKETS, tokens });
  const bytes = ((await settledMemory(pid)) - before) / SOCKETS;
  await Promise.all([warm.close(), crowd.close()]);
  return bytes;
}

// V8 gives memory back some seconds after a process has become idle: what is wanted is the level after that.
async function settledMemory(pid: number): Promise<number> {
  const samples: number[] = [];
  while (samples.length < MOST_SAMPLES) {
    samples.push(memoryBytes(pid));
    const last = samples.slice(-STILL_SAMPLES);
    if (last.length === STILL_SAMPLES && Math.max(...last) - Math.min(...last) < STILL_BYTES) break;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return samples.at(-1)!;
}
