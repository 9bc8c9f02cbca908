import { COMMANDS, type CommandName, CozyError, type ErrorCode, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import { type Context, messageKey } from '../src/index.ts';
import { openContext, person, run, type TestUser } from './harness.ts';

interface World {
  owner: TestUser;
  /** Has the role `staff`, with the permissions of every command but not those of an administrator. */
  staff: TestUser;
  member: TestUser;
  stranger: TestUser;
  bot: TestUser;
  home: string;
  general: string;
  voice: string;
  secret: string;
  category: string;
  staffRole: string;
  lowRole: string;
  highRole: string;
  ownerRole: string;
  message: string;
  invite: string;
  session: string;
}

const NOWHERE = '175928847299117063';
const EVERYTHING_BUT_ADMIN = String(
  (1n << 0n) +
    (1n << 1n) +
    (1n << 2n) +
    (1n << 40n) +
    (1n << 4n) +
    (1n << 5n) +
    (1n << 10n) +
    (1n << 11n) +
    (1n << 28n),
);
/** More than the limits allow. */
const TOO_LONG = LIMITS.banSeconds + 1;
const TOO_MANY = 'x'.repeat(LIMITS.reasonLength + 1);

describe('What commands refuse', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let w: World;

  before(async () => {
    ({ context, drop } = await openContext());
    const [owner, staff, member, stranger] = await Promise.all(Array.from({ length: 4 }, () => person(context)));
    const as = <C extends CommandName>(who: TestUser | undefined, name: C, input: Parameters<typeof run<C>>[3]) =>
      run(context, who ?? null, name, input);
    const { community } = await as(owner, 'community.create', { name: 'Home' });
    const home = community.id;
    const { invite } = await as(owner, 'invite.create', { community_id: home });
    for (const who of [staff, member]) await as(who, 'invite.accept', { code: invite.code });
    const role = async (name: string, position: number, permissions = '0') =>
      (await as(owner, 'role.create', { community_id: home, name, position, permissions })).role.id;
    const staffRole = await role('Staff', 50, EVERYTHING_BUT_ADMIN);
    await as(owner, 'role.assign', { community_id: home, user_id: staff!.id, roles: [staffRole] });
    const channel = async (name: string, type: 'text' | 'voice' | 'category', deny = '0') => {
      const overwrites = [{ id: home, type: 0 as const, allow: '0', deny }];
      return (await as(owner, 'channel.create', { community_id: home, name, type, overwrites })).channel.id;
    };
    const general = community.channels[0]!.id;
    const { bot, token } = await as(owner, 'bot.create', { name: 'Echo' });
    await as(owner, 'bot.add', { community_id: home, bot_id: bot.id });
    const sent = await as(owner, 'message.send', { channel_id: general, content: 'hi', nonce: 'c1' });
    w = {
      owner: owner!,
      staff: staff!,
      member: member!,
      stranger: stranger!,
      bot: { id: bot.id, token },
      home,
      general,
      voice: await channel('voice', 'voice'),
      secret: await channel('secret', 'text', '1024'),
      category: await channel('category', 'category'),
      staffRole,
      lowRole: await role('Low', 10),
      highRole: await role('High', 60),
      ownerRole: community.roles.find(({ fixed }) => fixed === 'owner')!.id,
      message: sent.message.id,
      invite: invite.code,
      session: (await as(owner, 'session.list', {})).sessions[0]!.id,
    };
  });
  after(() => drop());

  /** Puts the world's ids in place of their names. */
  function fill(value: unknown): unknown {
    if (typeof value === 'string' && value.startsWith('$')) {
      const found = w[value.slice(1) as keyof World];
      return typeof found === 'string' ? found : found.id;
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one)]));
  }

  async function refusal(command: string, by: keyof World | null, input: unknown): Promise<CozyError> {
    const who = by ? (w[by] as TestUser) : null;
    const failure = await run(context, who, command as CommandName, fill(input) as never).catch(
      (error: unknown) => error,
    );
    expect(failure, `${command} was carried out`).to.be.instanceOf(CozyError);
    return failure as CozyError;
  }

  const c = { community_id: '$home' };
  const at = { channel_id: '$general', message_id: '$message' };
  const cases: [string, CommandName, keyof World | null, object, ErrorCode][] = [
    ['a community that does not exist', 'community.update', 'owner', { community_id: NOWHERE }, 'UNKNOWN_COMMUNITY'],
    ['a community of others', 'community.update', 'stranger', { ...c, name: 'x' }, 'UNKNOWN_COMMUNITY'],
    ['a member without the permission', 'community.update', 'member', { ...c, name: 'x' }, 'MISSING_PERMISSION'],
    ['anyone but the owner', 'community.delete', 'staff', c, 'FORBIDDEN'],
    ['a bot', 'community.create', 'bot', { name: 'x' }, 'PEOPLE_ONLY'],
    ['a template that does not exist', 'community.create', 'owner', { name: 'x', template: 'no' }, 'UNKNOWN_TEMPLATE'],
    ['a name of spaces', 'community.create', 'owner', { name: '   ' }, 'INVALID_INPUT'],
    ['an invitation that does not exist', 'invite.accept', 'stranger', { code: 'AAAAAAAAAA' }, 'UNKNOWN_INVITE'],
    ['an invitation that does not exist', 'invite.preview', null, { code: 'AAAAAAAAAA' }, 'UNKNOWN_INVITE'],
    ['a list by a member', 'invite.list', 'member', c, 'MISSING_PERMISSION'],
    ["somebody else's invitation", 'invite.revoke', 'member', { ...c, code: '$invite' }, 'MISSING_PERMISSION'],
    ['an invitation of elsewhere', 'invite.revoke', 'owner', { ...c, code: 'AAAAAAAAAA' }, 'UNKNOWN_INVITE'],
    ['an invitation that ends too soon', 'invite.create', 'owner', { ...c, expires_in: 1 }, 'INVALID_INPUT'],
    ['a member without the permission', 'member.kick', 'member', { ...c, user_id: '$staff' }, 'MISSING_PERMISSION'],
    ['the owner', 'member.kick', 'staff', { ...c, user_id: '$owner' }, 'ROLE_HIERARCHY'],
    ['oneself', 'member.kick', 'staff', { ...c, user_id: '$staff' }, 'ROLE_HIERARCHY'],
    ['the owner by themselves', 'member.kick', 'owner', { ...c, user_id: '$owner' }, 'ROLE_HIERARCHY'],
    ['who is not there', 'member.kick', 'staff', { ...c, user_id: '$stranger' }, 'UNKNOWN_MEMBER'],
    ['a member without the permission', 'member.ban', 'member', { ...c, user_id: '$staff' }, 'MISSING_PERMISSION'],
    ['the owner', 'member.ban', 'staff', { ...c, user_id: '$owner' }, 'ROLE_HIERARCHY'],
    ['nobody', 'member.ban', 'staff', { ...c, user_id: NOWHERE }, 'UNKNOWN_USER'],
    [
      'a ban that is too long',
      'member.ban',
      'staff',
      { ...c, user_id: '$member', duration: TOO_LONG },
      'INVALID_INPUT',
    ],
    ['too many words', 'member.warn', 'staff', { ...c, user_id: '$member', reason: TOO_MANY }, 'INVALID_INPUT'],
    ['who is not banned', 'member.unban', 'staff', { ...c, user_id: '$member' }, 'UNKNOWN_BAN'],
    ['a list by a member', 'ban.list', 'member', c, 'MISSING_PERMISSION'],
    ['a list by a member', 'case.list', 'member', c, 'MISSING_PERMISSION'],
    ['a list by a member', 'audit.list', 'member', c, 'MISSING_PERMISSION'],
    ['oneself', 'member.warn', 'staff', { ...c, user_id: '$staff', reason: 'x' }, 'ROLE_HIERARCHY'],
    ['nobody', 'member.note', 'owner', { ...c, user_id: NOWHERE, reason: 'x' }, 'UNKNOWN_USER'],
    [
      'the nickname of another',
      'member.update',
      'member',
      { ...c, user_id: '$staff', nick: 'x' },
      'MISSING_PERMISSION',
    ],
    ['the owner', 'member.leave', 'owner', c, 'OWNER_CANNOT_LEAVE'],
    ['who is not there', 'member.leave', 'stranger', c, 'UNKNOWN_COMMUNITY'],
    ['who is not there', 'member.list', 'stranger', c, 'UNKNOWN_COMMUNITY'],
    ['a page that is too long', 'member.list', 'member', { ...c, limit: 1001 }, 'INVALID_INPUT'],
    ['permissions that one lacks', 'role.create', 'staff', { ...c, name: 'x', permissions: '8' }, 'MISSING_PERMISSION'],
    ['bits that mean nothing', 'role.create', 'owner', { ...c, name: 'x', permissions: '512' }, 'INVALID_INPUT'],
    ['a role as high as the own', 'role.create', 'staff', { ...c, name: 'x', position: 50 }, 'ROLE_HIERARCHY'],
    ['a member without the permission', 'role.create', 'member', { ...c, name: 'x' }, 'MISSING_PERMISSION'],
    ['the own role', 'role.update', 'staff', { ...c, role_id: '$staffRole', name: 'x' }, 'ROLE_HIERARCHY'],
    ['a higher role', 'role.update', 'staff', { ...c, role_id: '$highRole', name: 'x' }, 'ROLE_HIERARCHY'],
    [
      'raising a role above oneself',
      'role.update',
      'staff',
      { ...c, role_id: '$lowRole', position: 50 },
      'ROLE_HIERARCHY',
    ],
    [
      'giving what one lacks',
      'role.update',
      'staff',
      { ...c, role_id: '$home', permissions: '8' },
      'MISSING_PERMISSION',
    ],
    ['moving the member role', 'role.update', 'owner', { ...c, role_id: '$home', position: 3 }, 'ROLE_FIXED'],
    ['moving the owner role', 'role.update', 'owner', { ...c, role_id: '$ownerRole', position: 3 }, 'ROLE_FIXED'],
    ['a role that does not exist', 'role.update', 'owner', { ...c, role_id: NOWHERE }, 'UNKNOWN_ROLE'],
    ['a higher role', 'role.delete', 'staff', { ...c, role_id: '$highRole' }, 'ROLE_HIERARCHY'],
    ['the member role', 'role.delete', 'owner', { ...c, role_id: '$home' }, 'ROLE_FIXED'],
    ['a role that does not exist', 'role.delete', 'owner', { ...c, role_id: NOWHERE }, 'UNKNOWN_ROLE'],
    [
      'giving a higher role',
      'role.assign',
      'staff',
      { ...c, user_id: '$member', roles: ['$highRole'] },
      'ROLE_HIERARCHY',
    ],
    ['taking the own high role', 'role.assign', 'staff', { ...c, user_id: '$staff', roles: [] }, 'ROLE_HIERARCHY'],
    ["taking the owner's role", 'role.assign', 'staff', { ...c, user_id: '$owner', roles: [] }, 'ROLE_HIERARCHY'],
    ['the member role', 'role.assign', 'owner', { ...c, user_id: '$member', roles: ['$home'] }, 'INVALID_INPUT'],
    [
      'a role twice',
      'role.assign',
      'owner',
      { ...c, user_id: '$member', roles: ['$lowRole', '$lowRole'] },
      'INVALID_INPUT',
    ],
    [
      'a role that does not exist',
      'role.assign',
      'owner',
      { ...c, user_id: '$member', roles: [NOWHERE] },
      'UNKNOWN_ROLE',
    ],
    ['who is not there', 'role.assign', 'owner', { ...c, user_id: '$stranger', roles: [] }, 'UNKNOWN_MEMBER'],
    ['who does not exist', 'role.assign', 'owner', { ...c, user_id: NOWHERE, roles: [] }, 'UNKNOWN_MEMBER'],
    [
      'a member without the permission',
      'channel.create',
      'member',
      { ...c, name: 'x', type: 'text' },
      'MISSING_PERMISSION',
    ],
    ['a type that does not exist', 'channel.create', 'owner', { ...c, name: 'x', type: 'forum' }, 'INVALID_INPUT'],
    [
      'a parent that is no category',
      'channel.create',
      'owner',
      { ...c, name: 'x', type: 'text', parent_id: '$general' },
      'INVALID_INPUT',
    ],
    [
      'a category in a category',
      'channel.create',
      'owner',
      { ...c, name: 'x', type: 'category', parent_id: '$category' },
      'INVALID_INPUT',
    ],
    [
      'an exception for no role',
      'channel.update',
      'owner',
      { channel_id: '$general', overwrites: [{ id: NOWHERE, type: 0, allow: '0', deny: '0' }] },
      'INVALID_INPUT',
    ],
    [
      'a bit allowed and denied',
      'channel.update',
      'owner',
      { channel_id: '$general', overwrites: [{ id: '$home', type: 0, allow: '1024', deny: '1024' }] },
      'INVALID_INPUT',
    ],
    [
      'two exceptions for one role',
      'channel.update',
      'owner',
      { channel_id: '$general', overwrites: [1, 2].map(() => ({ id: '$home', type: 0, allow: '0', deny: '0' })) },
      'INVALID_INPUT',
    ],
    [
      'allowing what one lacks',
      'channel.update',
      'staff',
      { channel_id: '$general', overwrites: [{ id: '$staffRole', type: 0, allow: '8', deny: '0' }] },
      'MISSING_PERMISSION',
    ],
    ['a hidden channel', 'channel.update', 'member', { channel_id: '$secret', name: 'x' }, 'UNKNOWN_CHANNEL'],
    ['a hidden channel', 'channel.delete', 'staff', { channel_id: '$secret' }, 'UNKNOWN_CHANNEL'],
    ['a channel of elsewhere', 'channel.update', 'stranger', { channel_id: '$general', name: 'x' }, 'UNKNOWN_CHANNEL'],
    [
      'a voice channel',
      'message.send',
      'member',
      { channel_id: '$voice', content: 'x', nonce: 'x1' },
      'NOT_A_TEXT_CHANNEL',
    ],
    [
      'a hidden channel',
      'message.send',
      'member',
      { channel_id: '$secret', content: 'x', nonce: 'x2' },
      'UNKNOWN_CHANNEL',
    ],
    [
      'who is not there',
      'message.send',
      'stranger',
      { channel_id: '$general', content: 'x', nonce: 'x3' },
      'UNKNOWN_CHANNEL',
    ],
    [
      'a text of 4,001 characters',
      'message.send',
      'member',
      { channel_id: '$general', content: 'x'.repeat(LIMITS.messageLength + 1), nonce: 'x4' },
      'INVALID_INPUT',
    ],
    [
      'a control character',
      'message.send',
      'member',
      { channel_id: '$general', content: 'a\u0007b', nonce: 'x5' },
      'INVALID_INPUT',
    ],
    ['no nonce', 'message.send', 'member', { channel_id: '$general', content: 'x' }, 'INVALID_INPUT'],
    [
      'an answer to nothing',
      'message.send',
      'member',
      { channel_id: '$general', content: 'x', nonce: 'x6', reply_to: NOWHERE },
      'UNKNOWN_MESSAGE',
    ],
    ["somebody else's message", 'message.edit', 'staff', { ...at, content: 'x' }, 'FORBIDDEN'],
    [
      'a message that does not exist',
      'message.edit',
      'owner',
      { ...at, message_id: NOWHERE, content: 'x' },
      'UNKNOWN_MESSAGE',
    ],
    [
      'a message of another channel',
      'message.edit',
      'owner',
      { ...at, channel_id: '$secret', content: 'x' },
      'UNKNOWN_MESSAGE',
    ],
    ["somebody else's message", 'message.delete', 'member', at, 'MISSING_PERMISSION'],
    ['a message of another channel', 'message.delete', 'owner', { ...at, channel_id: '$secret' }, 'UNKNOWN_MESSAGE'],
    ['a hidden channel', 'message.history', 'member', { channel_id: '$secret' }, 'UNKNOWN_CHANNEL'],
    [
      'two places at once',
      'message.history',
      'member',
      { channel_id: '$general', before: NOWHERE, after: NOWHERE },
      'INVALID_INPUT',
    ],
    ['a page that is too long', 'message.history', 'member', { channel_id: '$general', limit: 101 }, 'INVALID_INPUT'],
    ['what is no emoji', 'reaction.add', 'member', { ...at, emoji: 'abc' }, 'INVALID_INPUT'],
    [
      'a message that does not exist',
      'reaction.add',
      'member',
      { ...at, message_id: NOWHERE, emoji: '👍' },
      'UNKNOWN_MESSAGE',
    ],
    ['who is not there', 'reaction.remove', 'stranger', { ...at, emoji: '👍' }, 'UNKNOWN_CHANNEL'],
    ['a voice channel', 'typing.start', 'member', { channel_id: '$voice' }, 'NOT_A_TEXT_CHANNEL'],
    ['a hidden channel', 'typing.start', 'member', { channel_id: '$secret' }, 'UNKNOWN_CHANNEL'],
    ['a hidden channel', 'read.mark', 'member', { ...at, channel_id: '$secret' }, 'UNKNOWN_CHANNEL'],
    ['a bot', 'bot.create', 'bot', { name: 'x' }, 'PEOPLE_ONLY'],
    ["somebody else's bot", 'bot.delete', 'staff', { bot_id: '$bot' }, 'UNKNOWN_BOT'],
    ["somebody else's bot", 'bot.token-reset', 'staff', { bot_id: '$bot' }, 'UNKNOWN_BOT'],
    ["somebody else's bot", 'bot.add', 'staff', { ...c, bot_id: '$bot' }, 'UNKNOWN_BOT'],
    ['a bot that is there', 'bot.add', 'owner', { ...c, bot_id: '$bot' }, 'ALREADY_MEMBER'],
    ['a person as a bot', 'bot.delete', 'owner', { bot_id: '$member' }, 'UNKNOWN_BOT'],
    ["somebody else's log-in", 'session.revoke', 'member', { session_id: '$session' }, 'UNKNOWN_SESSION'],
    ['a username that is taken', 'user.update', 'member', { username: 'x' }, 'INVALID_INPUT'],
  ];
  for (const [what, command, by, input, code] of cases) {
    it(`${command}: ${what}: ${code}`, async () => expect((await refusal(command, by, input)).code).to.equal(code));
  }

  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    it(`[GW-32] ${name}: a field too many: INVALID_INPUT`, async () => {
      const refused = await refusal(name, 'owner', { nobody_knows_this: 1 });
      expect(refused.code).to.equal('INVALID_INPUT');
      expect(refused.errors).to.have.property('/nobody_knows_this');
    });
    if (COMMANDS[name].access.of !== 'anyone') {
      it(`[REST-2] ${name}: nobody: UNAUTHENTICATED or INVALID_INPUT`, async () => {
        const { properties } = COMMANDS[name].input;
        const refused = await refusal(name, null, Object.keys(properties).length === 0 ? {} : { x: 1 });
        expect(refused.code).to.equal(Object.keys(properties).length === 0 ? 'UNAUTHENTICATED' : 'INVALID_INPUT');
      });
    }
  }

  it('[GW-33] refuses names that are no command', async () => {
    for (const name of ['', 'constructor', '__proto__', 'message.fly']) {
      expect((await refusal(name, 'owner', {})).code).to.equal('UNKNOWN_COMMAND');
    }
  });

  it('uses up an invitation, and gives its use back to none that has ended', async () => {
    const { invite } = await run(context, w.owner, 'invite.create', { community_id: w.home, max_uses: 1 });
    const [one, two] = [await person(context), await person(context)];
    const both = await Promise.allSettled(
      [one, two].map((who) => run(context, who, 'invite.accept', { code: invite.code })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect((await refusal('invite.accept', 'stranger', { code: invite.code })).code).to.equal('UNKNOWN_INVITE');
  });

  it('counts only invitations that can be used against their limit', async () => {
    const old = { community_id: w.home, creator_id: w.owner.id, created_at: '2020-01-01T00:00:00.000Z', rev: 1 };
    const ended = Array.from({ length: LIMITS.invitesPerCommunity }, (_, i) => ({
      ...old,
      _id: `old${i}${w.home}`,
      max_uses: i % 2 ? 1 : null,
      uses: i % 2,
      expires_at: i % 2 ? null : '2020-01-02T00:00:00.000Z',
      revoked: false,
      outbox: [],
    }));
    await context.database.invites.collection.insertMany(ended as never);
    const { invite } = await run(context, w.owner, 'invite.create', { community_id: w.home });
    const { invites } = await run(context, w.owner, 'invite.list', { community_id: w.home });
    expect(invites.map(({ code }) => code)).to.include(invite.code);
    expect(invites.length).to.be.lessThan(10);
  });

  it('gives one message around an id when one is asked for, not all that follow', async () => {
    const { community } = await run(context, w.owner, 'community.create', { name: 'History' });
    const channel_id = community.channels[0]!.id;
    const documents = Array.from({ length: 10 }, (_, i) => ({
      _id: messageKey(channel_id, i + 1),
      id: context.nextId(),
      channel_id,
      community_id: community.id,
      sequence: i + 1,
      deleted: false,
      content: String(i),
    }));
    await context.database.messages.insertMany(documents as never);
    const page = async (limit: number) =>
      (await run(context, w.owner, 'message.history', { channel_id, around: documents[4]!.id, limit })).messages.map(
        ({ content }) => content,
      );
    expect(await page(1)).to.deep.equal(['4']);
    expect(await page(2)).to.deep.equal(['5', '4']);
    expect(await page(5)).to.deep.equal(['6', '5', '4', '3', '2']);
  });

  it('checks a change of roles against what the member has when it is written', async () => {
    const { member, staff, owner, home, lowRole, highRole } = w;
    const assign = (who: TestUser, roles: string[]) =>
      run(context, who, 'role.assign', { community_id: home, user_id: member.id, roles });
    const community = await context.replica.community(home);
    const before = (await context.replica.membership(community, member.id))!;
    await assign(owner, [highRole]);
    // As on a node that has not heard of it yet.
    community.memberships.set(member.id, before);
    const failure = await assign(staff, [lowRole]).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'ROLE_HIERARCHY' });
    await assign(owner, []);
  });

  it('lets the last text channel be, and frees the children of a category', async () => {
    const { community } = await run(context, w.owner, 'community.create', { name: 'Channels' });
    const make = async (name: string, type: 'text' | 'category', parent_id?: string) =>
      (await run(context, w.owner, 'channel.create', { community_id: community.id, name, type, parent_id })).channel;
    const last = { channel_id: community.channels[0]!.id };
    const failure = await run(context, w.owner, 'channel.delete', last).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'LAST_TEXT_CHANNEL' });
    const category = await make('category', 'category');
    const child = await make('child', 'text', category.id);
    await run(context, w.owner, 'channel.delete', { channel_id: category.id });
    const { communities } = await run(context, w.owner, 'community.list', {});
    const channels = communities.find(({ id }) => id === community.id)!.channels;
    expect(channels.find(({ id }) => id === child.id)?.parent_id).to.equal(null);
  });
});
