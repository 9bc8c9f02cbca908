import { type CommandInput, type CommandName, CozyError, type EventData, LIMITS, Op } from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  joinAs,
  makeCommunity,
  startNode,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('People', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let eve: TestUser;

  before(async () => {
    node = await startNode(testEngines());
  });
  beforeEach(async () => {
    [ann, bob, eve] = await Promise.all([node.person('ann'), node.person('bob'), node.person('eve')]);
    await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const open = async (who: TestUser, other: TestUser) =>
    (await node.run(who, 'direct.open', { user_id: other.id })).community;
  const say = async (who: TestUser, channel_id: string, content = 'words') =>
    (await node.run(who, 'message.send', { channel_id, content, nonce: node.context.nextId() })).message;
  const befriend = async (one: TestUser, other: TestUser) => {
    await node.run(one, 'relationship.request', { username: other.user.username });
    await node.run(other, 'relationship.accept', { user_id: one.id });
  };
  /** What a command is answered with: `done`, or the code of its error. */
  const outcome = async <C extends CommandName>(who: TestUser, name: C, input: CommandInput<C>) => {
    try {
      await node.run(who, name, input);
      return 'done';
    } catch (error) {
      if (!(error instanceof CozyError)) throw error;
      return error.code;
    }
  };
  const connect = async (who: TestUser, presences: string[] = []) => {
    const client = await node.connect();
    const ready = await client.ready(who.token, { passive: true });
    client.send({ op: Op.Subscribe, d: { communities: [], channels: [], presences } });
    await client.event('SUBSCRIBED');
    return { client, ready };
  };
  const statuses = (client: TestClient) =>
    client.events
      .filter(({ name }) => name === 'PRESENCE_UPDATE')
      .map(({ data }) => (data as EventData<'PRESENCE_UPDATE'>).status);

  describe('write to each other', () => {
    it('[GW-90] in one conversation, also when both open it several times at once', async () => {
      const opened = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? open(ann, bob) : open(bob, ann))));
      expect(new Set(opened.map(({ id }) => id)).size).to.equal(1);
      const [{ id, channels, kind }] = opened as [(typeof opened)[0]];
      expect(kind).to.equal('direct');
      for (const [who, other] of [
        [ann, bob],
        [bob, ann],
      ] as const) {
        const [listed] = (await node.run(who, 'direct.list', {})).communities;
        expect(listed).to.include({ id, member_count: 2 });
        expect(listed!.recipients!.map((user) => user.id)).to.deep.equal([other.id]);
        expect((await node.run(who, 'community.list', {})).communities.map((one) => one.kind)).to.deep.equal([
          undefined,
        ]);
      }
      const { sequence } = await say(ann, channels[0]!.id, 'one place');
      const partition = node.context.log.partitionOf({ kind: 'c', id });
      const { messages } = await node.run(bob, 'message.history', {
        channel_id: channels[0]!.id,
        at: { [partition]: sequence! },
      });
      expect(messages.map(({ content }) => content)).to.deep.equal(['one place']);
    });

    it('[GW-90] and are told at once on a passive connection', async () => {
      const { client } = await connect(bob);
      const { id, channels } = await open(ann, bob);
      const { data } = await client.event('COMMUNITY_CREATE', (one) => one.id === id);
      expect(data.recipients!.map((user) => user.id)).to.deep.equal([ann.id]);
      const sent = await say(ann, channels[0]!.id);
      await client.event('MESSAGE_CREATE', (message) => message.id === sent.id);
    });

    it('[GW-90] and nothing of a community can be done there', async () => {
      const { id, channels } = await open(ann, bob);
      const refused = { community_id: id };
      const channel_id = channels[0]!.id;
      expect(await outcome(ann, 'invite.create', refused)).to.equal('WRONG_KIND');
      expect(await outcome(ann, 'community.delete', refused)).to.equal('WRONG_KIND');
      expect(await outcome(ann, 'role.create', { ...refused, name: 'x' })).to.equal('WRONG_KIND');
      expect(await outcome(ann, 'channel.create', { ...refused, name: 'x', type: 'text' })).to.equal('WRONG_KIND');
      expect(await outcome(ann, 'channel.update', { channel_id, name: 'x' })).to.equal('WRONG_KIND');
      expect(await outcome(ann, 'member.kick', { ...refused, user_id: bob.id })).to.equal('WRONG_KIND');
      expect(await outcome(ann, 'member.leave', refused)).to.equal('WRONG_KIND');
      expect(await outcome(ann, 'group.add', { ...refused, user_id: bob.id })).to.equal('WRONG_KIND');
      const [message] = [await say(bob, channel_id)];
      expect(await outcome(ann, 'message.delete', { channel_id, message_id: message.id })).to.equal(
        'MISSING_PERMISSION',
      );
    });

    it('[GW-90] and what was closed stays closed until there is a newer message', async () => {
      const { id, channels } = await open(ann, bob);
      const channel_id = channels[0]!.id;
      const first = await say(ann, channel_id);
      await node.run(bob, 'direct.close', { community_id: id });
      const closedAt = async () => {
        const { client, ready } = await connect(bob);
        client.drop();
        const { closed, channels: shown } = ready.communities.find((one) => one.id === id)!;
        return { closed, newest: shown[0]!.last_message_id };
      };
      expect(await closedAt()).to.deep.equal({ closed: first.id, newest: first.id });
      const second = await say(ann, channel_id);
      expect(await closedAt()).to.deep.equal({ closed: first.id, newest: second.id });
      await open(bob, ann);
      expect((await closedAt()).closed).to.equal(undefined);
    });

    it('not with a bot, themselves or nobody', async () => {
      const { bot } = await node.run(ann, 'bot.create', { name: 'Echo' });
      for (const user_id of [bot.id, ann.id, node.context.nextId()]) {
        expect(await outcome(ann, 'direct.open', { user_id })).to.equal('UNKNOWN_USER');
      }
    });

    it('up to a number of conversations', async () => {
      const { members } = node.context.database;
      const ids = Array.from({ length: LIMITS.conversationsPerUser }, () => node.context.nextId());
      const membership = {
        rev: 1,
        outbox: [],
        nick: null,
        roles: [],
        joined_at: '',
        left: false,
        names: [],
        kind: 'group',
      };
      await members.collection.insertMany(
        ids.map((id) => ({ _id: `${id}:${ann.id}`, community_id: id, user_id: ann.id, ...membership })) as never,
      );
      expect(await outcome(ann, 'direct.open', { user_id: bob.id })).to.equal('LIMIT_REACHED');
      expect(await outcome(ann, 'community.create', { name: 'Counts by itself' })).to.equal('done');
    });
  });

  describe('ask before they write to strangers', () => {
    it('[GW-92] who can read, and are neither shown nor heard until they accept', async () => {
      const { id, channels, request } = await open(eve, ann);
      expect(request).to.equal(undefined);
      const message = await say(eve, channels[0]!.id, 'hello stranger');
      const { client: watching } = await connect(eve, [id]);
      const { client, ready } = await connect(ann, [id]);
      expect(ready.communities.find((one) => one.id === id)!.request).to.equal('pending');
      const channel_id = channels[0]!.id;
      const place = { channel_id, message_id: message.id };
      expect(await outcome(ann, 'message.send', { channel_id, content: 'x', nonce: 'x' })).to.equal(
        'MISSING_PERMISSION',
      );
      expect(await outcome(ann, 'reaction.add', { ...place, emoji: '👍' })).to.equal('MISSING_PERMISSION');
      expect(await outcome(ann, 'typing.start', { channel_id })).to.equal('MISSING_PERMISSION');
      watching.send({ op: Op.RequestMembers, d: { community_id: id, user_ids: [ann.id] } });
      const chunk = await watching.event('COMMUNITY_MEMBERS_CHUNK');
      expect(chunk.data.presences).to.deep.equal([]);
      client.send({ op: Op.PresenceUpdate, d: { status: 'dnd' } });
      // Shown to those with whom ann is in a community, and by then it would have been shown to eve.
      const { client: member } = await connect(bob);
      await member.settled();
      await watching.settled();
      expect(statuses(watching)).to.not.include.members(['dnd']);

      const from = client.events.length;
      await node.run(ann, 'direct.accept', { community_id: id });
      const { data } = await client.event('COMMUNITY_CREATE', (one) => one.id === id, from);
      expect(data.request).to.equal(undefined);
      await watching.event('PRESENCE_UPDATE', (one) => one.user_id === ann.id && one.status === 'dnd');
      expect(await outcome(ann, 'message.send', { channel_id, content: 'x', nonce: 'y' })).to.equal('done');
      expect(watching.events.filter(({ name }) => name === 'COMMUNITY_CREATE')).to.deep.equal([]);
    });

    it('[GW-92] who are not told when it is refused, and open it again themselves', async () => {
      const { id, channels } = await open(eve, ann);
      const { client: watching } = await connect(eve, [id]);
      await node.run(ann, 'direct.refuse', { community_id: id });
      expect(await outcome(eve, 'message.send', { channel_id: channels[0]!.id, content: 'x', nonce: 'x' })).to.equal(
        'done',
      );
      await watching.event('MESSAGE_CREATE');
      expect(watching.names).to.not.include.members(['DIRECT_UPDATE']);
      expect(watching.names.filter((name) => /COMMUNITY|REQUEST/.test(name))).to.deep.equal([]);
      expect((await node.run(ann, 'direct.list', {})).communities[0]!.request).to.equal('refused');
      expect((await open(ann, eve)).request).to.equal(undefined);
    });

    it('[GW-92] by what each has chosen', async () => {
      const choose = (direct: 'everyone' | 'communities' | 'friends' | 'nobody') =>
        node.run(ann, 'user.update', { privacy: { direct, groups: direct } });
      const asked = async (who: TestUser) => {
        const { id } = await open(who, ann);
        return (await node.run(ann, 'direct.list', {})).communities.find((one) => one.id === id)!.request;
      };
      await choose('nobody');
      expect(await outcome(bob, 'direct.open', { user_id: ann.id })).to.equal('REFUSED_BY_PERSON');
      expect(await outcome(bob, 'group.create', { user_ids: [ann.id] })).to.equal('REFUSED_BY_PERSON');
      await choose('friends');
      expect(await asked(bob)).to.equal('pending');
      await choose('everyone');
      expect(await asked(eve)).to.equal(undefined);
      expect(await outcome(eve, 'group.create', { user_ids: [ann.id] })).to.equal('done');
      await choose('communities');
      const dan = await node.person('dan');
      expect(await asked(dan)).to.equal('pending');
      // What one has chosen is nobody else's business.
      const { client } = await connect(ann);
      const { id: home } = (await node.run(ann, 'community.list', {})).communities[0]!;
      const { members } = await node.run(bob, 'member.list', { community_id: home });
      expect(JSON.stringify(members)).to.not.contain('privacy');
      const { channels } = (await node.run(ann, 'community.list', {})).communities[0]!;
      const sent = await client.request('message.send', { channel_id: channels[0]!.id, content: 'x', nonce: 'p' });
      expect(sent.message.author).to.not.have.property('privacy');
    });
  });

  describe('are friends', () => {
    it('[GW-91] once when both ask at the same time', async () => {
      const { client } = await connect(ann);
      await Promise.all([
        outcome(ann, 'relationship.request', { username: eve.user.username }),
        outcome(eve, 'relationship.request', { username: ann.user.username }),
      ]);
      await client.event('RELATIONSHIP_UPDATE', ({ type }) => type === 'friend');
      for (const who of [ann, eve]) {
        const { relationships } = await node.run(who, 'relationship.list', {});
        expect(relationships.map(({ type }) => type)).to.deep.equal(['friend']);
        expect((await node.run(who, 'direct.list', {})).communities).to.have.length(1);
      }
      const told = client.names.filter((name) => name.startsWith('RELATIONSHIP'));
      expect(told).to.deep.equal(['RELATIONSHIP_ADD', 'RELATIONSHIP_UPDATE']);
    });

    it('[GW-91] and both are told once, also when the process dies between the two', async () => {
      const { context } = node;
      const { client: first } = await connect(ann);
      const { client: second } = await connect(eve);
      const append = context.log.append.bind(context.log);
      let left = 1;
      context.log.append = async (event, id) => {
        if (event.name.startsWith('RELATIONSHIP') && left-- <= 0) throw new Error('The process died here.');
        return await append(event, id);
      };
      try {
        await node.run(ann, 'relationship.request', { username: eve.user.username });
      } finally {
        context.log.append = append;
      }
      await first.event('RELATIONSHIP_ADD', ({ type }) => type === 'outgoing');
      await context.outbox.sweep(context.database.relationships, 0);
      await context.outbox.sweep(context.database.relationships, 0);
      await second.event('RELATIONSHIP_ADD', ({ type }) => type === 'incoming');
      await node.run(ann, 'relationship.remove', { user_id: eve.id });
      await Promise.all([first.event('RELATIONSHIP_REMOVE'), second.event('RELATIONSHIP_REMOVE')]);
      for (const { names } of [first, second]) {
        const told = names.filter((name) => name.startsWith('RELATIONSHIP'));
        expect(told).to.deep.equal(['RELATIONSHIP_ADD', 'RELATIONSHIP_REMOVE']);
      }
    });

    it('[GW-93] and see whether the other is here', async () => {
      await befriend(ann, eve);
      const { id } = (await node.run(eve, 'direct.list', {})).communities[0]!;
      const { client: other } = await connect(ann);
      const { client, ready } = await connect(eve, [id]);
      expect(ready.relationships!.map(({ user, type }) => [user.id, type])).to.deep.equal([[ann.id, 'friend']]);
      await client.event('PRESENCE_UPDATE', (one) => one.user_id === ann.id && one.status === 'online');
      other.send({ op: Op.PresenceUpdate, d: { status: 'idle' } });
      await client.event('PRESENCE_UPDATE', (one) => one.user_id === ann.id && one.status === 'idle');
      other.drop();
      await client.event('PRESENCE_UPDATE', (one) => one.user_id === ann.id && one.status === 'offline');
    });

    it('[GW-91] by profiles that stay new', async () => {
      await befriend(ann, eve);
      const { client } = await connect(eve);
      await node.run(ann, 'user.update', { display_name: 'Ann of the hill' });
      await client.event('RELATIONSHIP_UPDATE', ({ user }) => user.display_name === 'Ann of the hill');
    });

    it('up to a number', async () => {
      const { relationships } = node.context.database;
      const documents = Array.from({ length: LIMITS.relationshipsPerUser }, () => {
        const other = node.context.nextId();
        const state = { requester: null, friends: true, blocked_by: [], since: '', rev: 1, outbox: [] };
        return { _id: `${ann.id}:${other}`, users: [ann.id, other], ...state };
      });
      await relationships.collection.insertMany(documents as never);
      const asked = { username: ann.user.username };
      expect(await outcome(eve, 'relationship.request', asked)).to.equal('LIMIT_REACHED');
      const nobody = { user_id: eve.id };
      expect(await outcome(bob, 'relationship.accept', nobody)).to.equal('UNKNOWN_RELATIONSHIP');
      expect(await outcome(bob, 'relationship.remove', nobody)).to.equal('UNKNOWN_RELATIONSHIP');
      expect(await outcome(bob, 'relationship.unblock', nobody)).to.equal('UNKNOWN_RELATIONSHIP');
    });
  });

  it('[GW-91] cannot write to who has blocked them, who is not told to them', async () => {
    await befriend(ann, bob);
    const { channels } = await open(ann, bob);
    const channel_id = channels[0]!.id;
    const message = { channel_id, content: 'x', nonce: 'x' };
    const { client } = await connect(bob);
    await node.run(ann, 'relationship.block', { user_id: bob.id });
    await client.event('RELATIONSHIP_REMOVE', ({ user_id }) => user_id === ann.id);
    expect(JSON.stringify(client.frames)).to.not.contain('blocked');
    expect(await outcome(bob, 'message.send', message)).to.equal('REFUSED_BY_PERSON');
    expect(await outcome(bob, 'direct.open', { user_id: ann.id })).to.equal('REFUSED_BY_PERSON');
    expect(await outcome(bob, 'group.create', { user_ids: [ann.id] })).to.equal('REFUSED_BY_PERSON');
    expect(await outcome(bob, 'relationship.request', { username: ann.user.username })).to.equal('REFUSED_BY_PERSON');
    expect(await outcome(ann, 'direct.open', { user_id: bob.id })).to.equal('BLOCKED_BY_YOU');
    expect((await node.run(ann, 'direct.list', {})).communities[0]!.request).to.equal('refused');
    await node.run(ann, 'relationship.unblock', { user_id: bob.id });
    await open(ann, bob);
    expect(await outcome(bob, 'message.send', message)).to.equal('done');
  });

  describe('make groups', () => {
    it('[GW-90] that go on when their owner leaves, and end with the last', async () => {
      const home = await makeCommunity(node, ann, [bob]);
      await joinAs(node, ann, home.id, eve);
      const { community } = await node.run(ann, 'group.create', { user_ids: [bob.id, eve.id] });
      const inGroup = { community_id: community.id };
      expect(community.name).to.equal([ann, bob, eve].map(({ user }) => user.display_name).join(', '));
      expect(await outcome(bob, 'group.remove', { ...inGroup, user_id: eve.id })).to.equal('FORBIDDEN');
      expect(await outcome(ann, 'group.remove', { ...inGroup, user_id: ann.id })).to.equal('OWNER_CANNOT_LEAVE');
      await node.run(ann, 'group.remove', { ...inGroup, user_id: eve.id });
      expect(await outcome(eve, 'group.update', { ...inGroup, name: 'Mine' })).to.equal('UNKNOWN_COMMUNITY');
      await node.run(bob, 'group.update', { ...inGroup, name: 'Ours' });
      await node.run(ann, 'member.leave', inGroup);
      const [left] = (await node.run(bob, 'direct.list', {})).communities;
      expect(left).to.include({ name: 'Ours', owner_id: bob.id, member_count: 1 });
      await node.run(bob, 'member.leave', inGroup);
      expect((await node.run(bob, 'direct.list', {})).communities).to.deep.equal([]);
    });

    it('up to a number of people', async () => {
      const home = await makeCommunity(node, ann);
      const people = await Promise.all(Array.from({ length: LIMITS.groupMembers }, () => node.person()));
      for (const one of people) await joinAs(node, ann, home.id, one);
      const [last, ...others] = people.map(({ id }) => id);
      const { community } = await node.run(ann, 'group.create', { user_ids: others, name: 'All' });
      expect(community.member_count).to.equal(LIMITS.groupMembers);
      expect(await outcome(ann, 'group.add', { community_id: community.id, user_id: last! })).to.equal('LIMIT_REACHED');
      expect(await outcome(ann, 'group.create', { user_ids: people.map(({ id }) => id) })).to.equal('INVALID_INPUT');
    });
  });
});
