import { type CommandInput, type CommandName, CozyError, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import type { Context } from '../src/index.ts';
import { openContext, person, run, type TestUser } from './harness.ts';

const NOWHERE = '175928847299117063';

describe('Limits', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let ann: TestUser;
  let home: string;
  let channel_id: string;

  before(async () => {
    ({ context, drop } = await openContext());
    ann = await person(context);
  });
  beforeEach(async () => {
    const { community } = await run(context, ann, 'community.create', { name: 'Home' });
    home = community.id;
    channel_id = community.channels[0]!.id;
  });
  after(() => drop());

  /** What a command is answered with: `done`, or the code of its error. */
  async function outcome<C extends CommandName>(name: C, input: CommandInput<C>, who: TestUser | null = ann) {
    try {
      await run(context, who, name, input);
      return 'done';
    } catch (error) {
      if (!(error instanceof CozyError)) throw error;
      return error.code;
    }
  }

  const long = (length: number) => 'x'.repeat(length);
  const message = (content: string, nonce = context.nextId()) => ({ channel_id, content, nonce });
  const account = (fields: object) => {
    const username = `u${context.nextId()}`;
    return { username, email: `${username}@example.org`, password: 'a good password', ...fields };
  };
  const email = (length: number) => `${long(length - 12)}@example.org`;
  const ids = (count: number) => Array.from({ length: count }, () => context.nextId());
  const overwrites = (count: number) => ids(count).map((id) => ({ id, type: 1 as const, allow: '0', deny: '0' }));

  /** Each length, and the code that one more is refused with: the first input is taken, the second is not. */
  const lengths: Record<string, [CommandName, (length: number) => object, most: number]> = {
    messageLength: ['message.send', (n) => message(long(n)), LIMITS.messageLength],
    nonceLength: ['message.send', (n) => message('x', long(n)), LIMITS.nonceLength],
    nameLength: ['community.create', (n) => ({ name: long(n) }), LIMITS.nameLength],
    topicLength: ['channel.update', (n) => ({ channel_id, topic: long(n) }), LIMITS.topicLength],
    bioLength: ['user.update', (n) => ({ bio: long(n) }), LIMITS.bioLength],
    usernameLength: ['auth.register', (n) => account({ username: long(n) }), LIMITS.usernameLength],
    passwordMax: ['auth.register', (n) => account({ password: long(n) }), LIMITS.passwordMax],
    emailLength: ['auth.register', (n) => account({ email: email(n) }), LIMITS.emailLength],
    historyPage: ['message.history', (n) => ({ channel_id, limit: n }), LIMITS.historyPage],
    memberPage: ['member.list', (n) => ({ community_id: home, limit: n }), LIMITS.memberPage],
    overwritesPerChannel: [
      'channel.update',
      (n) => ({ channel_id, overwrites: overwrites(n) }),
      LIMITS.overwritesPerChannel,
    ],
  };
  for (const [name, [command, input, most]] of Object.entries(lengths)) {
    it(`[GW-61] ${name}: ${most} are taken, and one more is refused with INVALID_INPUT`, async () => {
      expect(await outcome(command, input(most) as never)).to.equal('done');
      expect(await outcome(command, input(most + 1) as never)).to.equal('INVALID_INPUT');
    });
  }

  it('[GW-61] passwordMin: a password must not be shorter', async () => {
    expect(await outcome('auth.register', account({ password: long(LIMITS.passwordMin) }), null)).to.equal('done');
    const short = account({ password: long(LIMITS.passwordMin - 1) });
    expect(await outcome('auth.register', short, null)).to.equal('INVALID_INPUT');
  });

  it('[GW-61] channelsPerCommunity: the last is made, and one more refused with LIMIT_REACHED', async () => {
    const channel = { community_id: home, type: 'text', name: 'x', topic: '', parent_id: null, overwrites: [] };
    const most = ids(LIMITS.channelsPerCommunity - 2).map((id, position) => ({ ...channel, id, position }));
    await context.database.communities.updateOne({ _id: home }, { $push: { channels: { $each: most } } });
    const make = () => outcome('channel.create', { community_id: home, name: 'one more', type: 'text' });
    expect([await make(), await make()]).to.deep.equal(['done', 'LIMIT_REACHED']);
  });

  it('[GW-61] rolesPerCommunity: the last is made, and one more refused with LIMIT_REACHED', async () => {
    const role = { community_id: home, name: 'x', hue: null, position: 1, permissions: '0', fixed: null };
    // Three are there from the beginning.
    const most = ids(LIMITS.rolesPerCommunity - 4).map((id) => ({ ...role, id }));
    await context.database.communities.updateOne({ _id: home }, { $push: { roles: { $each: most } } });
    const make = () => outcome('role.create', { community_id: home, name: 'one more' });
    expect([await make(), await make()]).to.deep.equal(['done', 'LIMIT_REACHED']);
  });

  it('[GW-61] communitiesPerUser: the last is joined, and one more refused with LIMIT_REACHED', async () => {
    const bob = await person(context);
    const membership = { user_id: bob.id, nick: null, roles: [], left: false, rev: 1, outbox: [] };
    const joined_at = new Date().toISOString();
    const most = ids(LIMITS.communitiesPerUser - 1).map((community_id) => {
      return { ...membership, _id: `${community_id}:${bob.id}`, community_id, joined_at };
    });
    await context.database.members.collection.insertMany(most as never);
    const make = () => outcome('community.create', { name: 'One more' }, bob);
    expect([await make(), await make()]).to.deep.equal(['done', 'LIMIT_REACHED']);
    const { invite } = await run(context, ann, 'invite.create', { community_id: home });
    expect(await outcome('invite.accept', { code: invite.code }, bob)).to.equal('LIMIT_REACHED');
  });

  it('[GW-61] invitesPerCommunity: the last is made, and one more refused with LIMIT_REACHED', async () => {
    const invite = { community_id: home, creator_id: ann.id, max_uses: null, uses: 0, expires_at: null, rev: 1 };
    const most = ids(LIMITS.invitesPerCommunity - 1).map((_id) => {
      return { ...invite, _id, revoked: false, created_at: new Date().toISOString(), outbox: [] };
    });
    await context.database.invites.collection.insertMany(most as never);
    const make = () => outcome('invite.create', { community_id: home });
    expect([await make(), await make()]).to.deep.equal(['done', 'LIMIT_REACHED']);
  });

  it('[GW-61] botsPerUser: the last is made, and one more refused with LIMIT_REACHED', async () => {
    const bob = await person(context);
    const most = ids(LIMITS.botsPerUser - 1).map((_id) => {
      return { _id, username: `bot.${_id}`, bot: true, owner_id: bob.id, rev: 1, outbox: [] };
    });
    await context.database.users.collection.insertMany(most as never);
    const make = () => outcome('bot.create', { name: 'One more' }, bob);
    expect([await make(), await make()]).to.deep.equal(['done', 'LIMIT_REACHED']);
  });

  it('[GW-61] reactionsPerMessage: one more emoji is refused with LIMIT_REACHED, one more of those there is not', async () => {
    const { message: sent } = await run(context, ann, 'message.send', message('x'));
    // As the projector writes them.
    const most = Array.from({ length: LIMITS.reactionsPerMessage - 1 }, (_, i) => {
      const emoji = String.fromCodePoint(0x1f600 + i);
      const _id = `${sent.id}:${emoji}:${NOWHERE}`;
      return { _id, message_id: sent.id, channel_id, emoji, user_id: NOWHERE, removed: false, sequence: 1 };
    });
    await context.database.reactions.insertMany(most as never);
    const react = (emoji: string) => outcome('reaction.add', { channel_id, message_id: sent.id, emoji });
    expect(await react('🦊')).to.equal('done');
    const last = { ...most[0]!, _id: `${sent.id}:🦊:${ann.id}`, emoji: '🦊', user_id: ann.id };
    await context.database.reactions.insertOne(last as never);
    expect(await react('🐻')).to.equal('LIMIT_REACHED');
    expect(await react(most[0]!.emoji)).to.equal('done');
  });

  it('[GW-61] mentionsPerMessage: who is named beyond it is shown, but not notified', async () => {
    const named = ids(LIMITS.mentionsPerMessage + 10);
    const content = named.map((id) => `<@${id}>`).join(' ');
    const sent = await run(context, ann, 'message.send', message(content));
    expect(sent.message.content).to.equal(content);
    expect(sent.message.mentions).to.deep.equal(named.slice(0, LIMITS.mentionsPerMessage));
  });

  it('[GW-61] sessionsPerUser: one more log-in ends the one that was used longest ago', async () => {
    const details = account({});
    const first = await run(context, null, 'auth.register', details);
    const session = { user_id: first.user.id, refresh_hash: '', user_agent: '', revoked: false, rev: 1, outbox: [] };
    const later = new Date(Date.now() + 60_000).toISOString();
    const most = ids(LIMITS.sessionsPerUser - 1).map((_id) => {
      return { ...session, _id, created_at: later, last_used_at: later, expires_at: new Date(Date.now() + 9e8) };
    });
    await context.database.sessions.collection.insertMany(most as never);
    const list = (token: string) => outcome('session.list', {}, { id: first.user.id, token });
    expect(await list(first.access_token)).to.equal('done');
    const { email: address, password } = details;
    const { access_token } = await run(context, null, 'auth.login', { email: address, password });
    expect(await list(access_token)).to.equal('done');
    await context.authenticate(first.access_token, true).then(
      () => expect.fail('The first log-in still counts'),
      (error: CozyError) => expect(error.code).to.equal('UNAUTHENTICATED'),
    );
  });

  it('[GW-36] CONFLICT is answered when others keep overtaking, and the same again may succeed', async () => {
    const { outbox, database } = context;
    const commit = outbox.commit.bind(outbox);
    let rivals = 0;
    outbox.commit = async (...change) => {
      rivals += 1;
      await database.communities.updateOne({ _id: home }, { $inc: { rev: 1 } });
      return await commit(...change);
    };
    try {
      expect(await outcome('community.update', { community_id: home, name: 'Mine' })).to.equal('CONFLICT');
    } finally {
      outbox.commit = commit;
    }
    expect(rivals).to.be.above(1);
    expect(new CozyError('CONFLICT').retryable).to.equal(true);
    expect(await outcome('community.update', { community_id: home, name: 'Mine' })).to.equal('done');
  });
});
