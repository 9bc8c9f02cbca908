import { expect } from 'chai';
import { Cluster } from '../../harness/cluster.ts';
import { expectExactlyOnce } from '../../harness/exactlyOnce.ts';
import { Load } from '../../harness/load.ts';
import { type Circle, makeCircle } from '../../harness/people.ts';
import { RawSocket } from '../../harness/rawSocket.ts';

/** Opcode of Reconnect, and what a node that stops closes with. */
const RECONNECT = 7;
const GOING_AWAY = 1001;

describe('a rolling restart of three nodes under load', function () {
  this.timeout(180_000);
  let cluster: Cluster;
  let circle: Circle;

  before(async () => {
    cluster = await Cluster.start({ nodes: 3 });
    circle = await makeCircle(
      cluster.nodes.map(({ origin }) => origin),
      9,
    );
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await cluster?.end();
  });

  it('is missed by nobody and repeats nothing: each node says Reconnect before it closes [GW-28] [GW-24]', async () => {
    const { clients, channelId, people } = circle;
    const load = new Load(channelId, clients, 100);
    load.start();
    for (const node of cluster.nodes) {
      await load.more(100);
      const raw = await RawSocket.identified(node.origin, people[0]!.access_token);
      const stopped = node.stop();
      const code = await raw.closeCode('SIGTERM');
      expect(raw.frames.at(-1)?.op, 'the last frame').to.equal(RECONNECT);
      expect(code).to.equal(GOING_AWAY);
      await stopped;
      await load.more(100);
      await node.start();
    }
    await load.more(100);
    await load.finish();
    await expectExactlyOnce(load, clients);
    for (const [i, { events }] of clients.entries()) {
      const named = (name: string) => events.filter((event) => event.name === name).length;
      expect(named('READY'), `READY to client ${i}`).to.equal(1);
      expect(named('RESUMED'), `RESUMED to client ${i}`).to.be.above(0);
    }
  });
});
