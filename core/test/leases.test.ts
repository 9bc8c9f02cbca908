import { expect } from 'chai';
import { IdSource } from '../src/ids/idSource.ts';
import { type Context, Lease } from '../src/index.ts';
import { ProjectionProgress } from '../src/projection/progress.ts';
import { openContext, quiet } from './harness.ts';

describe('Leases, ids and progress', function () {
  this.timeout(30_000);
  let context: Context;
  let drop: () => Promise<void>;

  before(async () => {
    ({ context, drop } = await openContext());
  });
  after(() => drop());

  it('gives a lease to one of many who ask at once, and to the next when it is released', async () => {
    const key = `test.${context.nextId()}`;
    const taken = await Promise.all(Array.from({ length: 10 }, (_, i) => Lease.take(context.leases, key, `h${i}`)));
    const holders = taken.filter((lease) => lease !== null);
    expect(holders).to.have.length(1);
    expect(await holders[0]!.renew()).to.equal(true);
    expect(await Lease.take(context.leases, key, 'next')).to.equal(null);
    await holders[0]!.release();
    const next = await Lease.take(context.leases, key, 'next');
    expect(next).to.not.equal(null);
    expect(await holders[0]!.renew()).to.equal(false);
    await next!.release();
  });

  it('does not renew or release a lease that somebody else has by now', async () => {
    const key = `test.${context.nextId()}`;
    const first = await Lease.take(context.leases, key, 'first');
    // What the server does when it has run out.
    await context.leases.purge(key);
    const second = await Lease.take(context.leases, key, 'second');
    expect(await first!.renew()).to.equal(false);
    expect(await first!.release().catch(() => 'refused')).to.equal('refused');
    expect(await second!.renew()).to.equal(true);
    await second!.release();
  });

  it('[ID-2] gives different ids to sources that share a millisecond', async () => {
    const sources = await Promise.all(
      Array.from({ length: 8 }, (_, i) => IdSource.open(context.leases, `s${i}`, quiet)),
    );
    const ids = Array.from({ length: 20_000 }, (_, i) => sources[i % sources.length]!.next());
    expect(new Set(ids).size).to.equal(ids.length);
    const nodes = new Set(ids.map((id) => (BigInt(id) >> 12n) & 1023n));
    expect(nodes.size).to.equal(sources.length);
    await Promise.all(sources.map((source) => source.close()));
  });

  it('waits for the projection, is told by its sign, and gives up with PROJECTION_BEHIND', async () => {
    const partition = 9_000;
    const progress = new ProjectionProgress(context.nats, context.database);
    await context.nats.flush();
    const waiting = [progress.reach(partition, 5, 10_000), progress.reach(partition, 7, 10_000)];
    context.nats.publish(`projected.${partition}`, '6');
    await waiting[0];
    const failure = await progress.reach(partition, 8, 50).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'PROJECTION_BEHIND', retryable: true });
    context.nats.publish(`projected.${partition}`, '7');
    await waiting[1];
    await progress.reach(partition, 3, 0);
    await progress.reachCursors({ 1: 99 }, partition, 0);
    await progress.reachCursors(undefined, partition, 0);
    progress.close();
  });

  it('knows from the database what was projected before it began', async () => {
    await context.database.progress.insertOne({ _id: '9001', sequence: 12 });
    const progress = new ProjectionProgress(context.nats, context.database);
    await progress.reach(9001, 12, 5_000);
    progress.close();
  });
});
