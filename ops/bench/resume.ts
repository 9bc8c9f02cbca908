import { type Context, ownerSubject, partitionOf, STORED, streamName } from '@cozy/core';
import { type Cursors, encodeFrame, Op } from '@cozy/protocol';
import { runBare } from './bare.ts';
import { keepOffServerCpu } from './cpus.ts';
import { type Instance, type Server, startInstance } from './instance.ts';
import { type Hello, Load } from './load.ts';
import { atLeast, atMost, cpuSeconds, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import {
  type Account,
  appendMessages,
  type Gathering,
  identify,
  renewTokens,
  seedAccounts,
  seedCommunities,
  seedCommunity,
  seedMembers,
  sendRequest,
} from './seed.ts';

const ROUNDS = 3;
/** Events that one session has missed, near the most that are replayed; and sessions that come back at a time. */
const MISSED = 45_000;
const SESSIONS = { stream: 2, memory: 8 };
/** The storm: sessions, in so many communities, and events that each of these had meanwhile. */
const STORM = { sessions: 5_000, communities: 50, events: 100 };
/** Others who talk meanwhile, and how much, for so long before the storm, and in slices during it. */
const OTHERS = { sessions: 200, perSecond: 20, beforeMs: 5_000, sliceMs: 500 };

/**
 * Events per CPU second of the server that are replayed to those who come back, from the stream and from memory, against an
 * ordered consumer that does nothing with them; and how a node fares to which 5,000 sessions come at once because theirs
 * has died.
 */
export async function resume(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    await instance.withContext((context) => replay(instance, context, rounds));
    await instance.withContext((context) => storm(instance, context, rounds));
  } finally {
    await instance.stop();
  }
  const ratio = rounds.median('storm.p99_meanwhile') / rounds.median('storm.p99_usual');
  return {
    bench: 'resume',
    figures: rounds.figures(),
    goals: [
      atLeast('from the stream, events/s and core', rounds.median('stream'), 90_000),
      atLeast('from memory, events/s and core', rounds.median('memory'), 500_000),
      atMost('5,000 sessions resumed, s', rounds.median('storm.last_resumed'), 10),
      atMost('p99 of others meanwhile, to the usual', ratio, 2),
      atMost('events that did not come', rounds.median('storm.missing') + rounds.median('replay.missing'), 0),
    ],
  };
}

async function replay(instance: Instance, context: Context, rounds: Rounds): Promise<void> {
  const { community, people } = await seedCommunity(context, SESSIONS.memory);
  let server = await instance.startServer();
  const cursors = await ends(context);
  const missed = scaled(MISSED);
  say(`resume: writing ${missed} events`);
  await appendMessages(context, [community], people[0]!, missed);
  const partition = partitionOf(community.id, context.log.partitions);
  const after = cursors[String(partition)]!;
  const subject = ownerSubject(STORED, partition, { kind: 'c', id: community.id });
  const comeBack = async (from: keyof typeof SESSIONS) => {
    const sockets = SESSIONS[from];
    const load = await Load.start();
    try {
      const before = cpuSeconds(server.pid);
      await open(
        load,
        server,
        sockets,
        people.map((account) => resumption(account, cursors)),
      );
      const cpu = cpuSeconds(server.pid) - before;
      const { marked } = await load.stats();
      rounds.add(from, marked / cpu, 'events per CPU s');
      rounds.add('replay.missing', missed * sockets - marked, 'events');
    } finally {
      await load.close();
    }
  };
  for (let round = 0; round < roundsOf(ROUNDS); round++) {
    say('resume: replay from memory');
    await comeBack('memory');
  }
  // A fresh server knows the last events only, and reads the others from the stream each time.
  await server.stop();
  server = await instance.startServer();
  await renewTokens(context, people);
  for (let round = 0; round < roundsOf(ROUNDS); round++) {
    say('resume: replay from the stream');
    await comeBack('stream');
    const args = [instance.natsUrl, streamName(partition), subject, after, missed];
    const { cpu } = await runBare<{ cpu: number }>('consume.ts', args);
    rounds.add('bare_consumer', missed / cpu, 'events per CPU s');
  }
  await server.stop();
}

async function storm(instance: Instance, context: Context, rounds: Rounds): Promise<void> {
  say('resume: seeding the storm');
  const others = await seedCommunity(context, OTHERS.sessions);
  const people = await seedAccounts(context, scaled(STORM.sessions, STORM.communities));
  const communities = await seedCommunities(context, people, STORM.communities);
  await seedMembers(
    context,
    people.map((account, i) => ({ community: communities[i % communities.length]!, account })),
  );
  const node = await instance.startServer();
  const load = await Load.start();
  const live = await Load.start();
  try {
    await open(
      live,
      node,
      others.people.length,
      others.people.map((account) => ({ hello: identify(account) })),
    );
    for (let round = 0; round < roundsOf(ROUNDS); round++) {
      await renewTokens(context, people);
      const dying = await instance.startServer();
      say(`resume: ${people.length} sessions open`);
      await open(
        load,
        dying,
        people.length,
        people.map((account) => ({ hello: identify(account) })),
      );
      await live.reset();
      rounds.add('storm.p99_usual', (await talk(live, others, OTHERS.beforeMs)).p99, 'ms');
      const cursors = await ends(context);
      const hellos = people.map((account) => resumption(account, cursors));
      await load.drop();
      await dying.kill();
      await appendMessages(context, communities, people[0]!, communities.length * STORM.events);
      say('resume: the storm');
      await Promise.all([load.reset(), live.reset()]);
      const before = cpuSeconds(node.pid);
      let isOver = false;
      const resumed = open(load, node, people.length, hellos).finally(() => {
        isOver = true;
      });
      let meanwhile = 0;
      while (!isOver) meanwhile = (await talk(live, others, OTHERS.sliceMs)).p99;
      const { seconds, again } = await resumed;
      const { marked } = await load.stats();
      rounds.add('storm.last_resumed', seconds, 's');
      rounds.add('storm.sent_away', again, 'sessions');
      rounds.add('storm.cpu', cpuSeconds(node.pid) - before, 's');
      rounds.add('storm.p99_meanwhile', meanwhile, 'ms');
      rounds.add('storm.missing', people.length * STORM.events - marked, 'events');
      await load.drop();
    }
  } finally {
    await Promise.all([load.close(), live.close()]);
    await node.stop();
  }
}

function open(load: Load, server: Server, sockets: number, hellos: Hello[]) {
  const url = `${server.gateway}?v=1&encoding=msgpack&compress=none`;
  return load.open({ url, kind: 'cozy', sockets, hellos, atOnce: sockets });
}

function resumption({ token }: Account, cursors: Cursors): Hello {
  return { hello: encodeFrame('msgpack', { op: Op.Resume, d: { token, cursors } }) };
}

// Where the log ends in every partition.
async function ends({ log }: Context): Promise<Cursors> {
  const bounds = await Promise.all(Array.from({ length: log.partitions }, (_, partition) => log.bounds(partition)));
  return Object.fromEntries(bounds.map(({ last }, partition) => [String(partition), last]));
}

// Lets the others talk, and gives how long their messages took since the last reset.
async function talk(live: Load, { community, people }: Gathering, ms: number) {
  const frame = sendRequest(community.channelId);
  const schedule = Array.from({ length: (OTHERS.perSecond * ms) / 1_000 }, (_, i) => ({
    at: (i / OTHERS.perSecond) * 1e6,
    socket: i % people.length,
    frame,
  }));
  const { marked } = await live.stats();
  const expect = marked + schedule.length * people.length;
  return (await live.play(schedule, { expect, graceMs: 20_000 })).delivery;
}
