import { type Context, PROJECTED, partitionOf } from '@cozy/core';
import { useAllCpus } from './cpus.ts';
import { type Instance, startInstance } from './instance.ts';
import { atLeast, cpuSeconds, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { type Account, appendMessages, type Community, seedAccounts, seedCommunities } from './seed.ts';

const ROUNDS = 3;
const MESSAGES = 40_000;
/** Communities over which the messages are spread. */
const SPREAD = 500;
/** Milliseconds after which the worker is given up. */
const WITHIN = 300_000;

/**
 * Messages per second that the worker writes into the database once it has much to catch up with: all of one channel, or
 * spread over 500 communities. The log is written while no worker runs.
 */
export async function projection(): Promise<Report> {
  useAllCpus();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    await instance.withContext(async (context) => {
      const people = await seedAccounts(context, SPREAD);
      const communities = await seedCommunities(context, people, SPREAD);
      for (let round = 0; round < roundsOf(ROUNDS); round++) {
        await measure(instance, context, communities.slice(0, 1), people[0]!, rounds, 'one_channel');
        await measure(instance, context, communities, people[0]!, rounds, 'spread');
      }
    });
  } finally {
    await instance.stop();
  }
  return {
    bench: 'projection',
    figures: rounds.figures(),
    goals: [
      atLeast('one channel, messages/s', rounds.median('one_channel'), 8_000),
      atLeast('spread, messages/s', rounds.median('spread'), 8_000),
    ],
  };
}

async function measure(
  instance: Instance,
  context: Context,
  communities: Community[],
  author: Account,
  rounds: Rounds,
  name: string,
): Promise<void> {
  const messages = scaled(MESSAGES);
  say(`projection: ${messages} messages, ${name}`);
  const before = await endsOf(context, communities);
  const written = performance.now();
  await appendMessages(context, communities, author, messages);
  rounds.add('appended', (messages / (performance.now() - written)) * 1_000, 'messages/s');
  const ends = await endsOf(context, communities);
  // Measured from the end of the first batch, by which the worker has begun, to the end of the last.
  const first = context.nats.subscribe(`${PROJECTED}.*`, { max: 1 });
  const worker = await instance.startWorker(false);
  for await (const message of first) {
    const since = performance.now();
    const cpu = cpuSeconds(worker.pid);
    const partition = Number(message.subject.split('.')[1]);
    const done = Number(message.string()) - before.get(partition)!;
    await Promise.all([...ends].map(([one, last]) => context.progress.reach(one, last, WITHIN)));
    const rest = messages - done;
    rounds.add(name, (rest / (performance.now() - since)) * 1_000, 'messages/s');
    rounds.add(`${name}.cpu`, ((cpuSeconds(worker.pid) - cpu) / rest) * 1e6, 'CPU s per million messages');
  }
  await worker.stop();
}

// How far the log goes in the partitions of some communities.
async function endsOf({ log }: Context, communities: readonly Community[]): Promise<Map<number, number>> {
  const partitions = new Set(communities.map(({ id }) => partitionOf(id, log.partitions)));
  const ends = [...partitions].map(async (partition) => [partition, (await log.bounds(partition)).last] as const);
  return new Map(await Promise.all(ends));
}
