import { join } from 'node:path';
import { type Machine, startMachine } from '@cozy/ops/cluster';
import { expect } from 'chai';
import { expectExactlyOnce } from '../../harness/exactlyOnce.ts';
import { Load } from '../../harness/load.ts';
import { type Circle, makeCircle } from '../../harness/people.ts';
import { CACHE, scratchFolder } from '../../harness/scratch.ts';
import { within } from '../../harness/within.ts';

/** Communities, so that the partitions of some are read from the server that is stopped, whichever it is. */
const CIRCLES = 4;
/** Ms for a cluster to choose leaders anew, some seconds, and for each node to read on from another server. */
const GOES_ON_WITHIN_MS = 25_000;

describe('one of three nats-servers stopped', function () {
  this.timeout(300_000);
  const folder = scratchFolder();
  let machine: Machine;
  let circles: Circle[] = [];

  before(async () => {
    machine = await startMachine({ dataDir: join(folder.path, 'data'), cacheDir: CACHE, report: () => undefined });
    circles = await Promise.all(Array.from({ length: CIRCLES }, () => makeCircle([...machine.origins], 3)));
  });
  after(async () => {
    for (const client of circles.flatMap(({ clients }) => clients)) client.close();
    await machine?.stop();
    folder.remove();
  });

  it('messages go on to everybody on every node, and into history, while it is away, each once [GW-24] [GW-25]', async () => {
    const loads = circles.map(({ channelId, clients }) => new Load(channelId, clients, 5));
    for (const load of loads) load.start();
    const [node] = machine.nats;
    await node!.stop();
    await Promise.all(
      loads.map(async (load, i) => {
        await load.more(5, GOES_ON_WITHIN_MS);
        const { channelId, clients } = circles[i]!;
        const sent = load.acknowledged.size;
        for (const [k, client] of clients.entries()) {
          const came = () => client.messages(channelId).length;
          const what = () => `client ${k} of circle ${i} is sent ${sent} messages; it has ${came()}`;
          await client.waitUntil(() => came() >= sent, what, GOES_ON_WITHIN_MS);
        }
        const history = within(clients[0]!.history(channelId), GOES_ON_WITHIN_MS, `history of circle ${i} goes on`);
        expect((await history).length, `messages in history of circle ${i}`).to.be.at.least(sent);
      }),
    );
    await node!.start();
    await machine.healthy();
    for (const [i, load] of loads.entries()) {
      await load.finish();
      await expectExactlyOnce(load, circles[i]!.clients);
    }
  });
});
