import { streamName } from '@cozy/core';
import { type Cursors, type EventData, INTENTS, Op } from '@cozy/protocol';
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

describe('Resume', function () {
  this.timeout(120_000);
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
  });
  beforeEach(async () => {
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await second.stop();
    await node.stop();
  });

  const say = async (channelId = home.channelId, at = node) =>
    (await at.run(ann, 'message.send', { channel_id: channelId, content: 'hello', nonce: `r${nonce++}` })).message.id;

  /** Connects, reads what there is, and hangs up. */
  async function cursorsOf(who: TestUser, on = node): Promise<Cursors> {
    const client = await on.connect();
    await client.ready(who.token);
    await client.settled();
    client.drop();
    return client.cursors;
  }

  const messageIds = (client: TestClient) =>
    client.events
      .filter(({ name }) => name === 'MESSAGE_CREATE')
      .map(({ data }) => (data as EventData<'MESSAGE_CREATE'>).id);

  it('[GW-24] sends exactly what was missed, in order, then RESUMED; on another node, too', async () => {
    const cursors = await cursorsOf(bob);
    const sent = [await say(), await say(), await say(home.channelId, second)];
    for (const on of [node, second]) {
      const client = await on.connect();
      const resumed = await client.resumed(bob.token, cursors);
      expect(messageIds(client)).to.deep.equal(sent);
      expect(client.names.at(-1)).to.equal('RESUMED');
      expect(resumed.replayed).to.equal(client.events.filter(({ place }) => place !== null).length);
      expect(resumed.communities).to.include(home.id);
      const next = await say();
      await client.event('MESSAGE_CREATE', ({ id }) => id === next);
      sent.push(next);
      client.drop();
    }
  });

  it('[GW-17] keeps the places of a partition growing', async () => {
    const cursors = await cursorsOf(bob);
    for (let i = 0; i < 30; i++) await say();
    const client = await node.connect();
    await client.resumed(bob.token, cursors);
    for (let i = 0; i < 10; i++) await say();
    const last = await say();
    await client.event('MESSAGE_CREATE', ({ id }) => id === last);
    const highest = new Map<number, number>();
    for (const { place } of client.events) {
      if (!place) continue;
      expect(place[1]).to.be.greaterThan(highest.get(place[0]) ?? cursors[String(place[0])]!);
      highest.set(...place);
    }
    expect(messageIds(client)).to.have.length(41);
  });

  it('[GW-24] has nothing to send to who missed nothing', async () => {
    const client = await node.connect();
    const cursors = await cursorsOf(await node.person());
    const { replayed } = await client.resumed((await node.person()).token, cursors);
    expect(replayed).to.equal(0);
    expect(client.names).to.deep.equal(['RESUMED']);
  });

  it('[GW-24] replays nothing of a channel that is hidden by now, and the community afresh', async () => {
    const { channel } = await node.run(ann, 'channel.create', { community_id: home.id, name: 'x', type: 'text' });
    const cursors = await cursorsOf(bob);
    await say(channel.id);
    await node.run(ann, 'channel.update', {
      channel_id: channel.id,
      overwrites: [{ id: home.id, type: 0, allow: '0', deny: '1024' }],
    });
    await say(channel.id);
    const open = await say();
    const client = await node.connect();
    await client.resumed(bob.token, cursors);
    expect(messageIds(client)).to.deep.equal([open]);
    const fresh = await client.event('COMMUNITY_CREATE', ({ id }) => id === home.id);
    expect(fresh.place).to.equal(null);
    expect(fresh.data.channels.map(({ id }) => id)).to.deep.equal([home.channelId]);
    expect(JSON.stringify(client.frames)).to.not.contain(channel.id);
  });

  it('[GW-24] names communities that were joined and no longer those that were left meanwhile', async () => {
    const cursors = await cursorsOf(bob);
    const other = await makeCommunity(node, ann, [bob]);
    await node.run(ann, 'member.kick', { community_id: home.id, user_id: bob.id });
    await say();
    const message = await say(other.channelId);
    const client = await second.connect();
    const resumed = await client.resumed(bob.token, cursors);
    expect(resumed.communities).to.include(other.id).and.not.include(home.id);
    expect(messageIds(client)).to.deep.equal([message]);
    const created = client.events.filter(({ name }) => name === 'COMMUNITY_CREATE');
    expect(created.map(({ data }) => (data as EventData<'COMMUNITY_CREATE'>).id)).to.include(other.id);
    await client.event('COMMUNITY_DELETE', ({ id }) => id === home.id);
    const later = await say(other.channelId);
    await client.event('MESSAGE_CREATE', ({ id }) => id === later);
  });

  it('[GW-24] sends the groups only that Resume asks for', async () => {
    const cursors = await cursorsOf(bob);
    const message_id = await say();
    await node.run(bob, 'reaction.add', { channel_id: home.channelId, message_id, emoji: '👍' });
    const client = await node.connect();
    await client.resumed(bob.token, cursors, { intents: INTENTS.COMMUNITY_MESSAGE_REACTIONS });
    expect(client.names.filter((name) => name.startsWith('MESSAGE'))).to.deep.equal(['MESSAGE_REACTION_ADD']);
  });

  it('[GW-26] refuses cursors of a future that has not come', async () => {
    const cursors = await cursorsOf(bob);
    const partition = String(node.context.log.partitionOf({ kind: 'c', id: home.id }));
    const client = await node.connect();
    client.send({ op: Op.Resume, d: { token: bob.token, cursors: { ...cursors, [partition]: 10 ** 12 } } });
    expect(await client.frame(Op.InvalidSession)).to.have.nested.property('d.resumable', false);
    expect(await client.closed()).to.equal(4000);
  });

  it('[GW-26] refuses cursors that are older than the log', async () => {
    const cursors = await cursorsOf(bob);
    const owner = { kind: 'c' as const, id: home.id };
    const partition = node.context.log.partitionOf(owner);
    await say();
    await say();
    // What retention does after a day: the first of the two is gone.
    const purge = JSON.stringify({ seq: cursors[String(partition)]! + 2 });
    await node.context.nats.request(`$JS.API.STREAM.PURGE.${streamName(partition)}`, purge);
    // One that was there all the time has them in memory still; one that has just started has not.
    const late = await startNode(engines, { worker: false });
    const client = await late.connect();
    client.send({ op: Op.Resume, d: { token: bob.token, cursors } });
    expect(await client.frame(Op.InvalidSession)).to.have.nested.property('d.resumable', false);
    expect(await client.closed()).to.equal(4000);
    await late.stop();
    const afresh = await node.connect();
    expect((await afresh.ready(bob.token)).communities.map(({ id }) => id)).to.include(home.id);
  });

  it('[GW-18][GW-25] brings each event once and in order over 20 lost connections while others send', async () => {
    let sending = true;
    const sent: string[] = [];
    const sender = (async () => {
      while (sending) sent.push(...(await Promise.all([say(), say(home.channelId, second), say(), say()])));
    })();
    let client = await node.connect();
    await client.ready(bob.token);
    const seen: string[] = [];
    const from = client.cursors;
    const take = (ended: TestClient, since: Cursors) => {
      const cursors = { ...since };
      for (const { name, data, place } of ended.events) {
        if (place) {
          if (place[1] <= (cursors[String(place[0])] ?? 0)) continue;
          cursors[String(place[0])] = place[1];
        }
        if (name === 'MESSAGE_CREATE') seen.push((data as EventData<'MESSAGE_CREATE'>).id);
      }
      return cursors;
    };
    let cursors = from;
    for (let i = 0; i < 20; i++) {
      const so = client.events.length;
      await client.until('some messages', () => client.events.length > so + 3 + (i % 5) * 4 || undefined);
      client.drop();
      cursors = take(client, cursors);
      client = await (i % 2 ? node : second).connect();
      await client.resumed(bob.token, cursors);
    }
    sending = false;
    await sender;
    const last = await say();
    sent.push(last);
    await client.event('MESSAGE_CREATE', ({ id }) => id === last);
    take(client, cursors);
    const page = await node.run(ann, 'message.history', {
      channel_id: home.channelId,
      limit: 100,
      at: client.cursors,
    });
    const order = page.messages.map(({ id }) => id).reverse();
    expect(new Set(seen).size, 'no doubles').to.equal(seen.length);
    const first = sent.indexOf(seen[0]!);
    expect(seen.length).to.be.greaterThan(100);
    const lost = sent.filter((id, i) => i > first + 8 && !seen.includes(id));
    expect(lost, 'nothing lost').to.deep.equal([]);
    expect(seen.slice(-order.length)).to.deep.equal(order);
  });

  it('[GW-28] says Reconnect and closes with 1001 when the node stops', async () => {
    const third = await startNode(engines, { worker: false });
    const client = await third.connect();
    await client.ready(bob.token);
    await client.settled();
    await third.gateway.close();
    expect(await client.closed()).to.equal(1001);
    await third.stop();
    expect(client.frames.at(-1)).to.deep.equal({ op: Op.Reconnect });
    const message = await say();
    const back = await node.connect();
    await back.resumed(bob.token, client.cursors);
    expect(messageIds(back)).to.deep.equal([message]);
  });

  it('[GW-22] tells who joins and who is removed, also on another node, and nothing afterwards', async () => {
    const eve = await node.person('eve');
    const clients = [await node.connect(), await second.connect()];
    for (const client of clients) await client.ready(eve.token);
    await joinAs(node, ann, home.id, eve);
    for (const client of clients) {
      const { data } = await client.event('COMMUNITY_CREATE');
      expect(data.member.user.id).to.equal(eve.id);
      expect(data.member_count).to.equal(3);
    }
    const heard = await say();
    for (const client of clients) await client.event('MESSAGE_CREATE', ({ id }) => id === heard);
    await node.run(ann, 'member.kick', { community_id: home.id, user_id: eve.id });
    for (const [i, client] of clients.entries()) {
      await client.event('COMMUNITY_DELETE');
      const from = client.events.length;
      await say();
      await node.run(ann, 'community.update', { community_id: home.id, name: 'Without eve' });
      await node.run(eve, 'user.update', { bio: `gone ${i}` });
      await client.event('USER_UPDATE', ({ bio }) => bio === `gone ${i}`);
      expect(client.names.slice(from)).to.deep.equal(['USER_UPDATE']);
      client.drop();
      await node.run(ann, 'community.update', { community_id: home.id, name: 'Home' });
    }
  });

  it('[GW-11] misses nothing of what happens to the account while READY is made', async () => {
    const eve = await node.person('eve');
    let before = 0;
    let after = 0;
    for (let i = 0; i < 25; i++) {
      const { invite } = await node.run(ann, 'invite.create', { community_id: home.id });
      const client = await (i % 2 ? node : second).connect();
      // Sometimes the join is first, sometimes READY, and most often they meet.
      const joining = new Promise((resolve) => setTimeout(resolve, i % 9)).then(() =>
        node.run(eve, 'invite.accept', { code: invite.code }),
      );
      const ready = await client.ready(eve.token);
      await joining;
      if (ready.communities.some(({ id }) => id === home.id)) before += 1;
      else {
        await client.event('COMMUNITY_CREATE', ({ id }) => id === home.id);
        after += 1;
      }
      const message = await say();
      await client.event('MESSAGE_CREATE', ({ id }) => id === message);
      expect(messageIds(client)).to.deep.equal([message]);
      const leaving = node.run(eve, 'member.leave', { community_id: home.id });
      const other = await node.connect();
      const then = await other.ready(eve.token);
      await leaving;
      if (then.communities.length > 0) await other.event('COMMUNITY_DELETE', ({ id }) => id === home.id);
      const from = other.events.length;
      await say();
      await other.settled();
      expect(other.names.slice(from)).to.deep.equal([]);
      client.drop();
      other.drop();
    }
    expect(before + after).to.equal(25);
  });

  it('[GW-14] leaves no connection open whose log-in ends while READY is made', async () => {
    for (let i = 0; i < 15; i++) {
      const { email, username, password } = {
        email: `r${i}_${Date.now()}@example.org`,
        username: `r${i}_${Date.now()}`,
        password: 'a good password',
      };
      const { access_token: token, user } = await node.run(null, 'auth.register', { email, username, password });
      const client = await second.connect();
      client.identify(token);
      if (i % 3) await new Promise((resolve) => setTimeout(resolve, i));
      await node.run({ id: user.id, token, user: bob.user }, 'auth.logout', {});
      expect(await client.closed()).to.equal(4004);
    }
  });
});
