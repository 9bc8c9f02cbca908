import { expect } from 'chai';
import { expectExactlyOnce } from '../../harness/exactlyOnce.ts';
import { Load } from '../../harness/load.ts';
import { type Circle, makeCircle } from '../../harness/people.ts';
import { alive, commandOf } from '../../harness/processes.ts';
import { Tree } from '../../harness/tree.ts';

describe('kill -9 of the whole process tree', function () {
  this.timeout(300_000);
  let tree: Tree;
  let circle: Circle;

  before(async () => {
    tree = await Tree.start();
    circle = await makeCircle([tree.origin], 4);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await tree?.end();
  });

  it('loses and doubles nothing of 200 messages/s for 4 clients, who resume by themselves [GW-25] [GW-35] [GW-19]', async () => {
    const { clients, channelId } = circle;
    const load = new Load(channelId, clients, 200);
    load.start();
    await load.more(600);

    const { pids } = tree;
    const commands = pids.map((pid) => commandOf(pid)).join('\n');
    for (const program of ['start.mjs', 'gateway\0rest', 'worker', 'postgres', 'ferretdb', 'nats-server']) {
      expect(commands, 'the tree that is killed').to.include(program);
    }
    await tree.kill();
    expect(alive(pids)).to.deep.equal([]);
    const before = load.acknowledged.size;

    await tree.start();
    await load.more(400);
    await load.finish();
    expect(load.refusals.get('UNAVAILABLE') ?? 0, 'sends whose answers were lost').to.be.above(0);
    expect(load.acknowledged.size).to.be.above(before);
    await expectExactlyOnce(load, clients);
    for (const client of clients) {
      expect(client.events.filter(({ name }) => name === 'READY')).to.have.length(1);
      expect(client.events.some(({ name }) => name === 'RESUMED')).to.equal(true);
    }
  });
});
