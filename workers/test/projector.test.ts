import {
  type Context,
  createContext,
  type MentionDocument,
  partitionOf,
  type ReadStateDocument,
  tellProjected,
} from '@cozy/core';
import type { CommandInput, CommandName, CommandOutput } from '@cozy/protocol';
import { expect } from 'chai';
import {
  eventually,
  NoLimits,
  openContext,
  person,
  quiet,
  run,
  type TestUser,
  testSettings,
  wireToDatabase,
} from '../../core/test/harness.ts';
import { startWorker, type Worker } from '../src/index.ts';
import { Leadership } from '../src/leadership.ts';
import { Projector } from '../src/projector.ts';

/** Waits until a context's projection holds all that is in the log now. */
async function projected({ log, progress }: Context): Promise<void> {
  for (let partition = 0; partition < log.partitions; partition++) {
    await progress.reach(partition, (await log.bounds(partition)).last, 15_000);
  }
}

/** All that the projection holds. */
async function dump({ database }: Context): Promise<Record<string, unknown[]>> {
  const { messages, reactions, channelHeads, readStates, mentions } = database;
  const parts = { messages, reactions, channelHeads, readStates, mentions };
  const entries = await Promise.all(
    Object.entries(parts).map(async ([name, part]) => [name, await part.find({}).sort({ _id: 1 }).toArray()] as const),
  );
  const all: Record<string, unknown[]> = Object.fromEntries(entries);
  // A mention that came after the mark which passes it stays, from another partition as it is, and counts for nothing.
  const marks = new Map((all.readStates as ReadStateDocument[]).map((mark) => [mark._id, mark.last_message_id]));
  all.mentions = (all.mentions as MentionDocument[]).filter(
    ({ user_id, channel_id, message_id }) => message_id > (marks.get(`${user_id}:${channel_id}`) ?? ''),
  );
  return all;
}

