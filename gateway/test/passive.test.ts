import { type Cursors, type EventData, LIMITS, Op } from '@cozy/protocol';
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

describe('Passive connections', function () {
  this.timeout(60_000);
  let engines: TestEngines;
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let near: TestCommunity;
  let far: TestCommunity;

  before(async () => {
    engines = testEngines();
    node = await startNode(engines);
  });
  beforeEach(async () => {
    [ann, bob] = [await node.person('ann'), await node.person('bob')];
    near = await makeCommunity(node, ann, [bob]);
    far = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const say = async (channel_id: string, content = 'words') => {
    const nonce = Math.random().toString(36);
    return (await node.run(ann, 'message.send', { channel_id, content, nonce })).message;
  };
  const connectPassive = async (options: object = {}) => {
    const client = await node.connect();
    await client.ready(bob.token, { passive: true, ...options });
    return client;
  };
  const look = async (client: TestClient, ...communities: string[]) => {
    const from = client.events.length;
    client.send({ op: Op.Subscribe, d: { communities, channels: [] } });
    return (await client.event('SUBSCRIBED', undefined, from)).data;
  };
  const messages = (client: TestClient) =>
    client.events
      .filter(({ name }) => name === 'MESSAGE_CREATE')
      .map(({ data }) => (data as EventData<'MESSAGE_CREATE'>).id);

  // Who has just joined is shown the whole community when they resume.
  const joinedLongAgo = () => {
    for (const { id } of [near, far]) {
      const { memberships } = node.context.replica.peek(id)!;
      memberships.set(bob.id, { ...memberships.get(bob.id)!, joined_at: '2026-01-01T00:00:00.000Z' });
    }
  };

  it('[GW-54][GW-56] are given in full what Subscribe names, after the places that SUBSCRIBED tells', async () => {
    const client = await connectPassive();
    const before = await say(near.channelId);
    const { communities, cursors } = await look(client, near.id);
    expect(communities).to.deep.equal([near.id]);
    const partition = String(node.context.log.partitionOf({ kind: 'c', id: near.id }));
    expect(cursors[partition]).to.be.at.least(before.sequence!);
    const seen = await say(near.channelId);
    await say(far.channelId);
    await client.event('MESSAGE_CREATE', ({ id }) => id === seen.id);
    await client.event('PASSIVE_UPDATE', ({ community_id }) => community_id === far.id);
    expect(messages(client)).to.deep.equal([seen.id]);
    // What lies before, and was missed, is in history as of these places.
    const page = await client.request('message.history', { channel_id: near.channelId, at: cursors });
    expect(page.messages.map(({ id }) => id)).to.include(before.id);
    await look(client, far.id);
    await say(near.channelId);
    const other = await say(far.channelId);
    await client.event('MESSAGE_CREATE', ({ id }) => id === other.id);
    expect(messages(client)).to.deep.equal([seen.id, other.id]);
  });

  it('[GW-55] are told the newest messages of channels that they may see, at most once a second', async () => {
    const hidden = await node.run(ann, 'channel.create', {
      community_id: far.id,
      name: 'hidden',
      type: 'text',
      overwrites: [{ id: far.id, type: 0, allow: '0', deny: '1024' }],
    });
    const client = await connectPassive();
    const since = performance.now();
    let last = '';
    for (let i = 0; i < 60; i++) {
      await say(hidden.channel.id);
      last = (await say(far.channelId)).id;
    }
    await client.event('PASSIVE_UPDATE', ({ channels }) => channels.some((one) => one.last_message_id === last));
    const seconds = (performance.now() - since) / LIMITS.passiveInterval;
    const updates = client.events.filter(({ name }) => name === 'PASSIVE_UPDATE');
    expect(updates.length).to.be.at.most(Math.ceil(seconds) + 1);
    expect(messages(client)).to.deep.equal([]);
    expect(JSON.stringify(client.frames.slice(2))).to.not.contain(hidden.channel.id);
  });

  it('[GW-55] are told the number of members', async () => {
    const client = await connectPassive();
    await joinAs(node, ann, far.id, await node.person('eve'));
    const { data } = await client.event('PASSIVE_UPDATE', ({ community_id }) => community_id === far.id);
    expect(data).to.include({ member_count: 3 });
    expect(client.names).to.not.include('COMMUNITY_MEMBER_ADD');
  });

  it('[GW-54] are given at once the messages that name them, and those only that they may see', async () => {
    const client = await connectPassive();
    const named = await say(far.channelId, `look, <@${bob.id}>`);
    await client.event('MESSAGE_CREATE', ({ id }) => id === named.id);
    const hidden = await node.run(ann, 'channel.create', {
      community_id: far.id,
      name: 'hidden',
      type: 'text',
      overwrites: [{ id: far.id, type: 0, allow: '0', deny: '1024' }],
    });
    await say(hidden.channel.id, `look, <@${bob.id}>`);
    await say(far.channelId);
    await client.event('PASSIVE_UPDATE');
    expect(messages(client)).to.deep.equal([named.id]);
  });

  it('[GW-54] are given at once what the account itself has written on another connection', async () => {
    const client = await connectPassive();
    const nonce = 'own';
    const { message } = await node.run(bob, 'message.send', { channel_id: far.channelId, content: 'mine', nonce });
    await client.event('MESSAGE_CREATE', ({ id }) => id === message.id);
  });

  it('[GW-54] are given what a community is made of, and their own membership', async () => {
    const client = await connectPassive();
    const made = await node.run(ann, 'channel.create', { community_id: far.id, name: 'new', type: 'text' });
    await client.event('CHANNEL_CREATE', ({ id }) => id === made.channel.id);
    const { role } = await node.run(ann, 'role.create', { community_id: far.id, name: 'stokers' });
    await client.event('COMMUNITY_ROLE_CREATE', ({ id }) => id === role.id);
    await node.run(ann, 'role.assign', { community_id: far.id, user_id: bob.id, roles: [role.id] });
    await client.event('COMMUNITY_MEMBER_UPDATE', ({ roles }) => roles.includes(role.id));
    const overwrites = [
      { id: far.id, type: 0 as const, allow: '0', deny: '1024' },
      { id: role.id, type: 0 as const, allow: '1024', deny: '0' },
    ];
    const secret = await node.run(ann, 'channel.create', { community_id: far.id, name: 's', type: 'text', overwrites });
    await client.event('CHANNEL_CREATE', ({ id }) => id === secret.channel.id);
    await node.run(ann, 'role.assign', { community_id: far.id, user_id: bob.id, roles: [] });
    await client.event('CHANNEL_DELETE', ({ id }) => id === secret.channel.id);
    await node.run(ann, 'community.update', { community_id: far.id, name: 'Renamed' });
    await client.event('COMMUNITY_UPDATE', ({ name }) => name === 'Renamed');
    await node.run(ann, 'member.kick', { community_id: far.id, user_id: bob.id });
    await client.event('COMMUNITY_DELETE', ({ id }) => id === far.id);
  });

  it('[GW-58] resume with all of what was in view, and with what is unread elsewhere', async () => {
    const client = await connectPassive({ subscribe: { communities: [near.id], channels: [] } });
    await client.event('SUBSCRIBED');
    await client.settled();
    client.drop();
    const seen = [await say(near.channelId), await say(near.channelId)];
    await say(far.channelId);
    const named = await say(far.channelId, `<@${bob.id}>`);
    joinedLongAgo();
    const back = await node.connect();
    const subscribe = { communities: [near.id], channels: [] };
    await back.resumed(bob.token, client.cursors, { passive: true, subscribe });
    expect(new Set(messages(back))).to.deep.equal(new Set([...seen.map(({ id }) => id), named.id]));
    const { data } = await back.event('PASSIVE_UPDATE', ({ community_id }) => community_id === far.id);
    expect(data.channels).to.deep.equal([{ id: far.channelId, last_message_id: named.id }]);
    expect(back.names).to.not.include('COMMUNITY_CREATE');
    const later = await say(near.channelId);
    await back.event('MESSAGE_CREATE', ({ id }) => id === later.id);
  });

  it('[GW-55] are told after Resume what they may not have been told yet, although their cursors have passed it', async () => {
    const client = await connectPassive();
    joinedLongAgo();
    client.drop();
    const message = await say(far.channelId);
    const { tail } = node.context.replica;
    const partition = node.context.log.partitionOf({ kind: 'c', id: far.id });
    await tail.reached([partition, message.sequence!], 5_000);
    const back = await node.connect();
    await back.resumed(bob.token, tail.positions(), { passive: true });
    const { data } = await back.event('PASSIVE_UPDATE', ({ community_id }) => community_id === far.id);
    expect(data.channels).to.deep.equal([{ id: far.channelId, last_message_id: message.id }]);
    expect(messages(back)).to.deep.equal([]);
  });

  it('[GW-51] learn by Heartbeat ACK how far they have been told everything', async () => {
    const client = await connectPassive();
    await look(client, near.id);
    const partition = String(node.context.log.partitionOf({ kind: 'c', id: far.id }));
    const message = await say(far.channelId);
    await client.event('PASSIVE_UPDATE');
    const acknowledged = async (cursors: Cursors) => {
      const from = client.frames.length;
      client.send({ op: Op.Heartbeat, d: cursors });
      const frame = await client.frame(Op.HeartbeatAck, from);
      return (frame as { d?: Cursors }).d ?? {};
    };
    const places = await acknowledged(client.cursors);
    expect(places[partition]).to.be.at.least(message.sequence!);
    expect(await acknowledged({ ...client.cursors, ...places })).to.not.have.property(partition);
  });
});
