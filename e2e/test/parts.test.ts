import { expect } from 'chai';
import type { Cluster } from '../harness/cluster.ts';
import { expectExactlyOnce } from '../harness/exactlyOnce.ts';
import { Load } from '../harness/load.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

describe('one part killed under load', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let circle: Circle;

  before(async () => {
    cluster = await sharedCluster();
  });
  beforeEach(async () => {
    circle = await makeCircle(
      cluster.nodes.map(({ origin }) => origin),
      4,
    );
  });
  afterEach(() => {
    for (const client of circle.clients) client.close();
  });

  it('a node: its clients resume on another one, and everybody gets everything once [GW-24] [GW-25]', async () => {
    const { clients, channelId } = circle;
    const load = new Load(channelId, clients, 100);
    load.start();
    await load.more(200);
    await cluster.nodes[0]!.kill();
    await load.more(400);
    await load.finish();
    try {
      await expectExactlyOnce(load, clients);
      // Every second client was on the node that died.
      const resumed = clients.map(({ events }) => events.filter(({ name }) => name === 'RESUMED').length > 0);
      expect(resumed).to.deep.equal([true, false, true, false]);
    } finally {
      await cluster.nodes[0]!.start();
    }
  });

  it('a node that is stopped: it sends its clients elsewhere, who lose nothing [GW-28]', async () => {
    const { clients, channelId } = circle;
    const load = new Load(channelId, clients, 100);
    load.start();
    await load.more(200);
    await cluster.nodes[1]!.stop();
    await load.more(200);
    await load.finish();
    try {
      await expectExactlyOnce(load, clients);
      const resumed = clients.map(({ events }) => events.filter(({ name }) => name === 'RESUMED').length > 0);
      expect(resumed).to.deep.equal([false, true, false, true]);
    } finally {
      await cluster.nodes[1]!.start();
    }
  });

  it('the worker: sends go on, and history is complete once it is back [GW-25]', async () => {
    const { clients, channelId } = circle;
    const load = new Load(channelId, clients, 100);
    load.start();
    await load.more(200);
    await cluster.workers[0]!.kill();
    await load.more(200);
    expect([...load.refusals]).to.deep.equal([]);
    await cluster.workers[0]!.start();
    await load.more(100);
    await load.finish();
    await expectExactlyOnce(load, clients);
  });
});
