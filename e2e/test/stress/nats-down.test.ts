import { setTimeout as sleep } from 'node:timers/promises';
import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { Cluster } from '../../harness/cluster.ts';
import { expectExactlyOnce } from '../../harness/exactlyOnce.ts';
import { Load } from '../../harness/load.ts';
import { type Circle, makeCircle } from '../../harness/people.ts';

/** Seconds for which NATS is stopped, from the issue. */
const DOWN_SECONDS = 10;
/** The log's acknowledgement is waited for so long, in ms, and the machine may be busy. */
const REFUSED_WITHIN_MS = 6000;

describe('NATS stopped for 10 s', function () {
  this.timeout(240_000);
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

  it('refuses sends with a retryable error at once, and clients deliver them afterwards, once [GW-35] [GW-36]', async () => {
    const { clients, channelId } = circle;
    const load = new Load(channelId, clients, 200);
    load.start();
    await load.more(200);

    await cluster.engines.nats!.stop();
    const until = performance.now() + DOWN_SECONDS * 1000;
    const refused: { error: CozyError; ms: number }[] = [];
    for (let i = 0; performance.now() < until; i++) {
      const since = performance.now();
      const sent = clients[0]!.request('message.send', { channel_id: channelId, content: 'x', nonce: `refused ${i}` });
      const error = await sent.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(CozyError);
      refused.push({ error: error as CozyError, ms: performance.now() - since });
      await sleep(500);
    }
    await cluster.engines.nats!.start();

    expect(refused.length).to.be.above(3);
    for (const { error, ms } of refused) {
      expect(error.code).to.equal('LOG_UNAVAILABLE');
      expect(error.retryable).to.equal(true);
      expect(error.retryAfter, 'seconds to wait').to.be.above(0);
      expect(ms, 'ms until a send was refused').to.be.below(REFUSED_WITHIN_MS);
    }
    expect(load.refusals.get('LOG_UNAVAILABLE') ?? 0).to.be.above(0);

    await load.more(200);
    await load.finish();
    await expectExactlyOnce(load, clients);
  });
});
