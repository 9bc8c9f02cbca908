import { LIMITS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import { Admission } from '../src/admission.ts';
import type { TestClient } from './client.ts';
import { dropDatabase, makeCommunity, startNode, type TestNode, type TestUser, testEngines } from './harness.ts';

describe('Admission', function () {
  this.timeout(60_000);

  it('[GW-52] starts no more than so many a second, in order, and asks the rest to come back', async () => {
    const admission = new Admission(100);
    const started: { i: number; at: number }[] = [];
    let refused = 0;
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    const since = performance.now();
    for (let i = 0; i < 600; i++) {
      const wait = admission.request(async () => {
        started.push({ i, at: performance.now() - since });
        if (started.length === 200) done();
      });
      if (wait === 0) continue;
      refused += 1;
      expect(wait).to.be.within(4, 6);
    }
    await all;
    admission.close();
    expect(refused).to.be.within(150, 250);
    expect(started.map(({ i }) => i)).to.deep.equal([...started.keys()]);
    // 200 at 100 a second, of which a twentieth of a second's may come at once.
    expect(started.at(-1)!.at).to.be.above(1_800);
  });

  it('[GW-52] starts only so many at the same time', async () => {
    const admission = new Admission(100_000);
    let running = 0;
    let most = 0;
    const starts = Array.from({ length: 400 }, () => {
      return new Promise<void>((resolve) => {
        admission.request(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((later) => setTimeout(later, 5));
          running -= 1;
          resolve();
        });
      });
    });
    await Promise.all(starts);
    admission.close();
    expect(most).to.be.within(2, 128);
  });

  describe('at a node', () => {
    let node: TestNode;
    let ann: TestUser;

    before(async () => {
      node = await startNode(testEngines(), { startsPerSecond: 10 });
      ann = await node.person('ann');
      await makeCommunity(node, ann);
    });
    after(async () => {
      await dropDatabase(node);
      await node.stop();
    });

    const invalid = async (client: TestClient) => {
      const frame = await client.frame(Op.InvalidSession);
      return (frame as { d: { resumable: boolean; retry_after: number } }).d;
    };

    it('[GW-52] sends those away for whom it has no time, with how long; they may come again as they are', async () => {
      const clients = await Promise.all(Array.from({ length: 60 }, () => node.connect()));
      for (const client of clients) client.identify(ann.token);
      const outcomes = await Promise.all(
        clients.map((client) =>
          Promise.race([
            client.event('READY').then(
              () => 'ready',
              () => 'closed',
            ),
            client.frame(Op.InvalidSession).then(
              () => 'sent away',
              () => 'closed',
            ),
          ]),
        ),
      );
      const away = clients.filter((_, i) => outcomes[i] === 'sent away');
      expect(away.length).to.be.within(5, 30);
      for (const client of away) {
        expect(await invalid(client)).to.include({ resumable: true });
        expect((await invalid(client)).retry_after).to.be.above(0);
        expect(await client.closed()).to.equal(4000);
      }
      const again = await node.connect();
      await again.ready(ann.token);
    });

    it('[GW-53] starts only so many sessions of one bot at once', async () => {
      const quick = await startNode(testEngines());
      const owner = await quick.person('owner');
      const { token } = await quick.run(owner, 'bot.create', { name: 'Sharded' });
      const count = LIMITS.botStarts + 4;
      const clients = await Promise.all(Array.from({ length: count }, () => quick.connect()));
      for (const [i, client] of clients.entries()) client.identify(token, { shard: [i, count] });
      const ready: TestClient[] = [];
      const away: TestClient[] = [];
      await Promise.all(
        clients.map(async (client) => {
          const first = await client.until('an answer', () => client.frames.find(({ op }) => op !== Op.Hello));
          (first.op === Op.InvalidSession ? away : ready).push(client);
        }),
      );
      expect(ready.length).to.be.within(LIMITS.botStarts, LIMITS.botStarts + 3);
      for (const client of away) expect(await invalid(client)).to.include({ resumable: true });
      await dropDatabase(quick);
      await quick.stop();
    });
  });
});
