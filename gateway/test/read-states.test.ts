import { CozyError, LIMITS, NOTHING_READ } from '@cozy/protocol';
import { expect } from 'chai';
import {
  dropDatabase,
  joinAs,
  makeCommunity,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Read states', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let nonce = 0;

  before(async () => {
    node = await startNode(testEngines());
    ann = await node.person('ann');
  });
  beforeEach(async () => {
    bob = await node.person('bob');
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const name = async (channel_id = home.channelId) =>
    (await node.run(ann, 'message.send', { channel_id, content: `<@${bob.id}>`, nonce: `r${nonce++}` })).message;

  it('[GW-72] name the newest mentions one by one, and count the rest', async () => {
    const sent: string[] = [];
    for (let i = 0; i <= LIMITS.mentionsListed; i++) sent.push((await name()).id);
    const client = await node.connect();
    const { read_states } = await client.ready(bob.token);
    expect(read_states).to.deep.equal([
      {
        channel_id: home.channelId,
        last_message_id: NOTHING_READ,
        mention_count: LIMITS.mentionsListed + 1,
        mentions: sent.slice(1),
      },
    ]);
  });

  it('[GW-61] are marked so many at once, and no more', async () => {
    const mark = { channel_id: home.channelId, message_id: (await name()).id };
    const some = (count: number) => node.run(bob, 'read.mark-many', { marks: Array(count).fill(mark) });
    await some(LIMITS.readMarks);
    const refused = await some(LIMITS.readMarks + 1).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(CozyError).with.property('code', 'INVALID_INPUT');
  });

  it('[GW-70] move on with what the reader sends, also for a device that comes later', async () => {
    await name();
    const own = { channel_id: home.channelId, content: 'here', nonce: 'own' };
    const { message } = await node.run(bob, 'message.send', own);
    const client = await node.connect();
    const { read_states } = await client.ready(bob.token);
    expect(read_states).to.deep.equal([{ channel_id: home.channelId, last_message_id: message.id, mention_count: 0 }]);
  });

  it('[GW-73] are told of a channel that comes into sight, and of a community that is joined again', async () => {
    const overwrites = [{ id: home.id, type: 0 as const, allow: '0', deny: '1024' }];
    const client = await node.connect();
    await client.ready(bob.token, { passive: true });
    await node.run(ann, 'channel.update', { channel_id: home.channelId, overwrites });
    await client.event('CHANNEL_DELETE');
    const message = await name();
    await node.run(ann, 'channel.update', { channel_id: home.channelId, overwrites: [] });
    await client.event('CHANNEL_CREATE');
    const told = {
      channel_id: home.channelId,
      last_message_id: NOTHING_READ,
      mention_count: 1,
      mentions: [message.id],
      epoch: NOTHING_READ,
    };
    const { data, place } = await client.event('READ_STATE_UPDATE');
    expect({ data, place }).to.deep.equal({ data: told, place: null });

    await node.run(bob, 'member.leave', { community_id: home.id });
    await client.event('COMMUNITY_DELETE');
    const from = client.events.length;
    await joinAs(node, ann, home.id, bob);
    expect((await client.event('READ_STATE_UPDATE', () => true, from)).data).to.deep.equal(told);
  });

  it('[GW-54] of a community out of view lose a mention at once when it is deleted', async () => {
    const client = await node.connect();
    await client.ready(bob.token, { passive: true });
    const message = await name();
    await client.event('MESSAGE_CREATE');
    await node.run(ann, 'message.delete', { channel_id: home.channelId, message_id: message.id });
    const { data } = await client.event('MESSAGE_DELETE');
    expect(data).to.deep.include({ id: message.id, mentions: [bob.id] });
  });
});
