import { formatSubject, packData, STORED } from '@cozy/core';
import { type Cursors, type Encoding, LIMITS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';

/** Events that are put into the log at once. */
const CHUNK = 2_000;
/** Milliseconds for them to come back. */
const PATIENCE = 20_000;

describe('Limits of connections', function () {
  this.timeout(120_000);
  let node: TestNode;
  let ann: TestUser;

  before(async () => {
    node = await startNode(testEngines(), { worker: false });
    ann = await node.person('ann');
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  async function live(options: object = {}, encoding: Encoding = 'msgpack'): Promise<TestClient> {
    const client = await node.connect({ encoding });
    await client.ready(ann.token, options);
    return client;
  }

  for (const encoding of ['msgpack', 'json'] as const) {
    it(`[GW-4] closes two ${encoding} frames in one message with 4002, and takes them in two`, async () => {
      const one = new TextEncoder().encode('{"op":1}\n');
      const beat = encoding === 'json' ? one : Uint8Array.of(0x81, 0xa2, 0x6f, 0x70, 1);
      const client = await live({}, encoding);
      client.sendRaw(beat, encoding === 'msgpack');
      client.sendRaw(beat, encoding === 'msgpack');
      await client.until('two acknowledgements', () => acknowledgements(client) === 2 || undefined);
      client.sendRaw(Buffer.concat([beat, beat]), encoding === 'msgpack');
      expect(await client.closed()).to.equal(4002);
    });
  }

  it(`[GW-46] regains ${LIMITS.framesPerSecond} frames each second`, async () => {
    const client = await live();
    const refused = async (count: number) => {
      const from = client.frames.length;
      for (let n = 0; n < count; n++) client.send({ op: Op.Request, t: 'nothing.here', n, d: {} });
      await client.settled();
      return client.frames.slice(from).filter((frame) => 'e' in frame && frame.e?.code === 'RATE_LIMITED').length;
    };
    expect(await refused(LIMITS.frameBurst + 100)).to.be.above(0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // Those that it has regained for certain are all taken; more than it may ever have are not.
    expect(await refused(LIMITS.framesPerSecond - 1)).to.equal(0);
    expect(await refused(2 * LIMITS.frameBurst)).to.be.above(0);
  });

  it(`[GW-47] bears ${LIMITS.framesOverLimit} frames over the limit, and no more`, async () => {
    const client = await live();
    // Identify was a frame, too.
    for (let i = 1; i < LIMITS.frameBurst + LIMITS.framesOverLimit; i++) client.send({ op: Op.Heartbeat });
    await client.settled();
    for (let i = 0; i < LIMITS.framesOverLimit; i++) client.send({ op: Op.Heartbeat });
    expect(await client.closed()).to.equal(4008);
  });

  it(`[GW-12] gives ${LIMITS.identifyTimeout / 1_000} seconds to identify, and not many more`, async () => {
    const [client, late] = [await node.connect(), await node.connect()];
    const began = performance.now();
    await new Promise((resolve) => setTimeout(resolve, LIMITS.identifyTimeout - 1_500));
    await late.ready(ann.token);
    expect(await client.closed()).to.equal(4003);
    expect(performance.now() - began).to.be.within(LIMITS.identifyTimeout - 500, LIMITS.identifyTimeout + 5_000);
    expect((await late.respond('user.me', {})).d).to.have.property('user');
  });

  it('[GW-57] takes as many member windows, of as many rows, as the limits say', async () => {
    const { id } = await makeCommunity(node, ann);
    const windows = (count: number, limit: number) => ({
      communities: [],
      channels: [],
      members: Array.from({ length: count }, (_, i) => ({ community_id: id, from: i, limit })),
    });
    const client = await live({ passive: true });
    client.send({ op: Op.Subscribe, d: windows(LIMITS.memberWindows, LIMITS.memberWindow) });
    await client.event('COMMUNITY_MEMBER_LIST_UPDATE');
    for (const [count, limit] of [
      [LIMITS.memberWindows + 1, LIMITS.memberWindow],
      [LIMITS.memberWindows, LIMITS.memberWindow + 1],
    ]) {
      const greedy = await live();
      greedy.send({ op: Op.Subscribe, d: windows(count!, limit!) });
      expect(await greedy.closed(), `${count} windows of ${limit}`).to.equal(4002);
    }
  });

  it(`[GW-53] lets a bot start ${LIMITS.botStartsPerSecond} more sessions each second, when it waits as it is told`, async () => {
    const { token } = await node.run(ann, 'bot.create', { name: 'Echo' });
    const start = async () => {
      const client = await node.connect();
      client.identify(token);
      const first = await client.until('an answer', () => client.frames.find(({ op }) => op !== Op.Hello));
      client.drop();
      return first as { op: number; d: { retry_after: number } };
    };
    let refusal = await start();
    for (let i = 0; i < 100 && refusal.op !== Op.InvalidSession; i++) refusal = await start();
    expect(refusal.op).to.equal(Op.InvalidSession);
    expect(refusal.d.retry_after).to.be.within(0.001, 1 / LIMITS.botStartsPerSecond);
    await new Promise((resolve) => setTimeout(resolve, refusal.d.retry_after * 1_000));
    expect((await start()).op).to.equal(Op.Dispatch);
  });

  it(`[GW-26] replays ${LIMITS.resumeEvents.toLocaleString('en')} events, and refuses who has missed one more`, async () => {
    const home = await makeCommunity(node, ann);
    const client = await live();
    const { cursors } = client;
    client.drop();
    const { message } = await node.run(ann, 'message.send', {
      channel_id: home.channelId,
      content: 'x',
      nonce: 'first',
    });
    await fillLog(home.id, message, LIMITS.resumeEvents - 1);
    expect((await resume(cursors)).replayed).to.equal(LIMITS.resumeEvents);
    await fillLog(home.id, message, 1);
    const late = await node.connect();
    late.send({ op: Op.Resume, d: { token: ann.token, cursors } });
    const invalid = (await late.frame(Op.InvalidSession)) as unknown as { d: { resumable: boolean } };
    expect(invalid.d.resumable).to.equal(false);
    expect(await late.closed()).to.equal(4000);
  });

  async function resume(cursors: Cursors) {
    const client = await node.connect();
    const resumed = await client.resumed(ann.token, cursors);
    client.drop();
    return resumed;
  }

  /** Puts so many messages into the log as fast as it takes them. */
  async function fillLog(communityId: string, message: { channel_id: string }, count: number): Promise<void> {
    const { nats, log, replica } = node.context;
    const owner = { kind: 'c' as const, id: communityId };
    const partition = log.partitionOf(owner);
    const subject = formatSubject(STORED, { partition, owner, channelId: message.channel_id, name: 'MESSAGE_CREATE' });
    const data = packData(message);
    const { last } = await log.bounds(partition);
    for (let put = 0; put < count; ) {
      const chunk = Math.min(CHUNK, count - put);
      for (let i = 0; i < chunk; i++) nats.publish(subject, data);
      put += chunk;
      expect(await replica.tail.reached([partition, last + put], PATIENCE), 'the log takes them').to.equal(true);
    }
  }
});

function acknowledgements(client: TestClient): number {
  return client.frames.filter(({ op }) => op === Op.HeartbeatAck).length;
}
