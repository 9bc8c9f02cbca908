import { packData } from '@cozy/core';
import { runBare } from './bare.ts';
import { keepOffServerCpu } from './cpus.ts';
import { startInstance } from './instance.ts';
import { Load } from './load.ts';
import { atMost, cpuSeconds, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { identify, messageOf, seedCommunity, sendRequest } from './seed.ts';

const ROUNDS = 3;
const MS = 4_000;
/** People who send in turn. Each may send a hundred in a second. */
const PEOPLE = 200;
/** Sends in a second; and how many are under way where there is no rate. */
const RATES = [100, 500, 1_000];
const IN_FLIGHT = 64;
const GRACE = 10_000;

/** What a bare publisher measured; see peers/publish.ts. */
interface Published {
  perSecond: number;
  p50: number;
  p99: number;
  cpu: number;
}

/**
 * Acknowledged sends of one node, from a client's request to its answer, and publishes of the same bytes at the same rate
 * by a Node process that does nothing else. The log is written through to disk before either is acknowledged.
 */
export async function send(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    const { people, community, bytes } = await instance.withContext(async (context) => {
      const gathering = await seedCommunity(context, PEOPLE);
      const message = messageOf(context, gathering.community, gathering.people[0]!);
      return { ...gathering, bytes: packData(message).length };
    });
    const server = await instance.startServer();
    await instance.startWorker();
    const load = await Load.start();
    await load.open({
      url: `${server.gateway}?v=1&encoding=msgpack&compress=none`,
      kind: 'cozy',
      sockets: people.length,
      // Without the intents of messages: only the answers come.
      hellos: people.map((account) => ({ hello: identify(account, { intents: 0 }) })),
    });
    const frame = sendRequest(community.channelId);
    const messages = people.map((_, socket) => ({ socket, frame }));
    const ms = scaled(MS, 500);
    const bare = (perSecond: number) =>
      runBare<Published>('publish.ts', [instance.natsUrl, bytes, perSecond, ms, IN_FLIGHT]);
    await load.pump(messages, { low: 0, high: 1, forMs: ms, answers: true, graceMs: GRACE });
    for (let round = 0; round < roundsOf(ROUNDS); round++) {
      for (const rate of RATES) {
        say(`send: ${rate}/s`);
        await load.reset();
        const schedule = Array.from({ length: (rate * ms) / 1_000 }, (_, i) => ({
          at: (i / rate) * 1e6,
          ...messages[i % messages.length]!,
        }));
        const { answer, errors } = await load.play(schedule, { quietMs: 500, graceMs: GRACE });
        const reference = await bare(rate);
        rounds.add(`at_${rate}.p50`, answer.p50, 'ms');
        rounds.add(`at_${rate}.p99`, answer.p99, 'ms');
        rounds.add(`at_${rate}.bare_p50`, reference.p50, 'ms');
        rounds.add(`at_${rate}.bare_p99`, reference.p99, 'ms');
        rounds.add(`at_${rate}.to_bare`, answer.p50 / reference.p50, 'ratio of p50');
        rounds.add('refused', errors, 'sends');
      }
      say(`send: ${IN_FLIGHT} under way`);
      await load.reset();
      const before = cpuSeconds(server.pid);
      const options = { low: IN_FLIGHT - 1, high: IN_FLIGHT, forMs: ms, answers: true, graceMs: GRACE };
      const { answers, seconds, answer, errors } = await load.pump(messages, options);
      const cpu = cpuSeconds(server.pid) - before;
      const reference = await bare(0);
      rounds.add('most', answers / seconds, 'sends/s');
      rounds.add('most.cpu', (cpu / answers) * 1e6, 'CPU s per million sends');
      rounds.add('most.p50', answer.p50, 'ms');
      rounds.add('most.p99', answer.p99, 'ms');
      rounds.add('most.bare', reference.perSecond, 'sends/s');
      rounds.add('most.bare_p50', reference.p50, 'ms');
      rounds.add('most.bare_p99', reference.p99, 'ms');
      rounds.add('most.to_bare', answers / seconds / reference.perSecond, 'ratio');
      rounds.add('refused', errors, 'sends');
    }
    await load.close();
  } finally {
    await instance.stop();
  }
  return {
    bench: 'send',
    figures: rounds.figures(),
    goals: RATES.map((rate) => atMost(`p50 to bare at ${rate}/s`, rounds.median(`at_${rate}.to_bare`), 1.5)),
  };
}
