import { CLIENT_FRAMES, ERRORS, encodeFrame, Op } from '@cozy/protocol';
import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import fc from 'fast-check';
import type { TestClient } from './client.ts';
import { allowedCloses } from './fuzz/allowed.ts';
import { cursors, type FuzzedMessage, fuzzedMessage, fuzzedRequest, noise, subscription } from './fuzz/generate.ts';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';
import { Pulse } from './pulse.ts';
import { ServerProcess } from './serverProcess.ts';

const SEED = Number(process.env.COZY_SEED) || Math.floor(Math.random() * 2 ** 31);
const MIB = 1024 * 1024;
/** Connections in use at the same time. */
const LANES = 8;
/** What the server may hold more after all of it than after the first part, when its garbage is collected. */
const GROWTH = 8 * MIB;

/** Does something with each, some at the same time. */
async function inLanes<T>(list: readonly T[], act: (one: T, lane: number) => Promise<void>): Promise<void> {
  const left = list.values();
  const lane = async (number: number) => {
    for (const one of left) await act(one, number);
  };
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
}

describe(`Anything at all from clients (COZY_SEED=${SEED})`, function () {
  this.timeout(120_000);
  let node: TestNode;
  let server: ServerProcess;
  let mallory: TestUser;
  let ann: TestUser;
  let bob: TestUser;
  /** A community of which mallory is, and one of which she is not. */
  let own: string;
  let foreign: string;
  let ownChannel: string;
  let foreignChannel: string;
  let pulse: Pulse;
  let healthy: TestClient[];

  before(async () => {
    const engines = testEngines();
    node = await startNode(engines);
    server = await ServerProcess.start(engines);
    [ann, bob, mallory] = (await Promise.all(['ann', 'bob', 'mallory'].map((name) => node.person(name)))) as [
      TestUser,
      TestUser,
      TestUser,
    ];
    const theirs = await makeCommunity(node, ann, [bob]);
    const hers = await makeCommunity(node, mallory);
    [own, ownChannel, foreign, foreignChannel] = [hers.id, hers.channelId, theirs.id, theirs.channelId];
  });
  beforeEach(async () => {
    healthy = await Promise.all([ann, bob].map(({ token }) => server.identified(token)));
    pulse = new Pulse(healthy[0]!, healthy[1]!, foreignChannel);
  });
  afterEach(async () => {
    await pulse.stop();
    for (const client of healthy) client.drop();
  });
  after(async () => {
    await server?.stop();
    await dropDatabase(node);
    await node.stop();
  });

  /** Sends messages, each on a connection that nothing was wrong with before, and expects what the specification says. */
  async function sendAll(messages: readonly FuzzedMessage[], live: boolean): Promise<Map<number, number>> {
    const open = new Map<string, TestClient>();
    const seen = new Map<number, number>();
    await inLanes(messages, async (message, lane) => {
      const { encoding, bytes } = message;
      const key = `${lane} ${encoding}`;
      let client = open.get(key);
      if (!client) {
        client = live ? await server.identified(mallory.token, { encoding }) : await server.connect({ encoding });
        open.set(key, client);
      }
      const allowed = allowedCloses(message, live);
      const what = `${encoding} ${Buffer.from(bytes.subarray(0, 300)).toString(encoding === 'json' ? 'utf8' : 'hex')}`;
      client.sendRaw(bytes, encoding === 'msgpack');
      if (allowed.length === 0) {
        await client.settled();
        seen.set(0, (seen.get(0) ?? 0) + 1);
        return;
      }
      const code = await client.closed();
      expect(allowed, what).to.include(code);
      seen.set(code, (seen.get(code) ?? 0) + 1);
      open.delete(key);
    });
    for (const client of open.values()) client.drop();
    return seen;
  }

  /** Expects that the server holds no more after the second part than after the first. */
  async function expectBounded<T>(list: readonly T[], act: (part: readonly T[]) => Promise<unknown>): Promise<void> {
    const first = Math.ceil(list.length / 4);
    await act(list.slice(0, first));
    const { heap } = await server.memory();
    await act(list.slice(first));
    expect((await server.memory()).heap - heap, 'bytes that the server holds more').to.be.below(GROWTH);
  }

  for (const live of [true, false]) {
    it(`[GW-6] [GW-44] [GW-45] mutated frames ${live ? 'of live connections' : 'before Identify'} are borne or closed as documented`, async () => {
      const messages = fc.sample(fc.oneof({ weight: 5, arbitrary: fuzzedMessage }, noise), {
        numRuns: 1_200,
        seed: SEED,
      });
      const seen = new Map<number, number>();
      await expectBounded(messages, async (part) => {
        for (const [code, count] of await sendAll(part, live)) seen.set(code, (seen.get(code) ?? 0) + count);
      });
      // It is not that everything was refused for the same reason.
      for (const code of live ? [0, 4001, 4002, 4005] : [0, 4001, 4002, 4003, 4004])
        expect(seen.get(code), String(code)).to.be.above(0);
    });
  }

  it('[GW-31] [GW-32] mutated requests are each answered once, as documented', async () => {
    const fits = ({ t, d }: { t: string; d: unknown }) => {
      const bytes = encodeFrame('msgpack', { op: Op.Request, t, n: 1, d });
      return allowedCloses({ encoding: 'msgpack', bytes }, true).length === 0;
    };
    const requests = fc.sample(fuzzedRequest, { numRuns: 1_200, seed: SEED }).filter(fits);
    const clients = await Promise.all(Array.from({ length: LANES }, () => server.identified(mallory.token)));
    const codes = new Set<string>();
    await expectBounded(requests, (part) =>
      inLanes(part, async ({ t, d }, lane) => {
        const client = clients[lane]!;
        const from = client.frames.length;
        const { n, e } = await client.respond(t, d);
        const what = `${t} ${JSON.stringify(d)?.slice(0, 300)}`;
        codes.add(e?.code ?? '');
        if (e) expect(Object.keys(ERRORS), what).to.include(e.code);
        expect(e?.code, what).to.not.equal('INTERNAL');
        await client.settled();
        const answers = client.frames.slice(from).filter((frame) => frame.op === Op.Response);
        expect(
          answers.map((answer) => (answer as { n: number }).n),
          what,
        ).to.deep.equal([n]);
      }),
    );
    expect([...codes]).to.include.members(['INVALID_INPUT', 'UNKNOWN_CHANNEL']);
    for (const client of clients) client.drop();
  });

  it('[GW-24] [GW-26] [GW-8] cursors of anywhere are resumed, refused or acknowledged', async () => {
    // A log that has just begun knows few places, of which a sample may hold none.
    const list = [{}, ...fc.sample(cursors, { numRuns: 200, seed: SEED })];
    const outcomes = new Map<string, number>();
    await expectBounded(list, (part) =>
      inLanes(part, async (given) => {
        const client = await server.connect();
        client.send({ op: Op.Resume, d: { token: mallory.token, cursors: given } });
        const valid = Value.Check(CLIENT_FRAMES[Op.Heartbeat], given);
        const outcome = await Promise.race([
          client.event('RESUMED').then(() => 'RESUMED'),
          client.closed().then(String),
        ]).catch(async () => String(await client.closed()));
        expect(valid ? ['RESUMED', '4000'] : ['4002'], JSON.stringify(given).slice(0, 300)).to.include(outcome);
        if (outcome === '4000') {
          const invalid = client.frames.find(({ op }) => op === Op.InvalidSession) as { d: { resumable: boolean } };
          expect(invalid.d.resumable).to.equal(false);
        }
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        client.drop();
        const beating = await server.identified(mallory.token);
        beating.send({ op: Op.Heartbeat, d: given });
        if (valid) await beating.frame(Op.HeartbeatAck);
        else expect(await beating.closed()).to.equal(4002);
        beating.drop();
      }),
    );
    expect([...outcomes.keys()]).to.have.members(['RESUMED', '4000', '4002']);
  });

  it('[GW-41] [GW-56] [GW-57] Subscribe with anything shows nothing foreign', async () => {
    const ids = [own, foreign, ownChannel, foreignChannel, mallory.id];
    const list = fc.sample(subscription(ids), { numRuns: 240, seed: SEED });
    await expectBounded(list, (part) =>
      inLanes(part, async (given, lane) => {
        const client = await server.connect();
        await client.ready(mallory.token, { passive: lane % 2 === 0 });
        client.send({ op: Op.Subscribe, d: given });
        const what = JSON.stringify(given).slice(0, 300);
        if (Value.Check(CLIENT_FRAMES[Op.Subscribe], given)) {
          await client.settled();
          expect((await client.respond('user.me', {})).d, what).to.have.property('user');
        } else expect(await client.closed(), what).to.equal(4002);
        for (const { data } of client.events) expect(JSON.stringify(data)).to.not.contain(foreign);
        client.drop();
      }),
    );
  });

  it('[GW-8] heartbeats with as many cursors as may be named stay small', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_024 }, (_, i) => [String(i), 2 ** 53 - 1]));
    const client = await server.identified(mallory.token);
    for (let i = 0; i < 200; i++) client.send({ op: Op.Heartbeat, d: many });
    await client.until(
      '200 answers',
      () => client.frames.filter(({ op }) => op === Op.HeartbeatAck).length >= 200 || undefined,
    );
    client.drop();
  });
});