describe('The projector', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let worker: Worker;
  let ann: TestUser;
  let bob: TestUser;
  let home: string;
  let general: string;
  let nonce = 0;

  before(async () => {
    ({ context, drop } = await openContext());
    worker = await startWorker(context);
    [ann, bob] = await Promise.all([person(context), person(context)]);
  });
  beforeEach(async () => {
    const { community } = await as(ann, 'community.create', { name: 'Home' });
    home = community.id;
    general = community.channels[0]!.id;
    const { invite } = await as(ann, 'invite.create', { community_id: home });
    await as(bob, 'invite.accept', { code: invite.code });
  });
  after(async () => {
    await worker.close();
    await drop();
  });

  const as = <C extends CommandName>(who: TestUser, name: C, input: CommandInput<C>): Promise<CommandOutput<C>> =>
    run(context, who, name, input);
  const say = async (content = 'hello', channel_id = general) =>
    (await as(ann, 'message.send', { channel_id, content, nonce: `p${nonce++}` })).message;
  const count = async (channel_id: string) => {
    const { messages, reactions, readStates, mentions, channelHeads } = context.database;
    return {
      messages: await messages.countDocuments({ channel_id, deleted: false }),
      reactions: await reactions.countDocuments({ channel_id }),
      readStates: await readStates.countDocuments({ channel_id }),
      mentions: await mentions.countDocuments({ channel_id }),
      heads: await channelHeads.countDocuments({ _id: channel_id }),
    };
  };
  /** One of everything in a channel. */
  async function fill(channel_id: string) {
    const message = await say(`hey <@${bob.id}> <@${ann.id}>`, channel_id);
    await as(bob, 'reaction.add', { channel_id, message_id: message.id, emoji: '👍' });
    await as(ann, 'read.mark', { channel_id, message_id: message.id });
    await projected(context);
    expect(await count(channel_id)).to.deep.equal({ messages: 1, reactions: 1, readStates: 1, mentions: 1, heads: 1 });
    return message;
  }

  it('writes messages with their places, heads, reactions, read marks, and mentions of others', async () => {
    const message = await fill(general);
    const stored = await context.database.messages.findOne({ id: message.id });
    expect(stored).to.deep.include({ sequence: message.sequence, content: message.content, deleted: false });
    expect((await context.database.mentions.findOne({ channel_id: general }))?.user_id).to.equal(bob.id);
    expect((await context.database.channelHeads.findOne({ _id: general }))?.last_message_id).to.equal(message.id);
  });

  it('edits a message, and takes a deleted one away with its reactions and mentions', async () => {
    const message = await fill(general);
    const place = { channel_id: general, message_id: message.id };
    const edited = await as(ann, 'message.edit', { ...place, content: 'better' });
    expect(edited.message.content).to.equal('better');
    expect(edited.message.reactions).to.deep.equal([{ emoji: '👍', count: 1, me: false }]);
    await as(ann, 'message.delete', place);
    await projected(context);
    expect(await count(general)).to.deep.include({ messages: 0, reactions: 0, mentions: 0 });
    const mark = await context.database.messages.findOne({ id: message.id });
    expect(mark).to.deep.include({ deleted: true, content: '' });
  });

  it('moves a read mark forward only, and clears the mentions that it passes', async () => {
    const [one, two] = [await say(`1 <@${bob.id}>`), await say(`2 <@${bob.id}>`)];
    await as(bob, 'read.mark', { channel_id: general, message_id: one.id });
    await projected(context);
    expect((await context.database.mentions.find({ user_id: bob.id, channel_id: general }).toArray()).length).to.equal(
      1,
    );
    await as(bob, 'read.mark', { channel_id: general, message_id: two.id });
    await as(bob, 'read.mark', { channel_id: general, message_id: one.id });
    await projected(context);
    const mark = await context.database.readStates.findOne({ _id: `${bob.id}:${general}` });
    expect(mark?.last_message_id).to.equal(two.id);
    expect(await context.database.mentions.countDocuments({ channel_id: general })).to.equal(0);
  });

  it('clears what belonged to a deleted channel, a deleted role and a deleted community', async () => {
    const channel = { community_id: home, name: 'x', type: 'text' as const };
    const { id } = (await as(ann, 'channel.create', channel)).channel;
    await fill(id);
    await fill(general);
    const { role } = await as(ann, 'role.create', { community_id: home, name: 'r' });
    await as(ann, 'role.assign', { community_id: home, user_id: bob.id, roles: [role.id] });
    await as(ann, 'role.delete', { community_id: home, role_id: role.id });
    await as(ann, 'channel.delete', { channel_id: id });
    await projected(context);
    const nothing = { messages: 0, reactions: 0, readStates: 0, mentions: 0, heads: 0 };
    expect(await count(id)).to.deep.equal(nothing);
    expect((await context.database.members.findOne({ _id: `${home}:${bob.id}` }).lean())?.roles).to.deep.equal([]);
    await as(ann, 'community.delete', { community_id: home });
    await projected(context);
    expect(await count(general)).to.deep.equal(nothing);
    expect(await context.database.members.countDocuments({ community_id: home, left: false })).to.equal(0);
    expect(await context.database.invites.countDocuments({ community_id: home, revoked: false })).to.equal(0);
  });

  it('announces a changed profile to every community of the account', async () => {
    const second = (await as(bob, 'community.create', { name: 'Second' })).community.id;
    const heard: string[] = [];
    const stop = context.replica.on('event', ({ event }) => {
      if (event.name === 'COMMUNITY_MEMBER_UPDATE') heard.push(event.owner.id);
    });
    await context.replica.hold(second);
    await as(bob, 'user.update', { display_name: 'Robert' });
    await projected(context);
    await projected(context);
    stop();
    expect(heard).to.include.members([home, second]);
    const { members } = await as(ann, 'member.list', { community_id: home });
    expect(members.find(({ user }) => user.id === bob.id)?.user.display_name).to.equal('Robert');
  });

  it('changes nothing when it repeats everything, as after a crash before it noted its place', async () => {
    const start = await context.database.progress.find({}).toArray();
    await fill(general);
    for (let i = 0; i < 20; i++) await say(`${i} <@${bob.id}>`);
    await as(bob, 'read.mark', { channel_id: general, message_id: (await say()).id });
    const gone = await say(`<@${bob.id}>`);
    await as(ann, 'message.delete', { channel_id: general, message_id: gone.id });
    await projected(context);
    const before = await dump(context);
    expect(before.messages!.length).to.be.greaterThan(20);
    await worker.close();
    await context.database.progress.deleteMany({});
    await context.database.progress.insertMany(start);
    const projector = new Projector(context);
    await projector.start();
    for (let partition = 0; partition < context.log.partitions; partition++) {
      const { last } = await context.log.bounds(partition);
      await eventually(`partition ${partition} is projected again`, async () => {
        const place = await context.database.progress.findOne({ _id: String(partition) });
        return last === 0 || (place?.sequence ?? 0) >= last;
      });
    }
    await projector.stop();
    // Events of earlier runs that share the log write their own documents; ours are as they were.
    const after = await dump(context);
    for (const [name, documents] of Object.entries(before)) {
      const ids = new Set((documents as { _id: string }[]).map(({ _id }) => _id));
      const ours = (after[name] as { _id: string }[]).filter(({ _id }) => ids.has(_id));
      expect(ours, name).to.deep.equal(documents);
    }
    worker = await startWorker(context);
  });

  it('is not taken for further than it is when who shares the log tells of another database', async () => {
    const { database, log, nats, progress } = context;
    const next = (await log.bounds(0)).last + 1;
    const other = { ...database, connection: database.connection.useDb('another') };
    tellProjected(nats, other, '0', next);
    await nats.flush();
    const error = await progress.reach(0, next, 100).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'PROJECTION_BEHIND');
  });

  it('goes on where it stopped', async () => {
    await say();
    await projected(context);
    await worker.close();
    const sent: string[] = [];
    for (let i = 0; i < 30; i++) sent.push((await say(String(i))).id);
    worker = await startWorker(context);
    await projected(context);
    const { messages } = await as(ann, 'message.history', { channel_id: general, limit: 30 });
    expect(messages.map(({ id }) => id).reverse()).to.deep.equal(sent);
  });

  it('[GW-19] writes many communities together, each channel in the order of the log', async () => {
    const made = Array.from({ length: 12 }, () => as(ann, 'community.create', { name: 'Many' }));
    const channels = (await Promise.all(made)).map(({ community }) => community.channels[0]!.id);
    const sent = new Map<string, { id: string; sequence: number }[]>(channels.map((id) => [id, []]));
    const talk = async (channel_id: string) => {
      for (let i = 0; i < 25; i++) {
        const { id, sequence } = await say(String(i), channel_id);
        sent.get(channel_id)!.push({ id, sequence: sequence! });
      }
    };
    await Promise.all(channels.map(talk));
    await projected(context);
    for (const channel_id of channels) {
      const { messages } = await as(ann, 'message.history', { channel_id, limit: 100 });
      const stored = messages.map(({ id, sequence }) => ({ id, sequence }));
      expect(stored.reverse()).to.deep.equal(sent.get(channel_id));
      const head = await context.database.channelHeads.findOne({ _id: channel_id });
      expect(head?.last_message_id).to.equal(sent.get(channel_id)!.at(-1)!.id);
    }
  });

  it('lets one of two workers lead, and the other take over', async () => {
    const order: string[] = [];
    const work = (name: string) => ({
      start: async () => void order.push(`${name} starts`),
      stop: async () => void order.push(`${name} stops`),
    });
    const second = await openContext();
    const key = `test.${context.nextId()}`;
    const [one, two] = [new Leadership(context, key, work('one')), new Leadership(second.context, key, work('two'))];
    await one.start();
    await eventually('the first leads', () => one.leads);
    await two.start();
    await one.stop();
    await eventually('the second leads', () => two.leads);
    expect(one.leads).to.equal(false);
    await two.stop();
    expect(order).to.deep.equal(['one starts', 'one stops', 'two starts', 'two stops']);
    await second.drop();
  });
});

