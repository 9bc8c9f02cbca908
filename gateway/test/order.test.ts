import { partitionOf } from '@cozy/core';
import { expect } from 'chai';
import { dropDatabase, makeCommunity, startNode, type TestCommunity, type TestNode, testEngines } from './harness.ts';

/** Messages in each community, sent at once, so that many of them are flushed together. */
const MESSAGES = 100;

describe('the order of a partition', function () {
  this.timeout(60_000);
  let node: TestNode;

  before(async () => {
    node = await startNode(testEngines());
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  it('holds on a connection also for several communities of one partition, flushed together [GW-17]', async () => {
    const owner = await node.person();
    const { partitions } = node.context.log;
    const byPartition = new Map<number, TestCommunity[]>();
    let shared: TestCommunity[] = [];
    while (shared.length < 2) {
      const community = await makeCommunity(node, owner);
      const partition = partitionOf(community.id, partitions);
      shared = [...(byPartition.get(partition) ?? []), community];
      byPartition.set(partition, shared);
    }
    const client = await node.connect();
    await client.ready(owner.token);
    const from = client.events.length;
    const sends = Array.from({ length: MESSAGES * 2 }, (_, i) => {
      const channel_id = shared[i % 2]!.channelId;
      return node.run(owner, 'message.send', { channel_id, content: `message ${i}`, nonce: `order ${i}` });
    });
    await Promise.all(sends);
    const came = () => client.events.slice(from).filter(({ name }) => name === 'MESSAGE_CREATE');
    await client.until('all messages', () => (came().length === MESSAGES * 2 ? true : undefined));
    const sequences = came().map(({ place }) => place![1]);
    expect(sequences).to.deep.equal([...sequences].sort((a, b) => a - b));
  });
});
