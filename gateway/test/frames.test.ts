import { CozyError, type ErrorBody, encodeFrame, LIMITS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  joinAs,
  makeCommunity,
  startNode,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Frames and requests', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = await Promise.all([node.person('ann'), node.person('bob')]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  async function live(who: TestUser = ann): Promise<TestClient> {
    const client = await node.connect();
    await client.ready(who.token);
    return client;
  }

  for (const op of [0, 4, 5, 7, 9, 10, 11, 21, 99, 255]) {
    it(`[GW-44] closes opcode ${op} with 4001`, async () => {
      const client = await live();
      client.send({ op, d: {} });
      expect(await client.closed()).to.equal(4001);
    });
  }

  const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);
  const broken: Record<string, string | Uint8Array> = {
    'text on a msgpack connection': '{"op":1}',
    'no bytes at all': new Uint8Array(0),
    'an array': Uint8Array.of(0x92, 1, 2),
    'a number': Uint8Array.of(7),
    'half a map': encodeFrame('msgpack', { op: Op.Request, t: 'user.me', n: 1, d: {} }).subarray(0, 9),
    'an array that claims four thousand million entries': Uint8Array.of(0x81, 0xa1, 0x64, 0xdd, 255, 255, 255, 255),
    'an extension type': Uint8Array.of(0x82, 0xa2, 0x6f, 0x70, 1, 0xa1, 0x64, 0xd4, 1, 0),
    'two frames in one message': Buffer.concat([
      encodeFrame('msgpack', { op: Op.Heartbeat }),
      encodeFrame('msgpack', { op: Op.Heartbeat }),
    ]),
    'no opcode': encodeFrame('msgpack', { t: 'x' }),
    'an opcode that is a text': encodeFrame('msgpack', { op: '1' }),
    'a field too many': encodeFrame('msgpack', { op: Op.Heartbeat, extra: 1 }),
    'cursors that are no map': encodeFrame('msgpack', { op: Op.Heartbeat, d: 'x' }),
    'a status that does not exist': encodeFrame('msgpack', { op: Op.PresenceUpdate, d: { status: 'away' } }),
    'a view of too many channels': encodeFrame('msgpack', {
      op: Op.Subscribe,
      d: { communities: [], channels: Array.from({ length: LIMITS.subscriptions + 1 }, () => '175928847299117063') },
    }),
    'a frame nested deeper than 16': encodeFrame('msgpack', { op: Op.Request, t: 'user.me', n: 1, d: deep(17) }),
    'a frame of more than 64 KiB': encodeFrame('msgpack', { op: Op.Request, t: 'x', d: 'x'.repeat(LIMITS.frameBytes) }),
  };
  for (const [what, bytes] of Object.entries(broken)) {
    it(`[GW-45] closes ${what} with 4002`, async () => {
      const client = await live();
      client.sendRaw(bytes);
      expect(await client.closed()).to.equal(4002);
    });
  }

  it('[GW-45] closes a broken line on a JSON connection with 4002, also before Identify', async () => {
    for (const text of ['{', '[]', 'null', '{"op":1}\n{"op":1}', '{"op":2,"d":{}}', Buffer.from('{"op":1}')]) {
      const client = await node.connect({ encoding: 'json' });
      client.sendRaw(text);
      expect(await client.closed(), String(text)).to.equal(4002);
    }
  });

  it('[GW-31] answers each request once by its number, in whatever order', async () => {
    const client = await live();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => client.respond(i % 2 ? 'user.me' : 'community.list', {})),
    );
    expect(new Set(answers.map(({ n }) => n)).size).to.equal(20);
    await client.settled();
    expect(client.frames.filter(({ op }) => op === Op.Response)).to.have.length(20);
  });

  it('[GW-32] answers input that does not fit with INVALID_INPUT and the fields', async () => {
    const client = await live();
    const wrong: [string, unknown, string][] = [
      ['community.create', {}, '/name'],
      ['community.create', { name: 7 }, '/name'],
      ['community.create', { name: 'x', owner_id: '1' }, '/owner_id'],
      ['message.history', { channel_id: 'x' }, '/channel_id'],
      ['user.update', { hue: 360 }, '/hue'],
      ['message.history', { channel_id: '175928847299117063', limit: 101 }, '/limit'],
    ];
    for (const [name, input, path] of wrong) {
      const { e } = await client.respond(name, input);
      expect(e?.code, name).to.equal('INVALID_INPUT');
      expect(Object.keys(e!.errors!), name).to.deep.equal([path]);
    }
    for (const input of [[], 'x', 7, true]) {
      expect((await client.respond('user.me', input)).e?.code).to.equal('INVALID_INPUT');
    }
    expect((await client.respond('user.me', null)).d).to.have.property('user');
  });

  for (const name of ['', 'message', 'message.fly', '__proto__', 'constructor', 'toString']) {
    it(`[GW-33] answers the command "${name}" with UNKNOWN_COMMAND`, async () => {
      expect((await (await live()).respond(name, {})).e?.code).to.equal('UNKNOWN_COMMAND');
    });
  }

  it('[GW-34] answers more than 256 waiting requests with RATE_LIMITED, and goes on afterwards', async () => {
    const client = await live();
    const answers = await Promise.all(Array.from({ length: 290 }, () => client.respond('session.list', {})));
    const refused = answers.filter(({ e }) => e?.code === 'RATE_LIMITED');
    expect(refused).to.have.length(290 - LIMITS.requestsInFlight);
    expect(refused.every(({ e }) => e!.retry_after! > 0)).to.equal(true);
    expect((await client.respond('session.list', {})).e).to.equal(undefined);
  });

  it('[GW-38] says that what one may not see does not exist', async () => {
    const home = await makeCommunity(node, ann);
    const { channel } = await node.run(ann, 'channel.create', {
      community_id: home.id,
      name: 'secret',
      type: 'text',
      overwrites: [{ id: home.id, type: 0, allow: '0', deny: '1024' }],
    });
    const client = await live(bob);
    const code = async (name: string, input: object) => (await client.respond(name, input)).e;
    const nowhere = '175928847299117063';
    expect(await code('member.list', { community_id: home.id })).to.deep.equal(
      await code('member.list', { community_id: nowhere }),
    );
    expect((await code('member.list', { community_id: home.id }))?.code).to.equal('UNKNOWN_COMMUNITY');
    await joinAs(node, ann, home.id, bob);
    expect(await code('message.history', { channel_id: channel.id })).to.deep.equal(
      await code('message.history', { channel_id: nowhere }),
    );
    expect((await code('message.history', { channel_id: channel.id }))?.code).to.equal('UNKNOWN_CHANNEL');
  });

  it('[GW-39] answers a lack of permission with its name, and a bot with PEOPLE_ONLY', async () => {
    const home = await makeCommunity(node, ann, [bob]);
    const client = await live(bob);
    const { e } = await client.respond('channel.create', { community_id: home.id, name: 'x', type: 'text' });
    expect(e?.code).to.equal('MISSING_PERMISSION');
    expect(e?.message).to.contain('MANAGE_CHANNELS');
    const bot = await node.connect();
    await bot.ready((await node.run(ann, 'bot.create', { name: 'Echo' })).token);
    expect((await bot.respond('community.create', { name: 'x' })).e?.code).to.equal('PEOPLE_ONLY');
  });

  it('[GW-46] over 300 frames at once answers requests with RATE_LIMITED and drops the others, but not heartbeats', async () => {
    const client = await live();
    const requests = Array.from({ length: LIMITS.frameBurst + 200 }, () => client.respond('nothing.here', {}));
    client.send({ op: Op.PresenceUpdate, d: { status: 'dnd' } });
    client.send({ op: Op.Heartbeat });
    const codes = (await Promise.all(requests)).map(({ e }) => e!);
    const limited = codes.filter(({ code }: ErrorBody) => code === 'RATE_LIMITED');
    expect(limited.length).to.be.within(100, 201);
    expect(limited.every(({ retry_after }: ErrorBody) => retry_after! > 0)).to.equal(true);
    await client.frame(Op.HeartbeatAck);
    expect(node.gateway.health().detail.sessions).to.be.greaterThan(0);
  });

  it('[GW-47] closes a flood of 10,000 frames with 4008', async () => {
    const client = await live();
    for (let i = 0; i < 10_000; i++) client.send({ op: Op.Heartbeat });
    expect(await client.closed()).to.equal(4008);
  });

  it('[GW-35] takes a message with the same nonce once, however often and wherever it is sent', async () => {
    const home = await makeCommunity(node, ann);
    const [one, two] = [await live(), await live()];
    const send = { channel_id: home.channelId, content: 'once', nonce: 'same' };
    const answers = await Promise.all([one, two, one, two].map((client) => client.request('message.send', send)));
    expect(new Set(answers.map(({ message }) => message.id)).size).to.equal(1);
    for (const { message } of answers) expect(message).to.deep.equal(answers[0]!.message);
    const changed = await two.request('message.send', { ...send, content: 'twice' });
    expect(changed.message.content).to.equal('once');
    const { messages } = await one.request('message.history', { channel_id: home.channelId, at: one.cursors });
    expect(messages.map(({ content }) => content)).to.deep.equal(['once']);
  });

  it('[GW-36] marks a full bucket as something to repeat', async () => {
    const limited = await startNode(testEngines(), { limited: true, worker: false });
    try {
      const person = await limited.person();
      const client = await limited.connect();
      await client.ready(person.token);
      const answers = await Promise.all(Array.from({ length: 12 }, () => client.respond('user.update', { bio: 'x' })));
      const refused = answers.filter(({ e }) => e?.code === 'RATE_LIMITED');
      expect(refused).to.have.length(2);
      expect(refused[0]!.e!.retry_after).to.be.within(0.1, 2.1);
      expect(CozyError.fromBody(refused[0]!.e!).retryable).to.equal(true);
    } finally {
      await dropDatabase(limited);
      await limited.stop();
    }
  });
});
