import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkHistory } from './check/checkSends.ts';
import { Findings, type Wrong } from './check/findings.ts';
import { check, type Summary, truthOf } from './check/index.ts';
import { readWholeLog } from './check/wholeLog.ts';
import { Crowd } from './crowds.ts';
import { readHistories } from './histories.ts';
import { Killer } from './killer.ts';
import { type Machine, SIZES, startMachine } from './machine.ts';
import type { ClusterOptions } from './options.ts';
import { populate } from './populate.ts';
import { Random } from './random.ts';
import type { Sent, Trace, TraceLine } from './trace.ts';
import type { World } from './world.ts';

/** How a run ended. */
export type Verdict = Record<Wrong, number> & {
  cluster: {
    gateways: number;
    workers: number;
    nats: number;
    clients: number;
    messages: number;
    seed: number;
    /** What was killed how often. */
    killed: Record<string, number>;
  } & Summary;
  kills: number;
  minutes: number;
};

/** Clients of one process: with more of them it would be busy with its own work. */
const CLIENTS_OF_A_CROWD = 400;
/** Changes to communities for each message. */
const CHANGES = 1 / 15;
const TELL_EVERY = 10_000;
/** Milliseconds for the last messages to be acknowledged, and to come to everybody. */
const FINISH_WITHIN = 90_000;
const SETTLE_WITHIN = 120_000;

/**
 * Runs a cluster under load while one thing after the other is killed, and compares what every client was sent with the
 * log. The engines are installed, and everything is in a folder of its own that is removed at the end.
 * @param cacheDir where the engines are installed.
 * @param say told in lines how it goes, and what went wrong.
 * @throws {Error} when the cluster does not start, or does not become healthy again after the last kill.
 */
