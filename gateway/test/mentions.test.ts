import { LIMITS, NOTHING_READ, Op } from '@cozy/protocol';
import { expect } from 'chai';
import type { TestClient } from './client.ts';
import {
  dropDatabase,
  makeCommunity,
  startNode,
  type TestCommunity,
  type TestEngines,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Mentions of roles and everyone', function () {
  this.timeout(60_000);
  let engines: TestEngines;
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let eve: TestUser;
  let home: TestCommunity;
  let roleId: string;
  let nonce = 0;

  before(async () => {
    engines = testEngines();
    node = await startNode(engines);
    [ann, bob, eve] = (await Promise.all(['ann', 'bob', 'eve'].map((name) => node.person(name)))) as [
      TestUser,
      TestUser,
      TestUser,
    ];
  });
  beforeEach(async () => {
    home = await makeCommunity(node, ann, [bob, eve]);
    const community_id = home.id;
    roleId = (await node.run(ann, 'role.create', { community_id, name: 'Stokers', mentionable: true })).role.id;
    await node.run(ann, 'role.assign', { community_id, user_id: bob.id, roles: [roleId] });
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const say = async (who: TestUser, content: string) =>
    (await node.run(who, 'message.send', { channel_id: home.channelId, content, nonce: `m${nonce++}` })).message;
  const counted = async (who: TestUser) => {
    const client = await node.connect();
    const { read_states } = await client.ready(who.token);
    client.drop();
    return read_states.find(({ channel_id }) => channel_id === home.channelId)?.mention_count ?? 0;
  };

  it('[MSG-1] notify roles that may be mentioned, and everyone only with MENTION_EVERYONE', async () => {
    const { role } = await node.run(ann, 'role.create', { community_id: home.id, name: 'Captains' });
    const by = await say(eve, `<@&${roleId}> <@&${role.id}> <@&${home.id}> <@&1399999999999999999> @everyone`);
    expect(by.mention_roles).to.deep.equal([roleId]);
    expect(by).to.not.have.property('mention_everyone');
    const all = await say(ann, `<@&${role.id}> @everyone`);
    expect(all.mention_roles).to.deep.equal([role.id]);
    expect(all.mention_everyone).to.equal(true);
    expect(await say(ann, 'mail@everyone and @everyones')).to.not.have.any.keys('mention_roles', 'mention_everyone');
  });

  it('[MSG-2] count for those who are meant, once for each message, and not before they joined', async () => {
    await say(ann, `<@&${roleId}> and everyone: @everyone, also <@${bob.id}>`);
    await say(ann, `<@&${roleId}>`);
    const late = await node.person('late');
    const { invite } = await node.run(ann, 'invite.create', { community_id: home.id });
    await node.run(late, 'invite.accept', { code: invite.code });
    expect(await Promise.all([ann, bob, eve, late].map(counted))).to.deep.equal([0, 2, 1, 0]);
    const last = await say(ann, '@everyone');
    expect(await Promise.all([ann, bob, eve, late].map(counted))).to.deep.equal([0, 3, 2, 1]);
    // One document for each message, whoever is meant.
    const { wideMentions, mentions } = node.context.database;
    expect(await wideMentions.countDocuments({ community_id: home.id })).to.equal(3);
    expect(await mentions.countDocuments({ channel_id: home.channelId })).to.equal(1);
    await node.run(ann, 'message.delete', { channel_id: home.channelId, message_id: last.id });
    expect(await counted(eve)).to.equal(1);
  });

  it('[MSG-2] are told by READ_STATE_UPDATE when the marker stops before them', async () => {
    const first = await say(ann, '@everyone');
    await say(ann, '@everyone');
    await say(ann, `<@&${roleId}> <@${bob.id}>`);
    const client = await node.connect();
    await client.ready(bob.token);
    await client.request('read.mark', { channel_id: home.channelId, message_id: first.id });
    const { data } = await client.event('READ_STATE_UPDATE');
    expect(data.mention_count).to.equal(2);
    client.drop();
  });

  it('[MSG-2] count the same on a node that starts later', async () => {
    await say(ann, '@everyone');
    await say(ann, `<@&${roleId}>`);
    const other = await startNode(engines);
    try {
      const client = await other.connect();
      const { read_states } = await client.ready(bob.token);
      expect(read_states.find(({ channel_id }) => channel_id === home.channelId)?.mention_count).to.equal(2);
      client.drop();
    } finally {
      await other.stop();
    }
  });

  it('[GW-54][MSG-3] come at once on passive connections of those who are meant, also after a resume', async () => {
    const passive = async (who: TestUser) => {
      const client = await node.connect();
      await client.ready(who.token, { passive: true });
      return client;
    };
    const ids = (client: TestClient) =>
      client.events.flatMap(({ name, data }) => (name === 'MESSAGE_CREATE' ? [(data as { id: string }).id] : []));
    const [ofBob, ofEve] = [await passive(bob), await passive(eve)];
    const role = await say(ann, `<@&${roleId}>`);
    const all = await say(ann, '@everyone');
    await ofBob.event('MESSAGE_CREATE', ({ id }) => id === all.id);
    await ofEve.event('MESSAGE_CREATE', ({ id }) => id === all.id);
    expect([ids(ofBob), ids(ofEve)]).to.deep.equal([[role.id, all.id], [all.id]]);
    await node.run(ann, 'message.delete', { channel_id: home.channelId, message_id: all.id });
    await ofEve.event('MESSAGE_DELETE', ({ id }) => id === all.id);
    const { cursors } = ofBob;
    ofBob.drop();
    const missed = await say(ann, `<@&${roleId}>`);
    await say(ann, 'mention_roles in the text names nobody');
    await node.run(ann, 'message.delete', { channel_id: home.channelId, message_id: role.id });
    const again = await node.connect();
    again.send({ op: Op.Resume, d: { token: bob.token, cursors, passive: true } });
    await again.event('RESUMED');
    expect(ids(again)).to.include(missed.id);
    expect(ids(again)).to.have.length(1);
    await again.event('MESSAGE_DELETE', ({ id }) => id === role.id);
    again.drop();
    ofEve.drop();
  });

  it('[GW-61] wideMentions: counts among the newest LIMITS.wideMentions only', async function () {
    this.timeout(120_000);
    const community = node.context.replica.peek(home.id)!;
    for (let i = 0; i < LIMITS.wideMentions + 5; i++) {
      community.wideMentions.add({ ...(await base()), id: String(1_999_999_999_999_990_000n + BigInt(i)) });
    }
    const membership = (await node.context.replica.membership(community, bob.id))!;
    expect(community.wideMentions.unread(membership, home.channelId, NOTHING_READ)).to.have.length(LIMITS.wideMentions);
  });

  let known: Awaited<ReturnType<typeof say>> | undefined;
  const base = async () => {
    known ??= await say(ann, '@everyone');
    return { ...known, channel_id: home.channelId, community_id: home.id };
  };
});
