import { type Context, type MessageDocument, messageKey } from '@cozy/core';
import { encodeFrame, Op } from '@cozy/protocol';
import { Random } from '../src/cluster/random.ts';
import { runBare } from './bare.ts';
import { keepOffServerCpu } from './cpus.ts';
import { startInstance } from './instance.ts';
import { Load, type Outgoing } from './load.ts';
import { atLeast, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { type Account, type Community, identify, insert, messageOf, seedCommunity } from './seed.ts';
import { sentence } from './talk.ts';

const MESSAGES = 1_000_000;
const LIMIT = 50;
/** Documents that are made and inserted at a time. */
const CHUNK = 20_000;
/** Every so many messages, one is a place at which pages are read. */
const EVERY = 37;
/** People who read in turn: each may read twenty pages in a second. */
const PEOPLE = 200;
const ROUNDS = 3;
const MS = 4_000;
/** Requests that are under way. */
const IN_FLIGHT = [1, 8];
const SEED = 5;

/** What the bare driver measured; see peers/pages.ts. */
interface Pages {
  perSecond: number;
  p50: number;
  p99: number;
}

/**
 * Pages of 50 at random places of a channel with 1,000,000 messages, by the command `message.history` through the gateway,
 * and by the one query that it cannot do without, from a Node process with the driver alone.
 */
export async function history(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    const { people, channel, places, database } = await instance.withContext(async (context) => {
      const { people, community } = await seedCommunity(context, PEOPLE);
      const since = performance.now();
      const places = await fill(context, community, people[0]!);
      rounds.add('inserted', (scaled(MESSAGES) / (performance.now() - since)) * 1_000, 'documents/s');
      return { people, channel: community.channelId, places, database: context.settings.mongodbDb };
    });
    const server = await instance.startServer();
    const load = await Load.start();
    await load.open({
      url: `${server.gateway}?v=1&encoding=msgpack&compress=none`,
      kind: 'cozy',
      sockets: people.length,
      hellos: people.map((account) => ({ hello: identify(account) })),
    });
    const requests = pages(channel, places);
    const ms = scaled(MS, 500);
    await load.pump(requests, { low: 7, high: 8, forMs: ms / 2, answers: true, graceMs: ms });
    for (let round = 0; round < roundsOf(ROUNDS); round++) {
      for (const inFlight of IN_FLIGHT) {
        say(`history: ${inFlight} under way`);
        await load.reset();
        const options = { low: inFlight - 1, high: inFlight, forMs: ms, answers: true, graceMs: ms };
        const stats = await load.pump(requests, options);
        const args = [instance.mongodbUri, database, channel, scaled(MESSAGES), LIMIT, ms, inFlight];
        const bare = await runBare<Pages>('pages.ts', args);
        const key = `in_flight_${inFlight}`;
        const perSecond = stats.answers / stats.seconds;
        rounds.add(`${key}.pages`, perSecond, 'pages/s');
        rounds.add(`${key}.p50`, stats.answer.p50, 'ms');
        rounds.add(`${key}.p99`, stats.answer.p99, 'ms');
        rounds.add(`${key}.bytes`, stats.bytes / stats.answers, 'bytes per page');
        rounds.add(`${key}.bare_pages`, bare.perSecond, 'pages/s');
        rounds.add(`${key}.bare_p50`, bare.p50, 'ms');
        rounds.add(`${key}.bare_p99`, bare.p99, 'ms');
        rounds.add(`${key}.to_bare`, perSecond / bare.perSecond, 'ratio');
        rounds.add('refused', stats.errors, 'pages');
      }
    }
    await load.close();
  } finally {
    await instance.stop();
  }
  return {
    bench: 'history',
    figures: rounds.figures(),
    goals: IN_FLIGHT.map((inFlight) =>
      atLeast(`pages/s to bare, ${inFlight} under way`, rounds.median(`in_flight_${inFlight}.to_bare`), 0.8),
    ),
  };
}

// Writes what the projector writes, without the log, and gives the ids of some of the messages.
async function fill(context: Context, community: Community, author: Account): Promise<string[]> {
  const random = new Random(SEED);
  const places: string[] = [];
  const messages = scaled(MESSAGES);
  say(`history: inserting ${messages} messages`);
  for (let sequence = 1; sequence <= messages; ) {
    const chunk: MessageDocument[] = [];
    for (; chunk.length < CHUNK && sequence <= messages; sequence++) {
      const { reactions: _none, ...message } = messageOf(context, community, author);
      const content = sentence(random);
      const _id = messageKey(community.channelId, sequence);
      chunk.push({ ...message, content, _id, sequence, deleted: false, reacted: false });
      if (sequence > LIMIT && sequence % EVERY === 0) places.push(message.id);
    }
    await insert(context, 'channel_messages', chunk);
  }
  return random.shuffled(places);
}

function pages(channel_id: string, places: readonly string[]): Outgoing[] {
  return places.map((before, i) => ({
    socket: i % PEOPLE,
    frame: encodeFrame('msgpack', {
      op: Op.Request,
      t: 'message.history',
      n: 1,
      d: { channel_id, before, limit: LIMIT },
    }),
  }));
}
