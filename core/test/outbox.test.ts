import { expect } from 'chai';
import type { Model } from 'mongoose';
import { Outbox } from '../src/database/outbox.ts';
import { type Context, createContext, type NewEvent, type UserDocument } from '../src/index.ts';
import type { LogEvent } from '../src/log/logEvent.ts';
import { openContext, person, quiet, run } from './harness.ts';

describe('The outbox', function () {
  this.timeout(30_000);
  let context: Context;
  let drop: () => Promise<void>;
  let users: Model<UserDocument>;

  before(async () => {
    ({ context, drop } = await openContext());
    users = context.database.users;
  });
  after(() => drop());

  const gone = (userId: string, id: string): NewEvent => ({
    owner: { kind: 'u', id: userId },
    name: 'SESSION_DELETE',
    data: { id },
  });
  const make = async (events: (id: string) => NewEvent[] = () => []) => {
    const _id = context.nextId();
    const document = {
      _id,
      username: `u${_id}`,
      display_name: 'x',
      hue: 1,
      bio: '',
      bot: false,
      home: null,
      created_at: '',
    };
    return { _id, ...(await context.outbox.create(users, document, events(_id))) };
  };
  /** What the log holds of someone, in order. */
  const logged = async (userId: string) => {
    const partition = context.log.partitionOf({ kind: 'u', id: userId });
    const { last } = await context.log.bounds(partition);
    const events: LogEvent[] = [];
    for await (const event of context.log.read(partition, 0, last, [{ kind: 'u', id: userId }])) events.push(event);
    return events.map((event) => event.data<{ id: string }>().id);
  };
  const waiting = async (_id: string) => (await users.findOne({ _id }).lean())!.outbox.length;
  /** Leaves an entry as a crash between commit and publishing does. */
  const leave = async (_id: string, at: number, entryId = context.nextId()) => {
    const event = gone(_id, entryId);
    const entry = { id: entryId, at, event };
    await users.collection.updateOne({ _id } as never, { $push: { outbox: entry } } as never);
    return { entryId, event };
  };

  it('publishes the events of a new document in order, gives their places, and keeps none', async () => {
    const { _id, places, document } = await make((id) => ['1', '2', '3'].map((one) => gone(id, one)));
    expect(await logged(_id)).to.deep.equal(['1', '2', '3']);
    expect(places.map(([, sequence]) => sequence)).to.deep.equal(
      places.map(([, sequence]) => sequence).sort((a, b) => a - b),
    );
    expect(places).to.have.length(3);
    expect(document.rev).to.equal(1);
    expect(await waiting(_id)).to.equal(0);
  });

  it('publishes concurrent commits of one document in the order of their writes', async () => {
    const { _id } = await make();
    const written: [number, string][] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const committed = await context.outbox.commit(users, { _id }, { $set: { bio: String(i) } }, [
          gone(_id, String(i)),
        ]);
        written.push([committed!.document.rev, String(i)]);
      }),
    );
    const order = written.sort(([a], [b]) => a - b).map(([, id]) => id);
    expect(await logged(_id)).to.deep.equal(order);
    expect(await waiting(_id)).to.equal(0);
  });

  it('tells in a document the place of its last event of a community', async () => {
    const owner = await person(context);
    const { community } = await run(context, owner, 'community.create', { name: 'Home' });
    const placed = async () => (await context.database.communities.findOne({ _id: community.id }).lean())!.placed ?? 0;
    const end = async () => (await context.log.bounds(context.log.partitionOf({ kind: 'c', id: community.id }))).last;
    const places: number[] = [];
    for (const name of ['A', 'B']) {
      const before = await end();
      await run(context, owner, 'community.update', { community_id: community.id, name });
      places.push(await placed());
      expect(places.at(-1))
        .to.be.above(before)
        .and.at.most(await end());
    }
    expect(places[1]).to.be.above(places[0]!);
  });

  it('is published by who reads a community that a crash has left ahead of the log', async () => {
    const owner = await person(context);
    const { community } = await run(context, owner, 'community.create', { name: 'Home' });
    const { id } = community;
    const { communities } = context.database;
    // Committed, and not published: what a crash leaves.
    const event: NewEvent = {
      owner: { kind: 'c', id },
      name: 'COMMUNITY_UPDATE',
      data: { id, name: 'Away', description: '', hue: community.hue, owner_id: owner.id },
    };
    const entries = context.outbox.entries([event]);
    const change = { $set: { name: 'Away' }, $push: { outbox: { $each: entries } } };
    await communities.collection.updateOne({ _id: id } as never, change as never);
    const other = await createContext(context.settings, quiet);
    try {
      const state = await other.replica.community(id);
      expect(state.name).to.equal('Away');
      const document = (await communities.findOne({ _id: id }).lean())!;
      expect(document.outbox).to.deep.equal([]);
      const partition = context.log.partitionOf(event.owner);
      const stored = await context.log.at([partition, document.placed!]);
      expect(stored?.name).to.equal('COMMUNITY_UPDATE');
      expect(other.replica.tail.position(partition)).to.be.at.least(document.placed!);
    } finally {
      await other.close();
    }
  });

  it('writes nothing when the condition does not hold', async () => {
    const { _id } = await make();
    expect(await context.outbox.commit(users, { _id, rev: 99 }, { $set: { bio: 'x' } }, [gone(_id, '1')])).to.equal(
      null,
    );
    expect(await logged(_id)).to.deep.equal([]);
  });

  it('writes nothing while the log is away', async () => {
    const { _id } = await make();
    context.log.reachable = false;
    const failure = await context.outbox
      .commit(users, { _id }, { $set: { bio: 'x' } }, [gone(_id, '1')])
      .catch((error: unknown) => error)
      .finally(() => {
        context.log.reachable = true;
      });
    expect(failure).to.include({ code: 'LOG_UNAVAILABLE' });
    expect((await users.findOne({ _id }).lean())!.bio).to.equal('');
  });

  it('sweeps what a crash left, once, and leaves young entries to who committed them', async () => {
    const { _id } = await make();
    const old = await leave(_id, Date.now() - 60_000);
    const other = await make();
    await leave(other._id, Date.now());
    await Promise.all([context.outbox.sweep(users), context.outbox.sweep(users)]);
    await context.outbox.sweep(users);
    expect(await logged(_id)).to.deep.equal([old.entryId]);
    expect(await waiting(_id)).to.equal(0);
    expect(await logged(other._id)).to.deep.equal([]);
  });

  it('publishes what was left before what is committed next', async () => {
    const { _id } = await make();
    const old = await leave(_id, Date.now() - 60_000);
    await context.outbox.commit(users, { _id }, { $set: { bio: 'x' } }, [gone(_id, 'next')]);
    expect(await logged(_id)).to.deep.equal([old.entryId, 'next']);
  });

  it('does not publish again what was published and not pulled', async () => {
    const { _id } = await make();
    const { entryId, event } = await leave(_id, Date.now() - 60_000);
    await context.log.append(event, entryId);
    await context.outbox.sweep(users);
    expect(await logged(_id)).to.deep.equal([entryId]);
    expect(await waiting(_id)).to.equal(0);
  });

  it('asks the log itself once its dedupe window may have passed', async () => {
    const { _id } = await make();
    const { entryId, event } = await leave(_id, Date.now() - 60_000);
    // Stored under the id, but so that the server does not know it as a repeat any more.
    const forgetful = { ...context.log, append: () => expect.fail('was published again') };
    const log = new Proxy(context.log, {
      get: (target, name) => {
        if (name === 'append') return forgetful.append;
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await context.log.append(event, entryId);
    const late = new Outbox(log, () => context.nextId(), quiet, 10);
    await late.sweep(users);
    expect(await logged(_id)).to.deep.equal([entryId]);
    expect(await waiting(_id)).to.equal(0);
  });
});
