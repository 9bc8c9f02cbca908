import { type Context, type MessageDocument, messageKey, searchDocument } from '@cozy/core';
import { encodeFrame, Op } from '@cozy/protocol';
import { Random } from '../src/cluster/random.ts';
import { runBare } from './bare.ts';
import { keepOffServerCpu } from './cpus.ts';
import { startInstance } from './instance.ts';
import { Load, type Outgoing } from './load.ts';
import { atMost, type Report, Rounds, roundsOf, say, scaled } from './measure.ts';
import { type Account, type Community, identify, insert, messageOf, seedCommunity } from './seed.ts';
import { sentence } from './talk.ts';

const MESSAGES = 1_000_000;
const LIMIT = 25;
/** Documents that are made and inserted at a time. */
const CHUNK = 5_000;
/** Every so many messages, one has a name that few have. */
const EVERY = 500;
/** Names, so that each is in as many messages. */
const NAMES = 40;
/** People who search in turn: each may search three times in a second. */
const PEOPLE = 400;
const ROUNDS = 3;
const MS = 6_000;
const SEED = 9;
/** Milliseconds within which an answer counts as at once. */
const AT_ONCE = 100;

const nameOf = (i: number) => `project${'abcdefghij'[i % 10]}${'klmnopqrst'[Math.floor(i / 10) % 10]}`;
const names = Array.from({ length: NAMES }, (_, i) => nameOf(i));

/** What is searched for, by kind: as it is typed, and as the index has it. */
const KINDS: Record<string, { queries: string[]; words: string[][] }> = {
  rare: { queries: names, words: names.map((name) => [name]) },
  'rare and common': { queries: names.map((name) => `${name} the`), words: names.map((name) => [name, 'the']) },
  usual: { queries: ['bread', 'garden', 'winter coffee', 'ticket'], words: [['bread'], ['garden'], ['ticket']] },
  common: { queries: ['the', 'you and', 'that'], words: [['the'], ['you', 'and'], ['that']] },
};

/** What the bare driver measured; see peers/search.ts. */
interface Found {
  p50: number;
  p99: number;
}

/**
 * Searches in 1,000,000 messages (100,000 with BENCH_SCALE=0.1), by the command `message.search` through the gateway, and by
 * the one query that it cannot do without, from a Node process with the driver alone. One request at a time.
 */
export async function search(): Promise<Report> {
  keepOffServerCpu();
  const rounds = new Rounds();
  const instance = await startInstance();
  try {
    const { people, channel, database } = await instance.withContext(async (context) => {
      const { people, community } = await seedCommunity(context, PEOPLE);
      await fill(context, community, people[0]!, rounds);
      return { people, channel: community.channelId, database: context.settings.mongodbDb };
    });
    const server = await instance.startServer();
    const load = await Load.start();
    await load.open({
      url: `${server.gateway}?v=1&encoding=msgpack&compress=none`,
      kind: 'cozy',
      sockets: people.length,
      hellos: people.map((account) => ({ hello: identify(account) })),
    });
    const ms = scaled(MS, 1_000);
    const options = { low: 0, high: 1, forMs: ms, answers: true, graceMs: 2 * MS };
    for (let round = 0; round < roundsOf(ROUNDS); round++) {
      for (const [kind, { queries, words }] of Object.entries(KINDS)) {
        say(`search: ${kind}`);
        await load.reset();
        const stats = await load.pump(requests(queries), options);
        rounds.add(`${kind}.p50`, stats.answer.p50, 'ms');
        rounds.add(`${kind}.p99`, stats.answer.p99, 'ms');
        rounds.add('refused', stats.errors, 'searches');
        const args = [instance.mongodbUri, database, channel, LIMIT, ms, JSON.stringify(words)];
        const bare = await runBare<Found>('search.ts', args);
        rounds.add(`${kind}.bare_p50`, bare.p50, 'ms');
        rounds.add(`${kind}.bare_p99`, bare.p99, 'ms');
      }
    }
    await load.close();
  } finally {
    await instance.stop();
  }
  const kinds = Object.keys(KINDS);
  return {
    bench: 'search',
    figures: rounds.figures(),
    goals: kinds.map((kind) => atMost(`p50 of ${kind} words, ms`, rounds.median(`${kind}.p50`), AT_ONCE)),
  };
}

// Writes what the projector and the indexer write, without the log.
async function fill(context: Context, community: Community, author: Account, rounds: Rounds): Promise<void> {
  const random = new Random(SEED);
  const messages = scaled(MESSAGES);
  say(`search: inserting ${messages} messages`);
  let spent = 0;
  for (let sequence = 1; sequence <= messages; ) {
    const chunk: MessageDocument[] = [];
    for (; chunk.length < CHUNK && sequence <= messages; sequence++) {
      const { reactions: _none, ...message } = messageOf(context, community, author);
      const name = sequence % EVERY === 0 ? ` ${nameOf(sequence / EVERY)}` : '';
      const content = `${sentence(random)}${name}`;
      const _id = messageKey(community.channelId, sequence);
      chunk.push({ ...message, content, _id, sequence, deleted: false, reacted: false });
    }
    await insert(context, 'channel_messages', chunk);
    const since = performance.now();
    await context.search.apply({ put: chunk.map(searchDocument) });
    spent += performance.now() - since;
  }
  rounds.add('indexed', (messages / spent) * 1_000, 'messages/s');
}

function requests(queries: readonly string[]): Outgoing[] {
  return Array.from({ length: PEOPLE }, (_, i) => ({
    socket: i,
    frame: encodeFrame('msgpack', {
      op: Op.Request,
      t: 'message.search',
      n: 1,
      d: { query: queries[i % queries.length]!, limit: LIMIT },
    }),
  }));
}
