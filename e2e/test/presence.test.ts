import { expect } from 'chai';
import { Client } from '../harness/client.ts';
import type { Cluster } from '../harness/cluster.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { sharedCluster } from '../harness/shared.ts';

/** A node that falls silent counts as dead after a few seconds; here on a machine that is busy. */
const NOTICED_WITHIN_MS = 20_000;

describe('presence across nodes', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let circle: Circle;
  const more: Client[] = [];

  before(async () => {
    cluster = await sharedCluster();
    circle = await makeCircle([cluster.nodes[0]!.origin], 2);
  });
  after(() => {
    for (const client of [...(circle?.clients ?? []), ...more]) client.close();
  });

  it('shows at one node who is at the other, and whoever was on a node that died as offline [GW-42]', async () => {
    const [first, second] = cluster.nodes as [Cluster['nodes'][0], Cluster['nodes'][0]];
    const { communityId, people } = circle;
    const [ann, bob] = people as [(typeof people)[0], (typeof people)[0]];
    const [annOnFirst] = circle.clients as [Client];
    circle.clients[1]!.close();
    const bobOnSecond = new Client(bob.access_token, [second.origin]);
    more.push(bobOnSecond);
    await bobOnSecond.ready();
    bobOnSecond.connection.subscribe({ communities: [communityId], channels: [] });
    // Answers come in the order of the frames, so the subscription holds afterwards.
    bobOnSecond.connection.requestMembers({ community_id: communityId });
    const { presences } = await bobOnSecond.waitFor('COMMUNITY_MEMBERS_CHUNK', () => true, 'the members');
    expect(presences.find(({ user_id }) => user_id === ann.user.id)?.status).to.equal('online');

    const statusOfAnn = (status: string, from: number) =>
      bobOnSecond.waitFor(
        'PRESENCE_UPDATE',
        (presence) => presence.user_id === ann.user.id && presence.status === status,
        `that Ann is ${status}`,
        { withinMs: NOTICED_WITHIN_MS, from },
      );
    let from = bobOnSecond.events.length;
    annOnFirst.connection.setStatus('dnd');
    await statusOfAnn('dnd', from);

    from = bobOnSecond.events.length;
    await first.kill();
    try {
      await statusOfAnn('offline', from);
      from = bobOnSecond.events.length;
      const annOnSecond = new Client(ann.access_token, [second.origin]);
      more.push(annOnSecond);
      await statusOfAnn('online', from);
      from = bobOnSecond.events.length;
      annOnSecond.close();
      await statusOfAnn('offline', from);
    } finally {
      annOnFirst.close();
      await first.start();
    }
  });
});
