import { createHash } from 'node:crypto';
import { DICTIONARY_VERSION, encodeFrame, Op } from '@cozy/protocol';
import { expect } from 'chai';
import { wireFor, wrap } from '../src/wire.ts';
import {
  dropDatabase,
  makeCommunity,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Compressed messages', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = [await node.person('ann'), await node.person('bob')];
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  it('[GW-49] hold the same frames as others, and are marked with the dictionary or 0', async () => {
    const [plain, compressed] = [await node.connect(), await node.connect({ compressed: true })];
    await plain.ready(bob.token);
    await compressed.ready(bob.token);
    const content = 'A message of about the usual length, so that the sizes on the wire are those of real life.';
    for (let i = 0; i < 20; i++) {
      await node.run(ann, 'message.send', { channel_id: home.channelId, content, nonce: `c${i}` });
    }
    await Promise.all(
      [plain, compressed].map((client) => client.event('MESSAGE_CREATE', ({ nonce }) => nonce === 'c19')),
    );
    const created = (client: typeof plain) => client.events.filter(({ name }) => name === 'MESSAGE_CREATE');
    expect(created(compressed)).to.deep.equal(created(plain));
    const tags = compressed.messages.map(([tag]) => tag);
    expect(new Set(tags)).to.deep.equal(new Set([0, DICTIONARY_VERSION]));
    // Hello is too small to be worth it; READY is not.
    expect(tags[0]).to.equal(0);
    expect(tags[1]).to.equal(DICTIONARY_VERSION);
  });

  it('[GW-50] are compressed only where that makes them smaller', () => {
    const wire = wireFor('msgpack', DICTIONARY_VERSION)!;
    const small = encodeFrame('msgpack', { op: Op.HeartbeatAck });
    expect(wrap(wire, small)).to.deep.equal(Buffer.concat([Uint8Array.of(0), small]));
    const noise = Buffer.concat(Array.from({ length: 16 }, (_, i) => createHash('sha256').update(String(i)).digest()));
    expect(wrap(wire, noise)[0]).to.equal(0);
    const text = encodeFrame('msgpack', { op: Op.Dispatch, t: 'MESSAGE_CREATE', d: { content: 'words '.repeat(50) } });
    expect(wrap(wire, text).length).to.be.lessThan(text.length / 2);
  });

  it('[GW-49] are not made of JSON', async () => {
    const client = await node.connect({ query: 'v=1&encoding=json&compress=dict' });
    expect(await client.closed()).to.equal(4012);
  });
});
