import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { type EventData, encodeFrame, LIMITS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  joinAs,
  makeCommunity,
  startNode,
  type TestCommunity,
  type TestEngines,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Views, presence and slow readers', function () {
  this.timeout(60_000);
  let engines: TestEngines;
  let node: TestNode;
  let second: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let nonce = 0;

  before(async () => {
    engines = testEngines();
    node = await startNode(engines);
    second = await startNode(engines, { worker: false });
    [ann, bob] = await Promise.all([node.person('ann'), node.person('bob')]);
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await second.stop();
    await node.stop();
  });

  const opened: TestClient[] = [];
  // Who is here is what these tests are about, so nobody stays from one to the next.
  afterEach(async () => {
    for (const client of opened.splice(0)) {
      client.drop();
      await client.closed();
    }
    const probe = await node.connect();
    for (;;) {
      await probe.settled();
      if (node.gateway.health().detail.sessions === 1 && second.gateway.health().detail.sessions === 0) break;
    }
    probe.drop();
  });

  async function live(who: TestUser, on = node): Promise<TestClient> {
    const client = await on.connect();
    opened.push(client);
    await client.ready(who.token);
    return client;
  }
  const look = async (client: TestClient, communities: string[], channels: string[]) => {
    client.send({ op: Op.Subscribe, d: { communities, channels } });
    await client.settled();
  };
  const say = (content = 'x') =>
    node.run(ann, 'message.send', { channel_id: home.channelId, content, nonce: `w${nonce++}` });

  it('[GW-41] brings typing for the channels in view only, and another Subscribe replaces the first', async () => {
    const { channel } = await node.run(ann, 'channel.create', { community_id: home.id, name: 'two', type: 'text' });
    const [client, blind] = [await live(bob), await live(bob)];
    await look(client, [], [channel.id]);
    await node.run(ann, 'typing.start', { channel_id: home.channelId });
    await node.run(ann, 'typing.start', { channel_id: channel.id });
    const typing = await client.event('TYPING_START');
    expect(typing.data).to.deep.include({ channel_id: channel.id, user_id: ann.id });
    expect(typing.place).to.equal(null);
    await look(client, [], [home.channelId]);
    await node.run(ann, 'typing.start', { channel_id: channel.id });
    await node.run(ann, 'typing.start', { channel_id: home.channelId });
    await client.event('TYPING_START', ({ channel_id }) => channel_id === home.channelId);
    expect(client.names.filter((name) => name === 'TYPING_START')).to.have.length(2);
    await say();
    await blind.event('MESSAGE_CREATE');
    expect(blind.names).to.not.include('TYPING_START');
  });

  it('[GW-41] passes over channels and communities that may not be seen, and stops when a channel is hidden', async () => {
    const hidden = { id: home.id, type: 0 as const, allow: '0', deny: '1024' };
    const make = { community_id: home.id, name: 'secret', type: 'text' as const };
    const { channel } = await node.run(ann, 'channel.create', { ...make, overwrites: [hidden] });
    const other = await makeCommunity(node, ann);
    const client = await live(bob);
    await look(client, [other.id, home.id], [channel.id, other.channelId, home.channelId]);
    await node.run(ann, 'typing.start', { channel_id: channel.id });
    await node.run(ann, 'typing.start', { channel_id: other.channelId });
    await node.run(ann, 'channel.update', { channel_id: channel.id, overwrites: [] });
    await client.event('CHANNEL_CREATE');
    await look(client, [], [channel.id]);
    await node.run(ann, 'typing.start', { channel_id: channel.id });
    await client.event('TYPING_START');
    await node.run(ann, 'channel.update', { channel_id: channel.id, overwrites: [hidden] });
    await client.event('CHANNEL_DELETE');
    await node.run(ann, 'typing.start', { channel_id: channel.id });
    await say();
    await client.event('MESSAGE_CREATE');
    expect(client.names.filter((name) => name === 'TYPING_START')).to.have.length(1);
  });

  it('[GW-42] shows who comes, changes and goes on every node, once for all connections of a person', async () => {
    const watchers = [await live(ann), await live(ann, second)];
    for (const client of watchers) await look(client, [home.id], []);
    const status = async (expected: string) => {
      for (const client of watchers) {
        await client.until(`bob ${expected}`, () => {
          const last = client.events.filter(
            ({ name, data }) => name === 'PRESENCE_UPDATE' && (data as EventData<'PRESENCE_UPDATE'>).user_id === bob.id,
          );
          return (last.at(-1)?.data as EventData<'PRESENCE_UPDATE'> | undefined)?.status === expected || undefined;
        });
      }
    };
    const one = await live(bob);
    await status('online');
    const two = await live(bob, second);
    two.send({ op: Op.PresenceUpdate, d: { status: 'dnd' } });
    await status('dnd');
    two.drop();
    await status('online');
    one.send({ op: Op.PresenceUpdate, d: { status: 'idle' } });
    await status('idle');
    one.drop();
    await status('offline');
  });

  it('[GW-42] does not show someone who has left to those who stayed', async () => {
    const eve = await node.person('eve');
    await joinAs(node, ann, home.id, eve);
    const watcher = await live(ann);
    await look(watcher, [home.id], []);
    const client = await live(eve);
    await watcher.event('PRESENCE_UPDATE', ({ user_id }) => user_id === eve.id);
    await node.run(eve, 'member.leave', { community_id: home.id });
    await client.event('COMMUNITY_DELETE');
    const from = watcher.events.length;
    client.send({ op: Op.PresenceUpdate, d: { status: 'dnd' } });
    await client.settled();
    await live(bob);
    await watcher.event('PRESENCE_UPDATE', ({ user_id }) => user_id === bob.id, from);
    const seen = watcher.events.slice(from).map(({ data }) => (data as { user_id?: string }).user_id);
    expect(seen).to.not.include(eve.id);
  });

  it('[GW-43] gives members by name, by id and by page, with those who are here', async () => {
    const client = await live(ann);
    await live(bob);
    const ask = async (query: object) => {
      const from = client.events.length;
      client.send({ op: Op.RequestMembers, d: { community_id: home.id, ...query } });
      return (await client.event('COMMUNITY_MEMBERS_CHUNK', () => true, from)).data;
    };
    const ids = (chunk: EventData<'COMMUNITY_MEMBERS_CHUNK'>) => chunk.members.map(({ user }) => user.id);
    const all = await ask({});
    expect(ids(all)).to.have.members([ann.id, bob.id]);
    expect(all.presences.map(({ user_id }) => user_id)).to.have.members([ann.id, bob.id]);
    expect(ids(await ask({ query: bob.user.username.slice(0, 8).toUpperCase() }))).to.deep.equal([bob.id]);
    expect(ids(await ask({ query: '.*' }))).to.deep.equal([]);
    const nobody = '175928847299117063';
    const some = await ask({ user_ids: [bob.id, nobody] });
    expect(ids(some)).to.deep.equal([bob.id]);
    expect(some.not_found).to.deep.equal([nobody]);
    const [first] = ids(await ask({ limit: 1 }));
    expect(ids(await ask({ after: first, limit: 1 }))).to.deep.equal([[ann.id, bob.id].find((id) => id !== first)]);
    const outsider = await live(await node.person());
    outsider.send({ op: Op.RequestMembers, d: { community_id: home.id } });
    expect((await outsider.event('COMMUNITY_MEMBERS_CHUNK')).data.members).to.deep.equal([]);
  });

  it('[GW-48] closes a client that stops reading, keeps little for it, and loses nothing of what it resumes', async () => {
    const socket = connect(node.port, '127.0.0.1');
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET /gateway?v=1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    const cursors = await (async () => {
      const client = await live(bob);
      await client.settled();
      client.drop();
      return client.cursors;
    })();
    const identify = Buffer.from(encodeFrame('msgpack', { op: Op.Identify, d: { token: bob.token } }));
    const head = Buffer.from([0x82, 0x80 | 126, identify.length >> 8, identify.length & 255, 0, 0, 0, 0]);
    socket.write(Buffer.concat([head, identify]));
    let heard = '';
    await new Promise<void>((resolve) => {
      socket.on('data', (part) => {
        heard += part.toString('latin1');
        if (heard.includes('READY')) resolve();
      });
    });
    socket.removeAllListeners('data');
    socket.pause();
    const sessions = () => node.gateway.health().detail.sessions as number;
    const before = sessions();
    const memory = process.memoryUsage().rss;
    const big = 'x'.repeat(LIMITS.messageLength);
    let sent = 0;
    for (; sessions() >= before && sent < 6_000; sent += 50)
      await Promise.all(Array.from({ length: 50 }, () => say(big)));
    expect(sessions(), `closed after ${sent} messages`).to.equal(before - 1);
    expect(process.memoryUsage().rss - memory).to.be.lessThan(150 * 1024 * 1024);
    socket.destroy();
    const client = await node.connect();
    opened.push(client);
    const { replayed } = await client.resumed(bob.token, cursors);
    expect(replayed).to.be.at.least(sent);
    expect(client.names.filter((name) => name === 'MESSAGE_CREATE')).to.have.length(sent);
  });
});
