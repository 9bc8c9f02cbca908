import type { EventData } from '@cozy/protocol';
import { expect } from 'chai';
import { type Document, MongoClient } from 'mongodb';
import type { Cluster } from '../harness/cluster.ts';
import { type Circle, makeCircle } from '../harness/people.ts';
import { until } from '../harness/processes.ts';
import { sharedCluster } from '../harness/shared.ts';

/** The sweep leaves an entry to who committed it for 5 s, and looks every 2 s. */
const SWEPT_WITHIN_MS = 20_000;
/** Older than what the sweep leaves alone. */
const AGE_MS = 6000;

describe('what a crash left in an outbox', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let circle: Circle;
  let mongo: MongoClient;

  before(async () => {
    cluster = await sharedCluster();
    circle = await makeCircle(
      cluster.nodes.map(({ origin }) => origin),
      2,
    );
    mongo = await MongoClient.connect(cluster.engines.mongodbUri);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await mongo?.close();
  });

  const communities = () => mongo.db('cozy').collection<Document & { _id: string }>('communities');

  it('is published once: the process died between its commit and the publishing', async () => {
    const { communityId, clients } = circle;
    const entry = await announcement('Left by a crash', '999000000000000001');
    await leave(entry);
    await swept();
    await allHear('Left by a crash');
    // A change that comes afterwards follows it, so nothing of it is still on its way.
    await clients[0]!.request('community.update', { community_id: communityId, name: 'Changed later' });
    await allHear('Changed later');
    for (const client of clients) expect(heard(client, 'Left by a crash')).to.equal(1);
  });

  it('is not published again: the process died between the publishing and the clearing up', async () => {
    const { communityId, clients } = circle;
    const entry = await announcement('Published before', '999000000000000002');
    await leave(entry);
    await swept();
    await allHear('Published before');
    // As it stood a moment before it was cleared up.
    await leave(entry);
    await swept();
    await clients[0]!.request('community.update', { community_id: communityId, name: 'Changed again' });
    await allHear('Changed again');
    for (const client of clients) expect(heard(client, 'Published before')).to.equal(1);
  });

  async function announcement(name: string, id: string) {
    const { communityId } = circle;
    const community = await communities().findOne({ _id: communityId });
    const data = { id: communityId, name, ...fields(community, ['description', 'hue', 'owner_id']) };
    const event = { owner: { kind: 'c', id: communityId }, name: 'COMMUNITY_UPDATE', data };
    return { id, at: Date.now() - AGE_MS, event };
  }

  async function leave(entry: object): Promise<void> {
    const { modifiedCount } = await communities().updateOne({ _id: circle.communityId }, {
      $push: { outbox: entry },
    } as Document);
    expect(modifiedCount).to.equal(1);
  }

  async function swept(): Promise<void> {
    const isEmpty = async () => {
      const community = await communities().findOne({ _id: circle.communityId });
      return community?.outbox.length === 0;
    };
    await until(isEmpty, 'the outbox is swept', SWEPT_WITHIN_MS);
  }

  async function allHear(name: string): Promise<void> {
    await Promise.all(
      circle.clients.map((client) => client.waitFor('COMMUNITY_UPDATE', (data) => data.name === name, name)),
    );
  }

  function heard(client: Circle['clients'][0], name: string): number {
    return client.events.filter(
      (event) => event.name === 'COMMUNITY_UPDATE' && (event.data as EventData<'COMMUNITY_UPDATE'>).name === name,
    ).length;
  }
});

function fields(document: Document | null, names: string[]): Document {
  return Object.fromEntries(names.map((name) => [name, document?.[name]]));
}