export async function runCluster(
  options: ClusterOptions,
  cacheDir: string,
  say: (line: string) => void,
): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'cozy-cluster-'));
  const since = performance.now();
  const seconds = () => `${((performance.now() - since) / 1000).toFixed(0).padStart(4)} s`;
  const tell = (line: string) => say(`${seconds()}  ${line}`);
  say(
    `Seed ${options.seed}; --seed ${options.seed} repeats its choices.${options.keep ? ` Logs are in ${folder}.` : ''}`,
  );
  let machine: Machine | undefined;
  let crowds: Crowd[] = [];
  let telling: NodeJS.Timeout | undefined;
  try {
    // A killed process is not news: the killer has said so.
    machine = await startMachine({ dataDir: join(folder, 'data'), cacheDir, report: () => undefined });
    tell(`${Object.values(SIZES).join(' + ')} processes and a database are healthy`);
    const world = await populate(machine.origins, options.clients, new Random(options.seed));
    tell(`${world.clients.length} accounts are in ${world.communities.length} communities`);
    crowds = await startCrowds(options, machine, world, folder);
    tell('every client is connected');
    telling = setInterval(() => tell(howFar(crowds)), TELL_EVERY);
    const killer = await underLoad(options, machine, crowds, tell);
    await machine.healthy();
    tell('everything is healthy again; the last messages are sent');
    const markers = await settle(crowds, tell);
    clearInterval(telling);
    return await judge(options, { machine, world, crowds, killer, markers, tell, say });
  } finally {
    clearInterval(telling);
    await Promise.all(crowds.map((crowd) => crowd.end()));
    await machine?.stop();
    if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function startCrowds(
  { seed, rate }: ClusterOptions,
  { origins }: Machine,
  { clients, communities }: World,
  folder: string,
): Promise<Crowd[]> {
  const count = Math.ceil(clients.length / CLIENTS_OF_A_CROWD);
  const crowds = Array.from({ length: count }, (_, k) => {
    return new Crowd({
      origins: [...origins],
      clients: clients.filter(({ index }) => index % count === k),
      communities,
      rate: rate / count,
      changes: (rate * CHANGES) / count,
      seed: seed + 1 + k,
      traceFile: join(folder, `trace-${k}.jsonl`),
    });
  });
  await Promise.all(crowds.map((crowd) => crowd.report('connected')));
  return crowds;
}

/** Lets clients talk and things die for as long as was asked. */
async function underLoad(
  { minutes, killEvery, seed }: ClusterOptions,
  machine: Machine,
  crowds: readonly Crowd[],
  tell: (line: string) => void,
): Promise<Killer> {
  for (const crowd of crowds) crowd.tell({ order: 'begin' });
  const cut = (clients: number) => {
    for (const crowd of crowds) crowd.tell({ order: 'cut', clients: Math.ceil(clients / crowds.length) });
  };
  const killer = new Killer({ machine, random: new Random(seed), every: killEvery, cut, report: tell });
  killer.start();
  try {
    await sleep(minutes * 60_000);
  } finally {
    await killer.stop();
  }
  return killer;
}

function howFar(crowds: readonly Crowd[]): string {
  const sum = (key: 'ready' | 'received' | 'acknowledged' | 'waiting' | 'changes') =>
    crowds.reduce((so, { progress }) => so + progress[key], 0).toLocaleString('en');
  const done = `${sum('acknowledged')} messages acknowledged, ${sum('waiting')} waiting, ${sum('changes')} changes`;
  return `${sum('ready')} clients ready; ${done}, ${sum('received')} events received`;
}

/** Ends the load, and waits until every client has everything. @returns the last message of each community. */
async function settle(crowds: readonly Crowd[], tell: (line: string) => void): Promise<Record<string, string>> {
  await Promise.all(crowds.map((crowd) => crowd.ask({ order: 'finish', withinMs: FINISH_WITHIN }, 'finished')));
  tell('every message is acknowledged or given up');
  const marked = await Promise.all(crowds.map((crowd) => crowd.ask({ order: 'mark' }, 'marked')));
  const markers = Object.assign({}, ...marked.map((report) => report.markers)) as Record<string, string>;
  const order = { order: 'settle', markers, withinMs: SETTLE_WITHIN } as const;
  const late = (await Promise.all(crowds.map((crowd) => crowd.ask(order, 'settled')))).flatMap((report) => report.late);
  if (late.length > 0) tell(`${late.length} do not have everything: ${late.slice(0, 20).join('; ')}`);
  return markers;
}

interface Ended {
  machine: Machine;
  world: World;
  crowds: readonly Crowd[];
  killer: Killer;
  markers: Record<string, string>;
  tell: (line: string) => void;
  say: (line: string) => void;
}

async function judge(options: ClusterOptions, ended: Ended): Promise<Verdict> {
  const { machine, world, crowds, killer, markers, tell, say } = ended;
  await Promise.all(crowds.map((crowd) => crowd.ask({ order: 'write' }, 'written')));
  const findings = new Findings();
  const log = await readWholeLog(machine.natsUrl);
  tell(`the log holds ${log.partitions.flat().length.toLocaleString('en')} events; comparing`);
  const truth = truthOf(log, world.clients);
  const traces: Trace[] = [];
  const sent: Sent[] = [];
  for (const line of crowds.flatMap(({ traceFile }) => readFileSync(traceFile, 'utf8').trimEnd().split('\n'))) {
    const read = JSON.parse(line) as TraceLine;
    if ('trace' in read) traces.push(read.trace);
    else sent.push(...read.sent);
  }
  const summary = check(world.clients, traces, sent, truth, findings);
  const channels = new Map(
    world.communities.map(({ id, ownerId }) => [id, truth.sights.get(id)!.textChannels(ownerId)]),
  );
  for (const [channel, history] of await readHistories(machine.origins, world, channels, markers)) {
    checkHistory(channel, history, log, findings);
  }
  tell(`${killer.kills} kills; ${howFar(crowds)}; ${summary.resumes} resumes, ${summary.afresh} of clients afresh`);
  const refused = crowds.flatMap(({ progress }) => Object.entries(progress.refused));
  if (refused.length > 0) tell(`refused for good: ${refused.map(([code, count]) => `${code} ${count}`).join(', ')}`);
  for (const line of findings.told) say(line);
  return {
    cluster: {
      ...SIZES,
      clients: world.clients.length,
      messages: sent.filter(({ id }) => id !== null).length,
      seed: options.seed,
      killed: Object.fromEntries(killer.done),
      ...summary,
    },
    ...findings.counts,
    kills: killer.kills,
    minutes: options.minutes,
  };
}
