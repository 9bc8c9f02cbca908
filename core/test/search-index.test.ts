import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { openDatabase } from '../src/database/database.ts';
import { DatabaseIndex } from '../src/search/databaseIndex.ts';
import { RedisIndex } from '../src/search/redisIndex.ts';
import type { SearchDocument, SearchIndex } from '../src/search/searchIndex.ts';
import { eventually, quiet, testSettings } from './harness.ts';

/** Where Debian's redis-redisearch puts it. */
const MODULE = '/usr/lib/redis/modules/redisearch.so';
const HOME = '1300000000000000001';
const OTHER = '1300000000000000002';
const GENERAL = '1300000000000000003';
const RANDOM = '1300000000000000004';
const ELSEWHERE = '1300000000000000005';

const id = (n: number) => String(1_400_000_000_000_000_000n + BigInt(n));
const document = (n: number, words: string[], channel_id = GENERAL): SearchDocument => ({
  _id: id(n),
  key: `${channel_id}:${n}`,
  channel_id,
  community_id: channel_id === ELSEWHERE ? OTHER : HOME,
  words,
});

interface Opened {
  index: SearchIndex;
  close(): Promise<void>;
}

async function openInDatabase(): Promise<Opened> {
  const { mongodbUri, mongodbDb } = testSettings();
  const database = await openDatabase(mongodbUri!, mongodbDb, quiet);
  return {
    index: await DatabaseIndex.open(database, quiet),
    close: async () => {
      await database.connection.dropDatabase();
      await database.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? address!.port : 0;
}

/** A real Redis server of this test's own. */
class RedisServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cozy-redis-'));
  #process: ChildProcess | undefined;
  port = 0;

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(...more: string[]): Promise<void> {
    this.port ||= await freePort();
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.#folder, ...more];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      child.once('error', () => reject(new Error('These tests need Debian’s redis-redisearch; npm test installs it.')));
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}; is ${MODULE} installed?`)));
      child.stdout!.on('data', (text: Buffer) => text.includes('Ready to accept connections') && resolve());
    });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

async function openInRedis(): Promise<Opened> {
  const server = new RedisServer();
  await server.start('--loadmodule', MODULE);
  const index = new RedisIndex(server.url, 'test', quiet);
  await eventually('the server can be reached', () =>
    index.state().then(
      () => true,
      () => false,
    ),
  );
  return {
    index,
    close: async () => {
      await index.close();
      await server.end();
    },
  };
}

for (const [engine, open] of [
  ['the database', openInDatabase],
  ['Redis', openInRedis],
] as const) {
  describe(`The search index in ${engine}`, function () {
    this.timeout(60_000);
    let opened: Opened;
    let index: SearchIndex;

    before(async () => {
      opened = await open();
      ({ index } = opened);
    });
    beforeEach(() => index.clear());
    after(() => opened?.close());

    const find = async (words: string[][], more: Partial<Parameters<SearchIndex['find']>[0]> = {}) =>
      (await index.find({ words, channels: [GENERAL, RANDOM, ELSEWHERE], limit: 100, ...more })).map(({ key }) =>
        Number(key.split(':')[1]),
      );

    it('finds what has a word of each set, newest first, with its key', async () => {
      await index.apply({
        put: [document(1, ['cat', 'dog']), document(3, ['cat', 'größe', '検索']), document(2, ['dog', 'from:12'])],
      });
      expect(await find([['cat']])).to.deep.equal([3, 1]);
      expect(await find([['cat'], ['dog']])).to.deep.equal([1]);
      expect(await find([['größe', 'from:12']])).to.deep.equal([3, 2]);
      expect(await find([['検索']])).to.deep.equal([3]);
      expect(await find([['ca']])).to.deep.equal([]);
      expect(await find([[]])).to.deep.equal([]);
      expect(await find([])).to.deep.equal([3, 2, 1]);
      const [first] = await index.find({ words: [['größe']], channels: [GENERAL], limit: 1 });
      expect(first).to.deep.equal({ id: id(3), key: `${GENERAL}:3` });
    });

    it('looks only in the channels that are named, and between two ids', async () => {
      await index.apply({ put: Array.from({ length: 60 }, (_, n) => document(n, ['cat'], n % 2 ? GENERAL : RANDOM)) });
      expect(await find([['cat']], { channels: [RANDOM], limit: 3 })).to.deep.equal([58, 56, 54]);
      expect(await find([['cat']], { channels: [] })).to.deep.equal([]);
      // All within one millisecond, of which a bound cuts a part.
      expect(await find([['cat']], { before: id(50), limit: 2 })).to.deep.equal([49, 48]);
      expect(await find([['cat']], { after: id(56) })).to.deep.equal([59, 58, 57]);
      expect(await find([], { after: id(3), before: id(6) })).to.deep.equal([5, 4]);
    });

    it('goes on far behind what was written last', async () => {
      const words = (n: number) => (n % 500 === 7 ? ['rare', 'usual'] : ['usual']);
      await index.apply({ put: Array.from({ length: 2_600 }, (_, n) => document(n, words(n))) });
      expect(await find([['rare']])).to.deep.equal([2507, 2007, 1507, 1007, 507, 7]);
      expect(await find([['rare'], ['usual']], { limit: 5 })).to.deep.equal([2507, 2007, 1507, 1007, 507]);
      expect(await find([['rare']], { before: id(2007), after: id(507) })).to.deep.equal([1507, 1007]);
      expect(await find([], { before: id(3) })).to.deep.equal([2, 1, 0]);
      expect(await find([['usual']], { limit: 2_500 })).to.have.length(2_500);
    });

    it('replaces what is put again, and removes messages, channels and communities, all repeatably', async () => {
      const all = [
        document(1, ['cat']),
        document(2, ['cat']),
        document(3, ['cat'], RANDOM),
        document(4, ['cat'], ELSEWHERE),
      ];
      for (const _ of [1, 2]) {
        await index.apply({ put: all });
        await index.apply({ put: [document(1, ['dog'])], remove: [id(2), id(99)] });
      }
      expect(await find([['cat']])).to.deep.equal([4, 3]);
      expect(await find([['dog']])).to.deep.equal([1]);
      for (const _ of [1, 2]) await index.apply({ removeChannels: [RANDOM], removeCommunities: [OTHER] });
      expect(await find([])).to.deep.equal([1]);
    });

    it('takes every text for a word', async () => {
      const hostile = ['{"$gt":""}', '*', 'a|b', '@words:{x}', 'a\\', '$where', 'a} @channel_id:{*', '-cat', '(', '"'];
      await index.apply({ put: [document(1, ['cat', 'a', 'b'])] });
      for (const word of hostile) expect(await find([[word]]), word).to.deep.equal([]);
    });

    it('keeps its place, and forgets everything when it is cleared', async () => {
      expect(await index.state()).to.equal(null);
      const state = { version: 1, places: { 0: 7, 3: 9 }, history: 'x:1' };
      await index.saveState({ ...state, history: null });
      await index.saveState(state);
      expect(await index.state()).to.deep.equal(state);
      await index.apply({ put: [document(1, ['cat'])] });
      await index.clear();
      expect(await index.state()).to.equal(null);
      expect(await find([['cat']])).to.deep.equal([]);
    });
  });
}

describe('A Redis server', function () {
  this.timeout(60_000);
  const server = new RedisServer();
  after(() => server.end());

  it('that is away is said to be, and used again once it is back; one without RediSearch is said to lack it', async () => {
    await server.start();
    const index = new RedisIndex(server.url, 'test', quiet);
    const failure = () =>
      index.find({ words: [['cat']], channels: [GENERAL], limit: 1 }).catch((error: Error) => error);
    await eventually('it lacks RediSearch', async () => /has no RediSearch/.test(String(await failure())));
    await server.stop();
    await eventually('it is away', async () => {
      const error = await failure();
      return error instanceof CozyError && error.code === 'UNAVAILABLE' && error.retryable;
    });
    await server.start('--loadmodule', MODULE);
    await eventually('it is back', async () => Array.isArray(await failure()));
    await index.close();
  });
});
