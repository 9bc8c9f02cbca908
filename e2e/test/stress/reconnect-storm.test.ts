import { expect } from 'chai';
import { Client } from '../../harness/client.ts';
import { Cluster } from '../../harness/cluster.ts';
import { expectExactlyOnce } from '../../harness/exactlyOnce.ts';
import { Load } from '../../harness/load.ts';
import { type Circle, makeCircle } from '../../harness/people.ts';

/** Sessions that lose their node, how many accounts they are of, and how many a node may start each second. */
const SESSIONS = 300;
const PEOPLE = 15;
const STARTS_PER_SECOND = 40;
const BACK_WITHIN_MS = 60_000;

describe(`${SESSIONS} sessions that lose their node at once`, function () {
  this.timeout(180_000);
  let cluster: Cluster;
  let circle: Circle;
  let crowd: Client[] = [];

  before(async () => {
    cluster = await Cluster.start({ nodes: 2, settings: { COZY_STARTS_PER_SECOND: String(STARTS_PER_SECOND) } });
    const [first, second] = cluster.nodes.map(({ origin }) => origin) as [string, string];
    // Who makes the community, and talks, is on the node that stays.
    circle = await makeCircle([second], PEOPLE);
    // Some may be asked to come back already while they begin; they come back to the first one all the same.
    const origins = [first];
    crowd = Array.from({ length: SESSIONS }, (_, i) => new Client(circle.people[i % PEOPLE]!.access_token, origins));
    await Promise.all(crowd.map((client) => client.ready(BACK_WITHIN_MS)));
    origins[0] = second;
  });
  after(async () => {
    for (const client of [...crowd, ...(circle?.clients ?? [])]) client.close();
    await cluster?.end();
  });

  it('all resume on another one, let in a few at a time, while those who live there go on [GW-52] [GW-27] [GW-25]', async () => {
    const { clients, channelId } = circle;
    let waits = 0;
    for (const { connection } of crowd) connection.on('wait', () => waits++);
    const load = new Load(channelId, clients, 20);
    load.start();
    await load.more(20);
    await cluster.nodes[0]!.kill();
    const since = performance.now();
    const readies = crowd.map(async (client) => {
      await client.waitFor('RESUMED', () => true, 'it has come back', { withinMs: BACK_WITHIN_MS });
      return performance.now() - since;
    });
    const last = Math.max(...(await Promise.all(readies)));
    await load.more(20);
    await load.finish();

    expect(Math.round(last), 'ms until the last was back').to.be.above(((SESSIONS / STARTS_PER_SECOND) * 1000) / 2);
    // Each waits once because it lost its node; any other wait was asked for by the node that stayed.
    expect(waits, 'waits of all').to.be.above(SESSIONS);
    for (const client of clients) expect(client.states, 'a living connection was never lost').to.not.include('waiting');
    await expectExactlyOnce(load, [...clients, ...crowd]);
    for (const [i, { events }] of crowd.entries()) {
      expect(events.filter(({ name }) => name === 'READY').length, `READY to session ${i}`).to.equal(1);
    }
  });
});
