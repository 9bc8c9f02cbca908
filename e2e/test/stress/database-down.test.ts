import { setTimeout as sleep } from 'node:timers/promises';
import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { Cluster } from '../../harness/cluster.ts';
import { expectExactlyOnce } from '../../harness/exactlyOnce.ts';
import { Load } from '../../harness/load.ts';
import { type Circle, makeCircle } from '../../harness/people.ts';

/** Seconds for which the database is stopped, from the issue. */
const DOWN_SECONDS = 30;
const HISTORY_ANSWER_MS = 6000;

describe('the database stopped for 30 s', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let circle: Circle;

  before(async () => {
    cluster = await Cluster.start();
    circle = await makeCircle([cluster.nodes[0]!.origin], 4);
  });
  after(async () => {
    for (const client of circle?.clients ?? []) client.close();
    await cluster?.end();
  });

  it('takes 200 messages/s all the same, refuses history clearly, and then catches up with nothing lost [GW-36]', async () => {
    const { clients, channelId } = circle;
    const load = new Load(channelId, clients, 200);
    load.start();
    await load.more(200);

    await cluster.engines.database!.stop();
    const until = performance.now() + DOWN_SECONDS * 1000;
    const before = load.acknowledged.size;
    const answers: { code: string; ms: number }[] = [];
    while (performance.now() < until) {
      const since = performance.now();
      const at = clients[0]!.connection.cursors;
      const code = await clients[0]!.request('message.history', { channel_id: channelId, at }).then(
        () => 'answered',
        (error: unknown) => (error instanceof CozyError ? error.code : String(error)),
      );
      answers.push({ code, ms: performance.now() - since });
      await sleep(1000);
    }
    const meanwhile = load.acknowledged.size - before;
    await cluster.engines.database!.start();

    expect(Object.fromEntries(load.refusals), 'refused sends').to.deep.equal({});
    // Far below what was sent, for a machine that is busy with other things as well.
    expect(meanwhile, 'messages acknowledged meanwhile').to.be.above(DOWN_SECONDS * 100);
    expect(answers.length, 'history requests meanwhile').to.be.above(3);
    expect(new Set(answers.map(({ code }) => code))).to.satisfy((codes: Set<string>) =>
      [...codes].every((code) => code === 'DATABASE_UNAVAILABLE' || code === 'PROJECTION_BEHIND'),
    );
    expect(Math.max(...answers.map(({ ms }) => ms)), 'ms until history was refused').to.be.below(HISTORY_ANSWER_MS);

    await load.more(200);
    await load.finish();
    await expectExactlyOnce(load, clients);
    for (const client of clients) expect(client.states, 'the connection was never lost').to.not.include('waiting');
  });
});
