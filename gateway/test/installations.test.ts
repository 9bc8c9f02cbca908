import { createHash } from 'node:crypto';
import { redeemCode } from '@cozy/core';
import { type EventData, LIMITS, Op, type Scope } from '@cozy/protocol';
import { expect } from 'chai';
import {
  dropDatabase,
  makeBot,
  makeCommunity,
  refusal,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('Installed bots', function () {
  this.timeout(60_000);
  let node: TestNode;
  let other: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;

  before(async () => {
    const engines = testEngines();
    node = await startNode(engines);
    other = await startNode(engines, { worker: false });
  });
  beforeEach(async () => {
    [ann, bob] = await Promise.all([node.person('ann'), node.person('bob')]);
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await dropDatabase(node);
    for (const one of [node, other]) await one.stop();
  });

  const install = async (bot: TestUser, scopes: Scope[], by = ann, more: object = {}) =>
    node.run(by, 'installation.create', { community_id: home.id, bot_id: bot.id, scopes, ...more });
  const say = async (who: TestUser, content: string, more: object = {}) =>
    (
      await node.run(who, 'message.send', {
        channel_id: home.channelId,
        content,
        nonce: node.context.nextId(),
        ...more,
      })
    ).message;

  it('[SC-1] is told which scope it lacks, also in a feed, where messages are posts', async () => {
    const bot = await makeBot(node, ann);
    await install(bot, ['read:messages']);
    const send = { channel_id: home.channelId, content: 'hi', nonce: 'one' };
    const error = await refusal(node.run(bot, 'message.send', send));
    expect(error.code).to.equal('MISSING_SCOPE');
    expect(error.message).to.contain('write:messages');
    expect(error.errors).to.deep.equal({ '/scope': 'write:messages' });

    await node.run(ann, 'installation.update', {
      community_id: home.id,
      bot_id: bot.id,
      scopes: ['read:messages', 'write:messages'],
    });
    await node.run(bot, 'message.send', send);
    const { channel } = await node.run(ann, 'channel.create', { community_id: home.id, name: 'news', type: 'feed' });
    const post = await refusal(node.run(bot, 'message.send', { ...send, channel_id: channel.id, nonce: 'two' }));
    expect(post.errors).to.deep.equal({ '/scope': 'write:posts' });
    const history = await refusal(node.run(bot, 'message.history', { channel_id: channel.id }));
    expect(history.errors).to.deep.equal({ '/scope': 'read:posts' });
  });

  it('[SC-1] goes on as before when it was added before there were scopes', async () => {
    const bot = await makeBot(node, ann);
    await node.run(ann, 'bot.add', { community_id: home.id, bot_id: bot.id });
    await node.context.database.members.updateOne({ _id: `${home.id}:${bot.id}` }, { $unset: { installation: '' } });
    const fresh = await startNode(testEnginesOf(node));
    await fresh.run(bot, 'message.send', { channel_id: home.channelId, content: 'as ever', nonce: 'old' });
    const client = await fresh.connect();
    const { communities } = await client.ready(bot.token);
    expect(communities[0]).to.not.have.property('installation');
    await fresh.run(bob, 'message.send', { channel_id: home.channelId, content: 'all of it', nonce: 'old' });
    await client.event('MESSAGE_CREATE', ({ content }) => content === 'all of it');
    await fresh.stop();
  });

  it('[SC-2] may do no more than who has installed it, as they are now', async () => {
    const { role } = await node.run(ann, 'role.create', { community_id: home.id, name: 'Managers', permissions: '48' });
    const give = (roles: string[]) => node.run(ann, 'role.assign', { community_id: home.id, user_id: bob.id, roles });
    await give([role.id]);
    const bot = await makeBot(node, bob);
    await install(bot, ['manage:channels'], bob);
    const all = await node.run(ann, 'role.create', { community_id: home.id, name: 'All', permissions: '8' });
    await node.run(ann, 'role.assign', { community_id: home.id, user_id: bot.id, roles: [all.role.id] });
    const make = (on: TestNode) => on.run(bot, 'channel.create', { community_id: home.id, name: 'x', type: 'text' });
    await make(node);
    await make(other);
    await give([]);
    await other.context.replica.reachedEnd(home.id);
    for (const on of [node, other]) expect((await refusal(make(on))).code).to.equal('MISSING_PERMISSION');
    await give([role.id]);
    await make(node);
    await node.run(bob, 'member.leave', { community_id: home.id });
    expect((await refusal(make(node))).code).to.equal('MISSING_PERMISSION');
  });

  it('[SC-2] sees the channels that it was let into, and hears when that changes', async () => {
    const { channel } = await node.run(ann, 'channel.create', { community_id: home.id, name: 'open', type: 'text' });
    const bot = await makeBot(node, ann);
    const { installation } = await install(bot, ['read:messages'], ann, { channels: [channel.id] });
    const client = await other.connect();
    const { communities } = await client.ready(bot.token);
    expect(communities[0]!.channels.map(({ id }) => id)).to.deep.equal([channel.id]);
    expect(communities[0]!.installation).to.deep.equal(installation);
    await node.run(ann, 'installation.update', { community_id: home.id, bot_id: bot.id, channels: null });
    await client.event('CHANNEL_CREATE', ({ id }) => id === home.channelId);
    expect((await client.event('INSTALLATION_UPDATE')).data).to.not.have.property('channels');
  });

  it('[SC-3] is told of nothing that no scope opens, but of its own membership', async () => {
    const bot = await makeBot(node, ann);
    await install(bot, ['read:reactions']);
    const client = await node.connect();
    await client.ready(bot.token);
    const message = await say(bob, 'unheard');
    await node.run(ann, 'reaction.add', { channel_id: home.channelId, message_id: message.id, emoji: '🦊' });
    await node.run(ann, 'role.assign', { community_id: home.id, user_id: bot.id, roles: [home.moderatorRole] });
    const { data } = await client.event('COMMUNITY_MEMBER_UPDATE');
    expect(data.user.id).to.equal(bot.id);
    expect(client.names).to.deep.equal(['READY', 'MESSAGE_REACTION_ADD', 'COMMUNITY_MEMBER_UPDATE']);
  });

  it('[SC-4] reads what messages say only where it is named, or with the scope for it', async () => {
    const blind = await makeBot(node, ann);
    const named = await makeBot(node, ann);
    const reader = await makeBot(node, ann);
    for (const bot of [blind, named]) await install(bot, ['read:messages', 'write:messages']);
    await install(reader, ['read:messages', 'read:message-content']);
    const connect = async (bot: TestUser, options: object = {}) => {
      const client = await node.connect();
      await client.ready(bot.token, options);
      return client;
    };
    const [one, two, three, passive] = [
      await connect(blind),
      await connect(named),
      await connect(reader),
      await connect(named, { passive: true }),
    ];
    const quoted = await say(bob, 'a secret');
    const message = await say(bob, `<@${named.id}> look`, { reply_to: quoted.id });
    const received = async (client: typeof one, id: string) =>
      (await client.event('MESSAGE_CREATE', (data) => data.id === id)).data;
    expect((await received(one, quoted.id)).content).to.equal('');
    expect((await received(two, quoted.id)).content).to.equal('');
    expect((await received(three, quoted.id)).content).to.equal('a secret');
    expect((await received(one, message.id)).content).to.equal('');
    expect((await received(three, message.id)).reply_to?.content).to.equal('a secret');
    for (const client of [two, passive]) {
      const seen = await received(client, message.id);
      expect(seen.content).to.equal(`<@${named.id}> look`);
      expect(seen.reply_to?.content).to.equal('');
    }
    const shown = async (bot: TestUser) =>
      (await node.run(bot, 'message.history', { channel_id: home.channelId, at: three.cursors })).messages.map(
        ({ content }) => content,
      );
    expect(await shown(blind)).to.deep.equal(['', '']);
    expect(await shown(named)).to.deep.equal([`<@${named.id}> look`, '']);
    expect(await shown(reader)).to.deep.equal([`<@${named.id}> look`, 'a secret']);
    const answer = { channel_id: home.channelId, content: 'mine', nonce: 'mine', reply_to: quoted.id };
    const own = (await node.run(blind, 'message.send', answer)).message;
    expect(own).to.include({ content: 'mine' });
    expect(own.reply_to?.content).to.equal('');
    expect((await received(one, own.id)).content).to.equal('mine');
    const search = await node.run(blind, 'message.search', { query: 'secret', community_id: home.id });
    expect(search.hits).to.deep.equal([]);

    // What was missed is shown as what comes live.
    const { cursors } = one;
    one.drop();
    const missed = await say(bob, 'missed');
    const back = await node.connect();
    await back.resumed(blind.token, cursors);
    expect((await received(back, missed.id)).content).to.equal('');
  });

  it('[SC-5] does and hears nothing while it is suspended', async () => {
    const bot = await makeBot(node, ann);
    await install(bot, ['read:messages', 'write:messages']);
    const client = await node.connect();
    await client.ready(bot.token);
    const suspend = (suspended: boolean) =>
      node.run(ann, 'installation.update', { community_id: home.id, bot_id: bot.id, suspended });
    await suspend(true);
    await client.event('INSTALLATION_UPDATE');
    const send = { channel_id: home.channelId, content: 'x', nonce: 'x' };
    expect((await refusal(node.run(bot, 'message.send', send))).code).to.equal('BOT_SUSPENDED');
    await say(bob, 'not for it');
    await suspend(false);
    await client.event('CHANNEL_CREATE', ({ id }) => id === home.channelId);
    await node.run(bot, 'message.send', send);
    const { data } = await client.event('MESSAGE_CREATE');
    expect(data.author.id).to.equal(bot.id);
  });

  it('[SC-6] ends the sessions of a token of an installation on every node, once the bot is removed', async () => {
    const redirect_uri = 'http://localhost/back';
    const bot = await makeBot(node, ann, { redirect_uris: [redirect_uri] });
    const elsewhere = await makeCommunity(node, ann);
    await node.run(ann, 'bot.add', { community_id: elsewhere.id, bot_id: bot.id });
    const code_verifier = 'v'.repeat(43);
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const code = { redirect_uri, code_challenge, code_challenge_method: 'S256' };
    const { code: given = '' } = await install(bot, ['read:messages'], ann, { code });
    const redemption = { code: given, client_id: bot.id, redirect_uri, code_verifier };
    const { token } = (await redeemCode(node.context, redemption))!;
    const [bound, whole] = [await other.connect(), await other.connect()];
    const { communities } = await bound.ready(token);
    expect(communities.map(({ id }) => id)).to.deep.equal([home.id]);
    await whole.ready(bot.token);
    await node.run(ann, 'installation.delete', { community_id: home.id, bot_id: bot.id });
    expect(await bound.closed()).to.equal(4004);
    const late = await other.connect();
    late.identify(token);
    expect(await late.closed()).to.equal(4004);
    await whole.event('COMMUNITY_DELETE', ({ id }) => id === home.id);
  });

  it('[SC-7] keeps its old token for as long as its owner says', async () => {
    const bot = await makeBot(node, ann);
    const { token } = await node.run(ann, 'bot.token-reset', { bot_id: bot.id, grace: 1 });
    const client = await other.connect();
    await client.ready(bot.token);
    await other.run({ ...bot, token }, 'user.me', {});
    const _id = bot.id;
    await node.context.database.users.updateOne({ _id }, { $set: { 'old_token.until': Date.now() - 1 } });
    const late = await node.connect();
    late.identify(bot.token);
    expect(await late.closed()).to.equal(4004);
    // The connection that is open ends with the first heartbeat after the time that it was told.
    const beating = setInterval(() => client.send({ op: Op.Heartbeat }), 100);
    expect(await client.closed()).to.equal(4004);
    clearInterval(beating);
  });

  it('is private until its owner says otherwise, and is granted only what it asks for', async () => {
    const bot = await makeBot(node, bob, { scopes: ['read:messages'] });
    const ask = { community_id: home.id, bot_id: bot.id, scopes: ['read:messages' as const] };
    expect((await refusal(node.run(ann, 'application.get', { bot_id: bot.id }))).code).to.equal('UNKNOWN_BOT');
    expect((await refusal(node.run(ann, 'installation.create', ask))).code).to.equal('UNKNOWN_BOT');
    await node.run(bob, 'bot.update', { bot_id: bot.id, public: true });
    const { application } = await node.run(ann, 'application.get', { bot_id: bot.id });
    expect(application.owner.id).to.equal(bob.id);
    const more = await refusal(node.run(ann, 'installation.create', { ...ask, scopes: ['moderate:users'] }));
    expect(more.errors).to.have.property('/scopes');
    await node.run(ann, 'installation.create', ask);
    expect((await refusal(node.run(bob, 'installation.list', { community_id: home.id }))).code).to.equal(
      'MISSING_PERMISSION',
    );
    await node.run(ann, 'installation.delete', { community_id: home.id, bot_id: bot.id });
    const gone = await refusal(
      node.run(ann, 'installation.update', { community_id: home.id, bot_id: bot.id, scopes: [] }),
    );
    expect(gone.code).to.equal('UNKNOWN_INSTALLATION');
  });

  it('is bounded in what it asks for and is granted', async () => {
    const bot = await makeBot(node, ann);
    const invalid = async (act: Promise<unknown>) => expect((await refusal(act)).code).to.equal('INVALID_INPUT');
    const many = (count: number) => Array.from({ length: count }, (_, i) => `https://a.example/${i}`);
    const address = `https://a.example/${'a'.repeat(LIMITS.redirectUriLength)}`;
    for (const redirect_uris of [many(LIMITS.redirectUris + 1), [address], ['http://a.example/'], ['https://a/#b']]) {
      await invalid(node.run(ann, 'bot.update', { bot_id: bot.id, redirect_uris }));
    }
    const channels = Array.from({ length: LIMITS.installationChannels + 1 }, () => node.context.nextId());
    await invalid(install(bot, [], ann, { channels }));
    await invalid(install(bot, [], ann, { channels: [channels[0]] }));
    await invalid(node.run(ann, 'bot.token-reset', { bot_id: bot.id, grace: LIMITS.tokenGrace + 1 }));
  });

  it('tells those of an installation who manage the community, and nobody else', async () => {
    const bot = await makeBot(node, ann);
    const [manager, member] = [await node.connect(), await node.connect()];
    await manager.ready(ann.token);
    await member.ready(bob.token);
    await install(bot, ['read:messages']);
    const { data } = await manager.event('INSTALLATION_CREATE');
    expect(data satisfies EventData<'INSTALLATION_CREATE'>).to.include({ installer_id: ann.id, user_id: bot.id });
    await node.run(ann, 'installation.delete', { community_id: home.id, bot_id: bot.id });
    await manager.event('INSTALLATION_DELETE');
    await member.event('COMMUNITY_MEMBER_REMOVE');
    expect(member.names.filter((name) => name.startsWith('INSTALLATION'))).to.deep.equal([]);
  });
});

/** The engines and the database of a node, for another one. */
function testEnginesOf({ context }: TestNode) {
  return { ...testEngines(), mongodbDb: context.settings.mongodbDb };
}
