import { type Context, readMembers } from '@cozy/core';
import { expect } from 'chai';
import { openContext, person, run, type TestUser } from '../../core/test/harness.ts';
import { upgrade } from '../src/upgrade.ts';

/** More than are changed at once. */
const MANY = 2_500;

describe('The upgrade of documents of older versions', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let ann: TestUser;

  before(async () => {
    ({ context, drop } = await openContext());
    ann = await person(context);
  });
  after(() => drop());

  it('keeps messages by their places, and knows which have reactions', async () => {
    const { community } = await run(context, ann, 'community.create', { name: 'Old' });
    const channel_id = community.channels[0]!.id;
    const author = (await run(context, ann, 'user.me', {})).user;
    const ids = Array.from({ length: MANY }, () => context.nextId());
    // Against the order of their ids, as two nodes can make them.
    const old = ids.map((_id, i) => ({
      _id,
      channel_id,
      community_id: community.id,
      author,
      content: String(i),
      mentions: [],
      reply_to: null,
      edited_at: null,
      created_at: new Date().toISOString(),
      sequence: MANY - i,
      deleted: i === 7,
    }));
    const messages = context.database.connection.collection('messages');
    await messages.insertMany(old as never);
    const reaction = { channel_id, message_id: ids[0]!, emoji: '👍', user_id: ann.id, removed: false, sequence: 9_000 };
    await context.database.reactions.insertOne({ _id: `${ids[0]}:👍:${ann.id}`, ...reaction });
    await upgrade(context);
    await upgrade(context);
    const read: string[] = [];
    let before: string | undefined;
    for (;;) {
      const page = await run(context, ann, 'message.history', { channel_id, limit: 100, ...(before && { before }) });
      if (page.messages.length === 0) break;
      read.push(...page.messages.map(({ id }) => id));
      before = page.messages.at(-1)!.id;
    }
    expect(read).to.deep.equal(ids.filter((_, i) => i !== 7));
    const [newest] = (await run(context, ann, 'message.history', { channel_id, limit: 1 })).messages;
    expect(newest?.reactions).to.deep.equal([{ emoji: '👍', count: 1, me: true }]);
    const left = await context.database.connection.listCollections();
    expect(left.map(({ name }) => name)).not.to.include('messages');
  });

  it('gives memberships their names, but not those that have ended', async () => {
    const { community } = await run(context, ann, 'community.create', { name: 'Old' });
    const { members, users } = context.database;
    const people = Array.from({ length: MANY }, (_, i) => ({ _id: context.nextId(), username: `old${i}` }));
    await users.collection.insertMany(
      people.map(({ _id, username }) => ({
        _id,
        username,
        display_name: `Old ${username}`,
        rev: 1,
        outbox: [],
      })) as never,
    );
    await members.collection.insertMany(
      people.map(({ _id }, i) => ({
        _id: `${community.id}:${_id}`,
        community_id: community.id,
        user_id: _id,
        nick: i === 3 ? 'Ähm' : null,
        roles: [],
        joined_at: new Date().toISOString(),
        left: i === 4,
        rev: 1,
        outbox: [],
      })) as never,
    );
    await upgrade(context);
    await upgrade(context);
    const state = await context.replica.community(community.id);
    const find = async (query: string) =>
      (await readMembers(context, state, { query }, 100)).map(({ user }) => user.username);
    expect(await find('ähm')).to.deep.equal(['old3']);
    expect(await find('OLD OLD123')).to.have.length(11);
    expect(await find('old4')).not.to.include('old4');
    expect(await members.countDocuments({ names: { $exists: false } })).to.equal(0);
  });
});
