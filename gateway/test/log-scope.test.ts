import { expect } from 'chai';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';

describe('Events for readers of the log only', function () {
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

  it('[GW-20] are in the log, and come to no connection: live, passive or resumed', async () => {
    const home = await makeCommunity(node, ann, [bob]);
    const clients = await Promise.all(
      [ann, bob].flatMap((who) =>
        [false, true].map(async (passive) => {
          const client = await node.connect();
          await client.ready(who.token, { passive });
          return { who, client, passive };
        }),
      ),
    );
    const { cursors } = clients[0]!.client;
    const { invite } = await node.run(ann, 'invite.create', { community_id: home.id });
    await node.run(ann, 'invite.revoke', { community_id: home.id, code: invite.code });
    await node.run(ann, 'community.update', { community_id: home.id, name: 'The end' });
    const partition = node.context.log.partitionOf({ kind: 'c', id: home.id });
    const { last } = await node.context.log.bounds(partition);
    const names: string[] = [];
    const after = cursors[String(partition)]!;
    for await (const event of node.context.log.read(partition, after, last, [{ kind: 'c', id: home.id }])) {
      names.push(event.name);
    }
    const entry = 'COMMUNITY_AUDIT_LOG_ENTRY_CREATE';
    expect(names).to.deep.equal(['INVITE_CREATE', entry, 'INVITE_DELETE', entry, 'COMMUNITY_UPDATE', entry]);
    for (const { who, client, passive } of clients) {
      await client.event('COMMUNITY_UPDATE');
      const resumed = await node.connect();
      await resumed.resumed(who.token, cursors, { passive });
      for (const one of [client, resumed]) {
        expect(one.names).to.not.include.members(['INVITE_CREATE']);
        expect(one.names).to.not.include.members(['INVITE_DELETE']);
        expect(one.names).to.not.include.members([entry]);
        expect(JSON.stringify(one.events)).to.not.contain(invite.code);
      }
    }
  });
});
