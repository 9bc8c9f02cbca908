import { ALL_INTENTS, INTENTS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import {
  dropDatabase,
  makeCommunity,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Connecting to the gateway', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = await Promise.all([node.person('ann'), node.person('bob')]);
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  it('[GW-7] says Hello first, with the interval', async () => {
    const client = await node.connect();
    const hello = await client.frame(Op.Hello);
    expect(client.frames[0]).to.equal(hello);
    expect(hello).to.deep.equal({ op: Op.Hello, d: { heartbeat_interval: 30_000 } });
  });

  for (const query of [
    'v=2',
    'v=1&encoding=xml',
    'v=1&compress=zstd',
    'v=1&compress=dict&dict=99',
    'v=1&compress=dict&dict=0',
  ]) {
    it(`[GW-1] closes ${query} with 4012`, async () => {
      const client = await node.connect({ query });
      expect(await client.closed()).to.equal(4012);
      expect(client.frames).to.deep.equal([]);
    });
  }

  it('[GW-1] takes msgpack and version 1 when the address says nothing', async () => {
    const client = await node.connect({ query: '' });
    await client.frame(Op.Hello);
    expect((await client.ready(ann.token)).v).to.equal(1);
  });

  it('[GW-3] speaks JSON when asked to', async () => {
    const client = await node.connect({ encoding: 'json' });
    const ready = await client.ready(ann.token);
    expect(ready.user.id).to.equal(ann.id);
    const { message } = await client.request('message.send', { channel_id: home.channelId, content: 'a', nonce: 'j1' });
    const seen = await client.event('MESSAGE_CREATE', ({ id }) => id === message.id);
    expect(seen.place?.[1]).to.equal(message.sequence);
  });

  it('[GW-8] acknowledges a heartbeat, with cursors or without, also before Identify', async () => {
    const client = await node.connect();
    await client.settled();
    await client.ready(ann.token);
    client.send({ op: Op.Heartbeat, d: client.cursors });
    await client.frame(Op.HeartbeatAck);
    client.send({ op: Op.Heartbeat, d: null });
    await client.until(
      'three',
      () => client.frames.filter(({ op }) => op === Op.HeartbeatAck).length === 3 || undefined,
    );
  });

  it('[GW-11] answers Identify with what the account sees, and nobody else sees', async () => {
    const client = await node.connect();
    const ready = await client.ready(bob.token);
    expect(ready.user).to.deep.equal(bob.user);
    expect(ready.communities.map(({ id }) => id)).to.deep.equal([home.id]);
    expect(ready.communities[0]?.member.user.id).to.equal(bob.id);
    expect(ready.communities[0]?.member_count).to.equal(2);
    expect(Object.keys(ready.cursors)).to.have.length(node.context.log.partitions);
    const stranger = await node.connect();
    expect((await stranger.ready((await node.person()).token)).communities).to.deep.equal([]);
  });

  for (const op of [Op.PresenceUpdate, Op.RequestMembers, Op.Subscribe, Op.Request]) {
    it(`[GW-12] closes opcode ${op} before Identify with 4003`, async () => {
      const client = await node.connect();
      client.send({ op, t: 'user.me', n: 1, d: {} });
      expect(await client.closed()).to.equal(4003);
    });
  }

  it('[GW-12] closes with 4003 when nobody identifies in 15 seconds, heartbeats or not', async () => {
    const client = await node.connect();
    const since = performance.now();
    await client.settled();
    expect(await client.closed()).to.equal(4003);
    expect(performance.now() - since).to.be.within(14_500, 20_000);
  });

  it('[GW-13] closes a second Identify or Resume with 4005', async () => {
    const twice = await node.connect();
    await twice.ready(ann.token);
    twice.identify(ann.token);
    expect(await twice.closed()).to.equal(4005);
    const atOnce = await node.connect();
    atOnce.identify(ann.token);
    atOnce.send({ op: Op.Resume, d: { token: ann.token, cursors: {} } });
    expect(await atOnce.closed()).to.equal(4005);
  });

  for (const token of ['x', 'bot.175928847299117063.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'a.b.c']) {
    it(`[GW-14] closes the token ${token} with 4004`, async () => {
      const client = await node.connect();
      client.identify(token);
      expect(await client.closed()).to.equal(4004);
      const resuming = await node.connect();
      resuming.send({ op: Op.Resume, d: { token, cursors: {} } });
      expect(await resuming.closed()).to.equal(4004);
    });
  }

  it('[GW-14] closes a live connection when its session is revoked, and no other', async () => {
    const person = await node.person();
    const [client, other] = [await node.connect(), await node.connect()];
    await client.ready(person.token);
    await other.ready(ann.token);
    const { sessions } = await client.request('session.list', {});
    await client.request('session.revoke', { session_id: sessions[0]!.id }).catch(() => undefined);
    expect(await client.closed()).to.equal(4004);
    await other.settled();
    const again = await node.connect();
    again.identify(person.token);
    expect(await again.closed()).to.equal(4004);
  });

  it('[GW-14] closes a bot when its token is replaced or the bot deleted; the new token works', async () => {
    const { bot, token } = await node.run(ann, 'bot.create', { name: 'Echo' });
    const client = await node.connect();
    await client.ready(token);
    const reset = await node.run(ann, 'bot.token-reset', { bot_id: bot.id });
    expect(await client.closed()).to.equal(4004);
    const old = await node.connect();
    old.identify(token);
    expect(await old.closed()).to.equal(4004);
    const renewed = await node.connect();
    await renewed.ready(reset.token);
    await node.run(ann, 'bot.delete', { bot_id: bot.id });
    expect(await renewed.closed()).to.equal(4004);
  });

  it('[GW-15] sends only the groups that were asked for, and closes unknown bits with 4013', async () => {
    const [reactions, none, unknown] = [await node.connect(), await node.connect(), await node.connect()];
    await reactions.ready(bob.token, { intents: INTENTS.COMMUNITY_MESSAGE_REACTIONS });
    await none.ready(bob.token, { intents: 0 });
    unknown.identify(bob.token, { intents: ALL_INTENTS + (1 << 20) });
    expect(await unknown.closed()).to.equal(4013);

    const send = { channel_id: home.channelId, content: 'a', nonce: 'intents' };
    const { message } = await node.run(ann, 'message.send', send);
    const { channel } = await node.run(ann, 'channel.create', { community_id: home.id, name: 'x', type: 'text' });
    const everyone = { id: home.id, type: 0 as const, allow: '0', deny: '1024' };
    await node.run(ann, 'channel.update', { channel_id: channel.id, overwrites: [everyone] });
    await node.run(ann, 'channel.update', { channel_id: channel.id, overwrites: [] });
    await node.run(ann, 'channel.delete', { channel_id: channel.id });
    const place = { channel_id: home.channelId, message_id: message.id };
    await node.run(ann, 'reaction.add', { ...place, emoji: '👍' });
    await reactions.event('MESSAGE_REACTION_ADD');
    await node.run(bob, 'read.mark', place);
    await none.event('READ_STATE_UPDATE');
    expect(reactions.names).to.have.members(['READY', 'MESSAGE_REACTION_ADD', 'READ_STATE_UPDATE']);
    expect(none.names).to.deep.equal(['READY', 'READ_STATE_UPDATE']);
  });

  it('[GW-16] gives a shard its communities only, and closes an impossible shard with 4010', async () => {
    const ids = [home.id];
    for (let i = 0; i < 5; i++) ids.push((await makeCommunity(node, ann)).id);
    const shards = await Promise.all(
      [0, 1].map(async (index) => {
        const client = await node.connect();
        return (await client.ready(ann.token, { shard: [index, 2] })).communities.map(({ id }) => id);
      }),
    );
    expect(shards.flat()).to.have.members(ids);
    for (const [index, part] of shards.entries()) {
      for (const id of part) expect(Number((BigInt(id) >> 22n) % 2n)).to.equal(index);
    }
    const client = await node.connect();
    client.identify(ann.token, { shard: [2, 2] });
    expect(await client.closed()).to.equal(4010);
  });

  it('[GW-16] gives a shard only those communities that are joined later and belong to it', async () => {
    const [zero, one] = [await node.connect(), await node.connect()];
    await zero.ready(ann.token, { shard: [0, 2] });
    await one.ready(ann.token, { shard: [1, 2] });
    const { id } = await makeCommunity(node, ann);
    const mine = (BigInt(id) >> 22n) % 2n === 0n ? zero : one;
    const other = mine === zero ? one : zero;
    await mine.event('COMMUNITY_CREATE', (community) => community.id === id);
    await other.settled();
    expect(other.names).to.not.include('COMMUNITY_CREATE');
  });
});

describe('Heartbeats', function () {
  this.timeout(20_000);
  let node: TestNode;
  before(async () => {
    node = await startNode(testEngines(), { heartbeatMs: 400 });
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  it('[GW-10] closes a silent connection with 4009 after 1.5 intervals, and one that beats never', async () => {
    const { token } = await node.person();
    const [silent, alive] = [await node.connect(), await node.connect()];
    const beats = [silent, alive].map((client) => setInterval(() => client.send({ op: Op.Heartbeat }), 200));
    await silent.ready(token);
    await alive.ready(token);
    clearInterval(beats[0]);
    const since = performance.now();
    expect(await silent.closed()).to.equal(4009);
    // The last beat was sent up to 200 ms before.
    expect(performance.now() - since).to.be.within(350, 3_000);
    await alive.settled();
    clearInterval(beats[1]);
  });
});