describe('The projector without its database', function () {
  this.timeout(60_000);

  it('keeps acknowledging sends, writes nothing out of order, and catches up', async () => {
    const wire = await wireToDatabase();
    const context = await createContext(testSettings({ MONGODB_URI: wire.uri }), quiet);
    context.rates = new NoLimits();
    const worker = await startWorker(context);
    try {
      const ann = await person(context);
      const { community } = await run(context, ann, 'community.create', { name: 'Home' });
      const channel_id = community.channels[0]!.id;
      const actor = await context.authenticate(ann.token);
      const send = async (i: number) =>
        (
          (await context.execute(
            'message.send',
            { channel_id, content: String(i), nonce: `d${i}` },
            { actor, address: '', userAgent: '' },
          )) as CommandOutput<'message.send'>
        ).message.id;
      const sent = [await send(0)];
      await projected(context);
      await wire.cut();
      for (let i = 1; i < 40; i++) sent.push(await send(i));
      const failure = await context
        .execute('message.history', { channel_id }, { actor, address: '', userAgent: '' })
        .catch((error: unknown) => error);
      expect(failure).to.include({ code: 'DATABASE_UNAVAILABLE', retryable: true });
      await wire.mend();
      const partition = partitionOf(community.id, context.log.partitions);
      const { last } = await context.log.bounds(partition);
      await eventually('the projection has caught up', async () => {
        const place = await context.database.progress.findOne({ _id: String(partition) }).catch(() => null);
        return (place?.sequence ?? 0) >= last;
      });
      const stored = await context.database.messages.find({ channel_id }).sort({ sequence: 1 }).toArray();
      expect(stored.map(({ id }) => id)).to.deep.equal(sent);
    } finally {
      await worker.close();
      await context.database.connection.dropDatabase();
      await context.close();
      await wire.close();
    }
  });
});
