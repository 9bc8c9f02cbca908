import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { type Context, createContext, type NewEvent } from '../src/index.ts';
import type { LogEvent } from '../src/log/logEvent.ts';
import { LogTail } from '../src/log/logTail.ts';
import { eventually, openContext, quiet, testSettings, wireToNats } from './harness.ts';

describe('The log', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;

  before(async () => {
    ({ context, drop } = await openContext());
  });
  after(() => drop());

  const owner = () => ({ kind: 'c' as const, id: context.nextId() });
  const said = (of: { kind: 'c'; id: string }, id = context.nextId()): NewEvent => ({
    owner: of,
    channelId: of.id,
    name: 'MESSAGE_DELETE',
    data: { id, channel_id: of.id, community_id: of.id },
  });
  const numbers = async (events: AsyncIterable<LogEvent>) => {
    const found: number[] = [];
    for await (const { sequence } of events) found.push(sequence);
    return found;
  };

  it('gives each event the next place of its partition, and one place to an id that comes twice', async () => {
    const of = owner();
    const first = await context.log.append(said(of), 'first');
    const second = await context.log.append(said(of), context.nextId());
    const [again, other] = [await context.log.append(said(of), 'twice'), await context.log.append(said(of), 'twice')];
    expect(first.place[0]).to.equal(context.log.partitionOf(of));
    expect(second.place[1]).to.be.greaterThan(first.place[1]);
    expect(other).to.deep.equal({ place: again.place, duplicate: true });
    expect(again.duplicate).to.equal(false);
  });

  it('reads the events of some owners between two places, in order, and no others', async () => {
    const [one, two] = [owner(), owner()];
    const partition = context.log.partitionOf(one);
    const places: number[] = [];
    for (let i = 0; i < 5; i++) {
      places.push((await context.log.append(said(one), context.nextId())).place[1]);
      await context.log.append(said(two), context.nextId());
    }
    const { last } = await context.log.bounds(partition);
    const read = (after: number, through: number, of = [one]) =>
      numbers(context.log.read(partition, after, through, of));
    expect(await read(0, last)).to.deep.equal(places);
    expect(await read(places[0]!, last)).to.deep.equal(places.slice(1));
    expect(await read(places[0]!, places[2]!)).to.deep.equal(places.slice(1, 3));
    expect(await read(places[0]! - 1, places[0]!)).to.deep.equal(places.slice(0, 1));
    expect(await read(last, last)).to.deep.equal([]);
    expect(await read(0, last, [])).to.deep.equal([]);
    expect(await read(0, last, [owner()])).to.deep.equal([]);
  });

  it('reads more than one batch holds', async () => {
    const of = owner();
    const partition = context.log.partitionOf(of);
    const { last: before } = await context.log.bounds(partition);
    await Promise.all(Array.from({ length: 2_500 }, () => context.log.append(said(of), context.nextId())));
    const { last } = await context.log.bounds(partition);
    const found = await numbers(context.log.read(partition, before, last, [of]));
    expect(found).to.have.length(2_500);
    expect(found).to.deep.equal([...found].sort((a, b) => a - b));
  });

  it('leaves no reader behind on the server, also when it is left early', async () => {
    const of = owner();
    const partition = context.log.partitionOf(of);
    for (let i = 0; i < 5; i++) await context.log.append(said(of), context.nextId());
    const { last } = await context.log.bounds(partition);
    const consumers = async () => {
      const answer = await context.nats.request(`$JS.API.STREAM.INFO.EV_${partition}`);
      return answer.json<{ state: { consumer_count: number } }>().state.consumer_count;
    };
    const before = await consumers();
    await numbers(context.log.read(partition, 0, last, [of]));
    for await (const event of context.log.read(partition, 0, last, [of])) if (event) break;
    await eventually('the readers are gone', async () => (await consumers()) <= before);
  });

  it('gives the event at a place, and null where there is none any more', async () => {
    const of = owner();
    const { place } = await context.log.append(said(of), context.nextId());
    expect((await context.log.at(place))?.owner).to.deep.equal(of);
    expect(await context.log.at([place[0], 10 ** 9])).to.equal(null);
  });

  it('knows whether an event was stored, by its id', async () => {
    const event = said(owner());
    const [since, id] = [Date.now() - 1000, context.nextId()];
    expect(await context.log.holds(event, id, since)).to.equal(false);
    await context.log.append(event, id);
    expect(await context.log.holds(event, id, since)).to.equal(true);
    expect(await context.log.holds(event, `${id}0`, since)).to.equal(false);
  });

  it('is not opened with another number of partitions', async () => {
    for (const COZY_PARTITIONS of ['8', '32']) {
      const failure = await createContext(testSettings({ COZY_PARTITIONS }), quiet).catch((error: unknown) => error);
      expect(String(failure), COZY_PARTITIONS).to.contain('partitions');
    }
  });

  describe('its live end', () => {
    let wire: Awaited<ReturnType<typeof wireToNats>>;
    let far: Context;
    let seen: LogEvent[];
    let tail: LogTail;

    before(async () => {
      wire = await wireToNats();
      far = await createContext(testSettings({ NATS_URL: wire.url }), quiet);
    });
    beforeEach(async () => {
      seen = [];
      tail = await LogTail.open(far.log, (event) => seen.push(event), 1024 * 1024);
    });
    afterEach(() => tail.close());
    after(async () => {
      await far.database.connection.dropDatabase();
      await far.close();
      await wire.close();
    });

    const send = async (of: ReturnType<typeof owner>, count: number) => {
      const places: number[] = [];
      for (let i = 0; i < count; i++) places.push((await context.log.append(said(of), context.nextId())).place[1]);
      return places;
    };
    // Other tests write to the same log.
    const seenOf = (...of: ReturnType<typeof owner>[]) =>
      seen.filter((event) => of.some(({ id }) => id === event.owner.id));
    const places = (...of: ReturnType<typeof owner>[]) => seenOf(...of).map(({ sequence }) => sequence);

    it('begins at the end of the log, and tells how far it is', async () => {
      const of = owner();
      const partition = context.log.partitionOf(of);
      const [before] = await send(of, 1);
      expect(await tail.reached([partition, before!], 5_000)).to.equal(true);
      seen = [];
      const after = await send(of, 20);
      expect(await tail.reached([partition, after.at(-1)!], 5_000)).to.equal(true);
      expect(tail.position(partition)).to.be.at.least(after.at(-1)!);
      expect(tail.positions()[String(partition)]).to.equal(tail.position(partition));
      expect(places(of)).to.deep.equal(after);
      expect(await tail.reached([partition, after.at(-1)! + 100_000], 20)).to.equal(false);
    });

    it('remembers what went by lately, also from before it began, and says when it does not', async () => {
      const of = owner();
      const partition = context.log.partitionOf(of);
      const before = await send(of, 3);
      const late = await LogTail.open(far.log, () => undefined, 1024 * 1024);
      const after = await send(of, 3);
      await late.reached([partition, after.at(-1)!], 5_000);
      const recent = (from: number) => late.recent.since(partition, from, [of])?.map(({ sequence }) => sequence);
      expect(recent(before[0]! - 1)).to.deep.equal([...before, ...after]);
      expect(recent(after[0]!)).to.deep.equal(after.slice(1));
      expect(recent(after.at(-1)!)).to.deep.equal([]);
      expect(recent(-1)).to.equal(undefined);
      await late.close();
    });

    it('loses, doubles and swaps nothing over three lost connections', async () => {
      const owners = Array.from({ length: 8 }, owner);
      const sent = new Map<number, number[]>();
      const burst = async () => {
        for (const of of owners) {
          const partition = context.log.partitionOf(of);
          sent.set(partition, [...(sent.get(partition) ?? []), ...(await send(of, 3))]);
        }
      };
      await burst();
      for (let i = 0; i < 3; i++) {
        const lost = eventually('NATS is lost', () => !far.log.reachable);
        await wire.cut();
        await lost;
        await burst();
        await wire.mend();
        await eventually('NATS is back', () => far.log.reachable);
        // A second loss while the first is being made up for.
        if (i === 1) {
          await wire.cut();
          await wire.mend();
        }
        await burst();
      }
      const total = owners.length * 3 * 7;
      await eventually('all have come', () => seenOf(...owners).length >= total);
      expect(seenOf(...owners)).to.have.length(total);
      for (const [partition, expected] of sent) {
        expect(
          seenOf(...owners)
            .filter((event) => event.partition === partition)
            .map(({ sequence }) => sequence),
        ).to.deep.equal(expected);
      }
    });

    it('tells a reader soon that NATS has fallen silent, instead of waiting with it', async () => {
      const of = owner();
      const partition = context.log.partitionOf(of);
      const { last: before } = await context.log.bounds(partition);
      await Promise.all(Array.from({ length: 1_500 }, () => context.log.append(said(of), context.nextId())));
      const { last } = await context.log.bounds(partition);
      let read = 0;
      const failure = await (async () => {
        for await (const event of far.log.read(partition, before, last, [of])) {
          if (read++ === 0) wire.silence();
          expect(event.owner).to.deep.equal(of);
        }
      })().catch((error: unknown) => error);
      expect(read).to.be.below(1_500);
      expect(failure).to.include({ code: 'LOG_UNAVAILABLE', retryable: true });
      await wire.cut();
      await wire.mend();
      await eventually('NATS is back', () => far.log.reachable);
    });

    it('refuses at once, and says that it may be tried again, while NATS is away', async () => {
      await wire.cut();
      await eventually('NATS is lost', () => !far.log.reachable);
      const failure = await far.log.append(said(owner()), far.nextId()).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(CozyError);
      expect(failure).to.include({ code: 'LOG_UNAVAILABLE', retryable: true });
      // Questions, too, that were asked before the loss was noticed.
      const read = async () => {
        for await (const event of far.log.read(0, 0, 1, [owner()])) expect.fail(`Read ${event.name}`);
      };
      for (const question of [far.log.bounds(0), far.log.at([0, 1]), read()]) {
        const refusal = await question.catch((error: unknown) => error);
        expect(refusal).to.be.instanceOf(CozyError).with.property('code', 'LOG_UNAVAILABLE');
      }
      expect(far.health()).to.deep.include({ ready: false });
      await wire.mend();
      await eventually('NATS is back', () => far.log.reachable);
      await far.log.append(said(owner()), far.nextId());
    });
  });
});
