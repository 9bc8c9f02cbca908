import { COMMANDS, type CommandInput, type CommandName, type EventData, type EventName } from '@cozy/protocol';
import { expect } from 'chai';
import {
  dropDatabase,
  joinAs,
  makeCommunity,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';
import { PIXEL } from './pixel.ts';
import { verifyState } from './verify.ts';

/** Everyone and everything that a case can use. */
interface World {
  ann: TestUser;
  bob: TestUser;
  eve: TestUser;
  home: TestCommunity;
  /** A channel that bob may not see, and one that he may. */
  secretId: string;
  openId: string;
  roleId: string;
  /** A message of bob that names ann, in the first channel. */
  messageId: string;
  /** One of ann's, in the channel that bob may not see, which names bob. */
  secretMessageId: string;
  botId: string;
  /** An emoji or sticker that was made for the case. */
  pictureId: string;
}

/** One way to use a command: who does it, with what, and what others are told. */
interface Case {
  as?: (world: World) => TestUser | null | Promise<TestUser>;
  /** What must have happened before. */
  given?: (world: World) => Promise<unknown>;
  input: (world: World) => object | Promise<object>;
  /** Events that the owner, a member and someone who is not in the community are told, at least; without it none. */
  ann?: EventName[];
  bob?: EventName[];
  eve?: EventName[];
}

describe('State and events agree', function () {
  this.timeout(60_000);
  let node: TestNode;
  let world: World;
  let nonce = 0;
  let people: Pick<World, 'ann' | 'bob' | 'eve'>;

  before(async () => {
    node = await startNode(testEngines());
    const [ann, bob, eve] = await Promise.all([node.person('ann'), node.person('bob'), node.person('eve')]);
    people = { ann, bob, eve };
  });
  beforeEach(async () => {
    const { ann, bob } = people;
    const home = await makeCommunity(node, ann, [bob]);
    const { role } = await node.run(ann, 'role.create', { community_id: home.id, name: 'Insiders' });
    const hidden = { id: home.id, type: 0 as const, allow: '0', deny: '1024' };
    const insiders = { id: role.id, type: 0 as const, allow: '1024', deny: '0' };
    const channel = async (name: string, overwrites: CommandInput<'channel.create'>['overwrites']) => {
      const input = { community_id: home.id, name, type: 'text' as const, overwrites };
      return (await node.run(ann, 'channel.create', input)).channel.id;
    };
    const secretId = await channel('secret', [hidden, insiders]);
    const openId = await channel('open', []);
    const send = async (who: TestUser, channel_id: string, content: string) =>
      (await node.run(who, 'message.send', { channel_id, content, nonce: `v${nonce++}` })).message.id;
    const messageId = await send(bob, home.channelId, `hello <@${ann.id}>`);
    const secretMessageId = await send(ann, secretId, `nobody knows <@${bob.id}>`);
    world = {
      ...people,
      botId: '',
      pictureId: '',
      home,
      secretId,
      openId,
      roleId: role.id,
      messageId,
      secretMessageId,
    };
  });
  afterEach(async () => {
    // So that those who look on do not hold more from case to case.
    const { ann, eve } = people;
    for (const who of [ann, eve]) {
      for (const { id, owner_id } of (await node.run(who, 'community.list', {})).communities) {
        if (owner_id === who.id) await node.run(who, 'community.delete', { community_id: id });
        else await node.run(who, 'member.leave', { community_id: id });
      }
      for (const { id, kind } of (await node.run(who, 'direct.list', {})).communities) {
        if (kind === 'group') await node.run(who, 'member.leave', { community_id: id });
      }
      for (const { user, type } of (await node.run(who, 'relationship.list', {})).relationships) {
        const name = type === 'blocked' ? 'relationship.unblock' : 'relationship.remove';
        await node.run(who, name, { user_id: user.id });
      }
    }
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const inHome = ({ home }: World) => ({ community_id: home.id });
  const first = ({ home }: World) => ({ channel_id: home.channelId });
  const message = ({ home, messageId }: World) => ({ channel_id: home.channelId, message_id: messageId });
  const inThread = ({ home, messageId }: World) => ({ channel_id: home.channelId, thread_id: messageId });
  /** Replies in the thread of the first message, which is bob's; gives the reply's id. */
  const answer = async (who: TestUser, to: World) => {
    const reply = { ...inThread(to), content: 'well', nonce: `s${nonce++}` };
    return (await node.run(who, 'message.send', reply)).message.id;
  };
  const feedOf = async ({ ann, home }: World) =>
    (await node.run(ann, 'channel.create', { community_id: home.id, name: 'news', type: 'feed' })).channel.id;
  const invite = async ({ ann, home }: World) =>
    (await node.run(ann, 'invite.create', { community_id: home.id })).invite.code;
  const question = { label: 'Why?', type: 'text' as const, required: true };
  const asksFirst = async (to: World) => {
    const join = { approval: true, questions: [question] };
    await node.run(to.ann, 'community.update', { ...inHome(to), join });
  };
  /** Eve has asked to be let in. */
  const waits = async (to: World) => {
    await asksFirst(to);
    const answers = [{ question: 'Why?', answer: 'Because' }];
    await node.run(to.eve, 'join.apply', { code: await invite(to), answers });
  };
  const bob = ({ bob: who }: World) => who;
  const eve = ({ eve: who }: World) => who;
  const makeBot = async (to: World) => {
    to.botId = (await node.run(to.ann, 'bot.create', { name: 'Echo' })).bot.id;
  };
  const addBot = async (to: World) => {
    await makeBot(to);
    await node.run(to.ann, 'bot.add', { ...inHome(to), bot_id: to.botId });
  };
  const asked = async (who: TestUser) => ({ username: (await node.run(who, 'user.me', {})).user.username });
  const askAnn = async (to: World) => node.run(to.bob, 'relationship.request', await asked(to.ann));
  const befriend = async (to: World) => {
    await askAnn(to);
    await node.run(to.ann, 'relationship.accept', { user_id: to.bob.id });
  };
  const makeGroup = async ({ ann, bob: other }: World) => {
    const { community } = await node.run(ann, 'group.create', { user_ids: [other.id], name: 'Lunch' });
    return { community_id: community.id };
  };
  const strangerWrites = async ({ ann }: World) => {
    const { community } = await node.run(await node.person(), 'direct.open', { user_id: ann.id });
    return { community_id: community.id };
  };
  const warnBob = async (to: World) =>
    node.run(to.ann, 'member.warn', { ...inHome(to), user_id: to.bob.id, reason: 'A test' });
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
  const putOff = async (to: World) => {
    const input = { ...first(to), content: 'later', send_at: inAnHour() };
    return (await node.run(to.ann, 'message.schedule', input)).scheduled.id;
  };
  const picture = (name: string) => ({ name, image: PIXEL });
  const emojiOf = async (to: World) => {
    const input = { ...inHome(to), ...picture('engine') };
    return (await node.run(to.ann, 'emoji.create', input)).emoji;
  };
  const stickerOf = async (to: World) => {
    const input = { ...inHome(to), ...picture('steam') };
    return (await node.run(to.ann, 'sticker.create', input)).sticker;
  };
  const told = (name: EventName) => ({ ann: [name], bob: [name] });
  const EMOJIS = told('COMMUNITY_EMOJIS_UPDATE');
  const STICKERS = told('COMMUNITY_STICKERS_UPDATE');
  const account = () => {
    const username = `new_${nonce++}_${process.pid}_${Date.now() % 1e6}`;
    return { email: `${username}@example.org`, username, password: 'a good password' };
  };
  /** A log-in besides the one that looks on. */
  const login = async () => {
    const made = account();
    return { ...made, ...(await node.run(null, 'auth.register', made)) };
  };

  /** A bot of ann's in the community, with a command. */
  const commandOf = async (to: World) => {
    const { bot: made, token } = await node.run(to.ann, 'bot.create', { name: 'Caller' });
    bot = { id: made.id, token, user: { ...made.user, email: null } };
    await node.run(to.ann, 'bot.add', { ...inHome(to), bot_id: made.id });
    const commands = [{ name: 'stoke', description: 'Stokes' }];
    return (await node.run(bot, 'application-command.set', { commands })).commands[0]!;
  };
  /** Bob calls the command; gives the token that answers it. */
  const call = async (to: World) => {
    const command = await commandOf(to);
    const client = await node.connect();
    await client.ready(bot.token);
    const created = node.run(to.bob, 'interaction.create', { ...first(to), type: 2, command_id: command.id });
    const { data } = await client.event('INTERACTION_CREATE');
    const { id, token } = data as EventData<'INTERACTION_CREATE'>;
    return { created, answer: { interaction_id: id, token } };
  };
  /** Bob calls the command, and it is answered, to everyone. */
  const answered = async (to: World) => {
    const { created, answer: one } = await call(to);
    const { message: sent } = await node.run(bot, 'interaction.respond', { ...one, type: 4, data: { content: 'Hot' } });
    await created;
    return { ...one, message_id: sent!.id };
  };
  let bot: TestUser;

  const CASES: { [C in CommandName]: Record<string, Case> } = {
    'auth.register': { 'by someone new': { as: () => null, input: account } },
    'auth.login': {
      'on one more device': {
        as: () => null,
        input: async () => {
          const { email, password } = await login();
          return { email, password };
        },
      },
    },
    'auth.refresh': {
      'of a log-in': { as: () => null, input: async () => ({ refresh_token: (await login()).refresh_token }) },
    },
    'auth.logout': {
      'of a log-in': {
        as: async () => {
          const { access_token: token, user } = await login();
          return { id: user.id, token, user };
        },
        input: () => ({}),
      },
    },
    'session.list': { 'of one': { input: () => ({}) } },
    'session.revoke': {
      'of another device': {
        as: eve,
        given: async (to) => {
          const made = await login();
          await node.run(null, 'auth.login', { email: made.email, password: made.password });
          to.eve = { id: made.user.id, token: made.access_token, user: made.user };
        },
        input: async ({ eve: who }) => {
          const { sessions } = await node.run(who, 'session.list', {});
          return { session_id: sessions.find(({ current }) => !current)!.id };
        },
        eve: ['SESSION_DELETE'],
      },
    },
    'user.me': { 'by anyone': { input: () => ({}) } },
    'user.update': {
      'of everything': {
        as: bob,
        input: () => ({ display_name: 'Bobby', hue: 17, bio: 'Hello', username: `bobby_${Date.now()}` }),
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['USER_UPDATE', 'COMMUNITY_MEMBER_UPDATE'],
      },
    },
    'template.list': { 'by anybody': { as: eve, input: () => ({}) } },
    'community.create': {
      'by someone': { as: eve, input: () => ({ name: 'Fresh' }), eve: ['COMMUNITY_CREATE'] },
      'from a template, with its messages': {
        as: eve,
        input: () => ({ name: 'Fresh', template: 'guild' }),
        eve: ['COMMUNITY_CREATE'],
      },
    },
    'community.update': {
      'of what it asks of those who join': {
        input: (to) => ({ ...inHome(to), join: { approval: true, questions: [question] } }),
        ann: ['COMMUNITY_UPDATE'],
        bob: ['COMMUNITY_UPDATE'],
      },
      'of its privacy': {
        input: (to) => ({ ...inHome(to), privacy: 'hidden' }),
        ann: ['COMMUNITY_UPDATE'],
        bob: ['COMMUNITY_UPDATE'],
      },
      'of everything': {
        input: (to) => ({ ...inHome(to), name: 'Hearth', description: 'Warm', hue: 20 }),
        ann: ['COMMUNITY_UPDATE'],
        bob: ['COMMUNITY_UPDATE'],
      },
    },
    'community.delete': { 'by its owner': { input: inHome, ann: ['COMMUNITY_DELETE'], bob: ['COMMUNITY_DELETE'] } },
    'community.discover': { 'of all that are public': { as: eve, input: () => ({}) } },
    'community.join': {
      'of a public one': {
        as: eve,
        given: async (to) => node.run(to.ann, 'community.update', { ...inHome(to), privacy: 'public' }),
        input: inHome,
        ann: ['COMMUNITY_MEMBER_ADD'],
        bob: ['COMMUNITY_MEMBER_ADD'],
        eve: ['COMMUNITY_CREATE'],
      },
    },
    'community.list': { 'of one': { input: () => ({}) } },
    'join.preview': { 'by a stranger': { as: eve, input: async (to) => ({ code: await invite(to) }) } },
    'join.apply': {
      'where one waits': {
        as: eve,
        given: asksFirst,
        input: async (to) => ({ code: await invite(to), answers: [{ question: 'Why?', answer: 'Because' }] }),
        ann: ['JOIN_REQUESTS_UPDATE'],
        bob: ['JOIN_REQUESTS_UPDATE'],
        eve: ['JOIN_REQUEST_UPDATE'],
      },
      'where one does not': {
        as: eve,
        given: async (to) => {
          const join = { approval: false, questions: [question] };
          await node.run(to.ann, 'community.update', { ...inHome(to), join, privacy: 'public' });
        },
        input: (to) => ({ ...inHome(to), answers: [{ question: 'Why?', answer: 'Because' }] }),
        ann: ['COMMUNITY_MEMBER_ADD'],
        bob: ['COMMUNITY_MEMBER_ADD'],
        eve: ['COMMUNITY_CREATE'],
      },
    },
    'join.withdraw': {
      'by who waits': {
        as: eve,
        given: waits,
        input: inHome,
        ann: ['JOIN_REQUESTS_UPDATE'],
        bob: ['JOIN_REQUESTS_UPDATE'],
        eve: ['JOIN_REQUEST_UPDATE'],
      },
    },
    'join.me': { 'by anyone': { as: eve, input: () => ({}) } },
    'join.list': { 'by the owner': { input: inHome } },
    'join.decide': {
      'for someone': {
        given: waits,
        input: (to) => ({ ...inHome(to), user_id: to.eve.id, approve: true }),
        ann: ['JOIN_REQUESTS_UPDATE', 'COMMUNITY_MEMBER_ADD'],
        bob: ['JOIN_REQUESTS_UPDATE', 'COMMUNITY_MEMBER_ADD'],
        eve: ['JOIN_REQUEST_UPDATE', 'COMMUNITY_CREATE'],
      },
      'against someone': {
        given: waits,
        input: (to) => ({ ...inHome(to), user_id: to.eve.id, approve: false, reason: 'We are full.' }),
        ann: ['JOIN_REQUESTS_UPDATE'],
        bob: ['JOIN_REQUESTS_UPDATE'],
        eve: ['JOIN_REQUEST_UPDATE'],
      },
    },
    'invite.create': { 'by a member': { as: bob, input: inHome } },
    'invite.list': { 'by the owner': { input: inHome } },
    'invite.preview': { 'by a stranger': { as: () => null, input: async (to) => ({ code: await invite(to) }) } },
    'invite.accept': {
      'by someone new': {
        as: eve,
        input: async (to) => ({ code: await invite(to) }),
        ann: ['COMMUNITY_MEMBER_ADD'],
        bob: ['COMMUNITY_MEMBER_ADD'],
        eve: ['COMMUNITY_CREATE'],
      },
      'by someone who was there before': {
        as: bob,
        given: async (to) => node.run(to.bob, 'member.leave', inHome(to)),
        input: async (to) => ({ code: await invite(to) }),
        ann: ['COMMUNITY_MEMBER_ADD'],
        bob: ['COMMUNITY_CREATE'],
      },
      'by a member, which changes nothing': { as: bob, input: async (to) => ({ code: await invite(to) }) },
    },
    'invite.revoke': {
      'by the owner': { input: async (to) => ({ ...inHome(to), code: await invite(to) }) },
    },
    'member.accept-rules': {
      'by someone who has joined': {
        as: bob,
        given: async (to) => {
          await node.run(to.ann, 'channel.create', { ...inHome(to), name: 'rules', type: 'rules' });
          await node.run(to.bob, 'member.leave', inHome(to));
          await node.run(to.bob, 'invite.accept', { code: await invite(to) });
        },
        input: inHome,
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE'],
      },
      'by someone who was there before, which changes nothing': { as: bob, input: inHome },
    },
    'member.list': { 'by a member': { as: bob, input: inHome } },
    'member.kick': {
      'of a member': {
        input: (to) => ({ ...inHome(to), user_id: to.bob.id }),
        ann: ['COMMUNITY_MEMBER_REMOVE'],
        bob: ['COMMUNITY_DELETE'],
      },
    },
    'member.ban': {
      'of a member': {
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, reason: 'Only a test' }),
        ann: ['COMMUNITY_MEMBER_REMOVE', 'COMMUNITY_BAN_ADD'],
        bob: ['COMMUNITY_DELETE'],
      },
      'of somebody else': {
        input: (to) => ({ ...inHome(to), user_id: to.eve.id }),
        ann: ['COMMUNITY_BAN_ADD'],
        bob: ['COMMUNITY_BAN_ADD'],
      },
      'with messages': {
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, delete_message_seconds: 600 }),
        ann: ['COMMUNITY_MEMBER_REMOVE', 'COMMUNITY_BAN_ADD', 'MESSAGE_DELETE_BULK'],
        bob: ['COMMUNITY_DELETE'],
      },
    },
    'member.unban': {
      'of somebody who is banned': {
        given: async (to) => node.run(to.ann, 'member.ban', { ...inHome(to), user_id: to.eve.id }),
        input: (to) => ({ ...inHome(to), user_id: to.eve.id }),
        ann: ['COMMUNITY_BAN_REMOVE'],
        bob: ['COMMUNITY_BAN_REMOVE'],
      },
    },
    'ban.list': { 'by the owner': { input: inHome } },
    'member.timeout': {
      'of a member': {
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, communication_disabled_until: inAnHour() }),
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE'],
      },
      'which is ended': {
        given: async (to) => {
          const until = { communication_disabled_until: inAnHour() };
          await node.run(to.ann, 'member.timeout', { ...inHome(to), user_id: to.bob.id, ...until });
        },
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, communication_disabled_until: null }),
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE'],
      },
    },
    'member.warn': { 'of a member': { input: (to) => ({ ...inHome(to), user_id: to.bob.id, reason: 'A test' }) } },
    'member.note': { 'of a member': { input: (to) => ({ ...inHome(to), user_id: to.bob.id, reason: 'A test' }) } },
    'member.update': {
      'of a nickname': {
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, nick: 'Bobby' }),
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE'],
      },
      'of the own one': {
        as: bob,
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, nick: null }),
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE'],
      },
    },
    'case.list': { 'by the owner': { input: inHome } },
    'case.get': { 'of a warning': { given: warnBob, input: (to) => ({ ...inHome(to), number: 1 }) } },
    'case.update': {
      'of a warning': { given: warnBob, input: (to) => ({ ...inHome(to), number: 1, reason: 'Better words' }) },
    },
    'audit.list': { 'by the owner': { input: inHome } },
    'member.leave': {
      'by a member': { as: bob, input: inHome, ann: ['COMMUNITY_MEMBER_REMOVE'], bob: ['COMMUNITY_DELETE'] },
    },
    'role.create': {
      'with permissions': {
        input: (to) => ({ ...inHome(to), name: 'Helpers', permissions: '3', hue: 9, position: 4 }),
        ann: ['COMMUNITY_ROLE_CREATE'],
        bob: ['COMMUNITY_ROLE_CREATE'],
      },
    },
    'role.update': {
      'of a role that nobody has': {
        input: (to) => ({ ...inHome(to), role_id: to.roleId, name: 'Outsiders', permissions: '1', hue: null }),
        ann: ['COMMUNITY_ROLE_UPDATE'],
        bob: ['COMMUNITY_ROLE_UPDATE'],
      },
      'of the member role, so that members see nothing any more': {
        input: (to) => ({ ...inHome(to), role_id: to.home.id, permissions: '0' }),
        ann: ['COMMUNITY_ROLE_UPDATE'],
        bob: ['COMMUNITY_ROLE_UPDATE', 'CHANNEL_DELETE'],
      },
      'of the member role, so that members see everything': {
        input: (to) => ({ ...inHome(to), role_id: to.home.id, permissions: '8' }),
        ann: ['COMMUNITY_ROLE_UPDATE'],
        bob: ['COMMUNITY_ROLE_UPDATE', 'CHANNEL_CREATE'],
      },
    },
    'role.move': {
      'above the moderators': {
        input: async (to) => {
          const { communities } = await node.run(to.ann, 'community.list', {});
          const { roles } = communities.find(({ id }) => id === to.home.id)!;
          return { ...inHome(to), role_id: to.roleId, above: roles.find(({ fixed }) => fixed === 'moderator')!.id };
        },
        ann: ['COMMUNITY_ROLE_UPDATE'],
        bob: ['COMMUNITY_ROLE_UPDATE'],
      },
    },
    'role.delete': {
      'of a role that shows its members a channel': {
        given: async (to) => node.run(to.ann, 'role.assign', { ...inHome(to), user_id: to.bob.id, roles: [to.roleId] }),
        input: (to) => ({ ...inHome(to), role_id: to.roleId }),
        ann: ['CHANNEL_UPDATE', 'COMMUNITY_ROLE_DELETE'],
        bob: ['COMMUNITY_ROLE_DELETE', 'CHANNEL_DELETE'],
      },
    },
    'role.assign': {
      'of a role that shows a channel': {
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, roles: [to.roleId] }),
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE', 'CHANNEL_CREATE'],
      },
      'of none': {
        given: async (to) => node.run(to.ann, 'role.assign', { ...inHome(to), user_id: to.bob.id, roles: [to.roleId] }),
        input: (to) => ({ ...inHome(to), user_id: to.bob.id, roles: [] }),
        ann: ['COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE', 'CHANNEL_DELETE'],
      },
    },
    'expression.list': { 'of one': { given: emojiOf, input: () => ({}) } },
    'emoji.create': {
      'by the owner': { input: (to) => ({ ...inHome(to), ...picture('gear') }), ...EMOJIS },
    },
    'emoji.update': {
      'of its name': {
        given: async (to) => {
          to.pictureId = (await emojiOf(to)).id;
        },
        input: (to) => ({ ...inHome(to), emoji_id: to.pictureId, name: 'cog' }),
        ...EMOJIS,
      },
    },
    'emoji.delete': {
      'of one': {
        given: async (to) => {
          to.pictureId = (await emojiOf(to)).id;
        },
        input: (to) => ({ ...inHome(to), emoji_id: to.pictureId }),
        ...EMOJIS,
      },
    },
    'sticker.create': {
      'by the owner': { input: (to) => ({ ...inHome(to), ...picture('boiler') }), ...STICKERS },
    },
    'sticker.update': {
      'of its name': {
        given: async (to) => {
          to.pictureId = (await stickerOf(to)).id;
        },
        input: (to) => ({ ...inHome(to), sticker_id: to.pictureId, name: 'smoke' }),
        ...STICKERS,
      },
    },
    'sticker.delete': {
      'of one': {
        given: async (to) => {
          to.pictureId = (await stickerOf(to)).id;
        },
        input: (to) => ({ ...inHome(to), sticker_id: to.pictureId }),
        ...STICKERS,
      },
    },
    'channel.create': {
      'for everyone': {
        input: (to) => ({ ...inHome(to), name: 'new', type: 'text' }),
        ann: ['CHANNEL_CREATE'],
        bob: ['CHANNEL_CREATE'],
      },
      'for nobody but the owner': {
        input: (to) => ({
          ...inHome(to),
          name: 'new',
          type: 'voice',
          overwrites: [{ id: to.home.id, type: 0, allow: '0', deny: '1024' }],
        }),
        ann: ['CHANNEL_CREATE'],
      },
      'for one member': {
        input: (to) => ({
          ...inHome(to),
          name: 'new',
          type: 'category',
          overwrites: [
            { id: to.home.id, type: 0, allow: '0', deny: '1024' },
            { id: to.bob.id, type: 1, allow: '1024', deny: '0' },
          ],
        }),
        ann: ['CHANNEL_CREATE'],
        bob: ['CHANNEL_CREATE'],
      },
    },
    'channel.update': {
      'of name and topic': {
        input: (to) => ({ ...first(to), name: 'hall', topic: 'Anything', position: 7 }),
        ann: ['CHANNEL_UPDATE'],
        bob: ['CHANNEL_UPDATE'],
      },
      'which hides it': {
        input: (to) => ({
          channel_id: to.openId,
          overwrites: [{ id: to.home.id, type: 0, allow: '0', deny: '1024' }],
        }),
        ann: ['CHANNEL_UPDATE'],
        bob: ['CHANNEL_DELETE'],
      },
      'to slow mode': {
        input: (to) => ({ ...first(to), rate_limit_per_user: 30 }),
        ann: ['CHANNEL_UPDATE'],
        bob: ['CHANNEL_UPDATE'],
      },
      'of a hidden one': {
        input: (to) => ({ channel_id: to.secretId, topic: 'More secrets' }),
        ann: ['CHANNEL_UPDATE'],
      },
    },
    'channel.move': {
      'before the first': {
        input: (to) => ({ channel_id: to.openId, before: to.home.channelId }),
        ann: ['CHANNEL_UPDATE'],
        bob: ['CHANNEL_UPDATE'],
      },
    },
    'channel.delete': {
      'of an open one': {
        input: (to) => ({ channel_id: to.openId }),
        ann: ['CHANNEL_DELETE'],
        bob: ['CHANNEL_DELETE'],
      },
      'of a hidden one': { input: (to) => ({ channel_id: to.secretId }), ann: ['CHANNEL_DELETE'] },
    },
    'message.send': {
      'with a mention': {
        input: (to) => ({ ...first(to), content: `hey <@${to.bob.id}>`, nonce: `s${nonce++}` }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'with a file': {
        input: async (to) => {
          const announced = { ...first(to), filename: 'a.png', size: 10, content_type: 'image/png' };
          const { attachment } = await node.run(to.ann, 'attachment.create', announced);
          return {
            ...first(to),
            content: '',
            nonce: `s${nonce++}`,
            attachments: [{ id: attachment.id, description: 'a' }],
          };
        },
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'as a reply': {
        input: (to) => ({ ...first(to), content: 'yes', nonce: `s${nonce++}`, reply_to: to.messageId }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'with a mention of everyone': {
        given: (to) => node.run(to.ann, 'message.send', { ...first(to), content: '@everyone', nonce: `s${nonce++}` }),
        input: (to) => ({ ...first(to), content: `@everyone, and <@${to.bob.id}>`, nonce: `s${nonce++}` }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'with a mention of a role': {
        given: async (to) => node.run(to.ann, 'role.assign', { ...inHome(to), user_id: to.bob.id, roles: [to.roleId] }),
        input: (to) => ({ ...first(to), content: `<@&${to.roleId}>`, nonce: `s${nonce++}` }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'in a thread, with a mention': {
        given: (to) => answer(to.ann, to),
        input: (to) => ({
          ...first(to),
          thread_id: to.messageId,
          content: `indeed <@${to.ann.id}>`,
          nonce: `s${nonce++}`,
        }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'to a feed, as a post': {
        input: async (to) => ({
          channel_id: await feedOf(to),
          title: 'News',
          content: 'All is well.',
          nonce: `s${nonce++}`,
        }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'to a hidden channel, with a mention of who may not see it': {
        input: (to) => ({ channel_id: to.secretId, content: `psst <@${to.bob.id}>`, nonce: `s${nonce++}` }),
        ann: ['MESSAGE_CREATE'],
      },
    },
    'attachment.create': {
      'by a member': { as: bob, input: (to) => ({ ...first(to), filename: '../ b/c.png', size: 10 }) },
    },
    'attachment.urls': { 'by a member': { as: bob, input: (to) => ({ ...first(to), ids: [to.messageId] }) } },
    'thread.get': { 'of a message': { as: bob, input: inThread } },
    'thread.follow': {
      'of a message without replies': { input: inThread, ann: ['THREAD_MEMBER_UPDATE'] },
      'once more, which changes nothing': {
        given: async (to) => node.run(to.ann, 'thread.follow', inThread(to)),
        input: inThread,
      },
    },
    'thread.unfollow': {
      'of a thread': { given: (to) => answer(to.ann, to), input: inThread, ann: ['THREAD_MEMBER_UPDATE'] },
    },
    'thread.mark': {
      'up to its last reply': {
        given: (to) => answer(to.bob, to),
        input: (to) => ({ ...inThread(to), message_id: to.messageId }),
        ann: ['THREAD_MEMBER_UPDATE'],
      },
    },
    'thread.list': { 'of one': { given: (to) => answer(to.ann, to), input: () => ({}) } },
    'feed.home': { 'without feeds': { input: () => ({}) } },
    'message.edit': {
      'of the content': {
        as: bob,
        input: (to) => ({ ...message(to), content: 'changed' }),
        ann: ['MESSAGE_UPDATE'],
        bob: ['MESSAGE_UPDATE'],
      },
    },
    'message.delete': {
      'of a message that mentions': { as: bob, input: message, ann: ['MESSAGE_DELETE'], bob: ['MESSAGE_DELETE'] },
      'of a mention of everyone': {
        given: async (to) => {
          const sent = { ...first(to), content: '@everyone', nonce: `s${nonce++}` };
          to.messageId = (await node.run(to.ann, 'message.send', sent)).message.id;
        },
        input: message,
        ann: ['MESSAGE_DELETE'],
        bob: ['MESSAGE_DELETE'],
      },
      'of a reply in a thread': {
        input: async (to) => ({ ...first(to), message_id: await answer(to.ann, to) }),
        ann: ['MESSAGE_DELETE'],
        bob: ['MESSAGE_DELETE'],
      },
      'in a hidden channel': {
        input: (to) => ({ channel_id: to.secretId, message_id: to.secretMessageId }),
        ann: ['MESSAGE_DELETE'],
      },
    },
    'poll.create': {
      'with two answers': {
        input: (to) => ({ ...first(to), question: 'Tea?', answers: ['Yes', 'No'], nonce: `s${nonce++}` }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
    },
    'poll.vote': {
      'by a member': {
        as: bob,
        given: async (to) => {
          const made = { ...first(to), question: 'Tea?', answers: ['Yes', 'No'], nonce: `s${nonce++}` };
          to.messageId = (await node.run(to.ann, 'poll.create', made)).message.id;
        },
        input: (to) => ({ ...message(to), answers: [1] }),
        ann: ['MESSAGE_POLL_UPDATE'],
        bob: ['POLL_VOTE', 'MESSAGE_POLL_UPDATE'],
      },
    },
    'message.pin': {
      'of a message': { input: message, ann: ['CHANNEL_PINS_UPDATE'], bob: ['CHANNEL_PINS_UPDATE'] },
    },
    'message.unpin': {
      'of a pinned message': {
        given: (to) => node.run(to.ann, 'message.pin', message(to)),
        input: message,
        ann: ['CHANNEL_PINS_UPDATE'],
        bob: ['CHANNEL_PINS_UPDATE'],
      },
    },
    'message.pins': { 'by a member': { as: bob, input: first } },
    'message.suppress-embeds': {
      'of one’s own': {
        as: bob,
        input: (to) => ({ ...message(to), suppress: true }),
        ann: ['MESSAGE_EMBEDS_UPDATE'],
        bob: ['MESSAGE_EMBEDS_UPDATE'],
      },
      'so that they are shown again': {
        given: async (to) => node.run(to.ann, 'message.suppress-embeds', { ...message(to), suppress: true }),
        input: (to) => ({ ...message(to), suppress: false }),
        ann: ['MESSAGE_EMBEDS_UPDATE'],
        bob: ['MESSAGE_EMBEDS_UPDATE'],
      },
    },
    'message.edits': { 'by a member': { as: bob, input: message } },
    'message.delete-bulk': {
      'of messages that mention': {
        given: async (to) => {
          const sent = { ...first(to), content: '@everyone', nonce: `s${nonce++}` };
          to.secretMessageId = (await node.run(to.ann, 'message.send', sent)).message.id;
        },
        input: (to) => ({ ...first(to), message_ids: [to.messageId, to.secretMessageId] }),
        ann: ['MESSAGE_DELETE_BULK'],
        bob: ['MESSAGE_DELETE_BULK'],
      },
    },
    'message.forward': {
      'out of a hidden channel': {
        input: (to) => ({
          channel_id: to.secretId,
          message_id: to.secretMessageId,
          to_channel_id: to.home.channelId,
          nonce: `s${nonce++}`,
        }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
    },
    'message.history': { 'by a member': { as: bob, input: first } },
    'message.search': { 'by a member': { as: bob, input: () => ({ query: 'hello' }) } },
    'reaction.add': {
      'by the owner': {
        input: (to) => ({ ...message(to), emoji: '👍' }),
        ann: ['MESSAGE_REACTION_ADD'],
        bob: ['MESSAGE_REACTION_ADD'],
      },
      'of an emoji that is there': {
        given: async (to) => node.run(to.bob, 'reaction.add', { ...message(to), emoji: '👍' }),
        input: (to) => ({ ...message(to), emoji: '👍' }),
        ann: ['MESSAGE_REACTION_ADD'],
        bob: ['MESSAGE_REACTION_ADD'],
      },
      'a second time, which changes nothing': {
        given: async (to) => node.run(to.ann, 'reaction.add', { ...message(to), emoji: '👍' }),
        input: (to) => ({ ...message(to), emoji: '👍' }),
      },
    },
    'reaction.remove': {
      'of the last one': {
        given: async (to) => node.run(to.ann, 'reaction.add', { ...message(to), emoji: '👍' }),
        input: (to) => ({ ...message(to), emoji: '👍' }),
        ann: ['MESSAGE_REACTION_REMOVE'],
        bob: ['MESSAGE_REACTION_REMOVE'],
      },
      'of none, which changes nothing': { input: (to) => ({ ...message(to), emoji: '👍' }) },
    },
    'typing.start': { 'by a member': { as: bob, input: first } },
    'read.mark': {
      'up to the newest': { input: message, ann: ['READ_STATE_UPDATE'] },
      'backwards, which changes nothing': {
        given: async (to) => node.run(to.ann, 'read.mark', message(to)),
        input: (to) => ({ ...first(to), message_id: to.home.channelId }),
        ann: ['READ_STATE_UPDATE'],
      },
      'of a channel in which nothing was said': {
        input: (to) => ({ channel_id: to.openId, message_id: '9999999999999999999' }),
        ann: ['READ_STATE_UPDATE'],
      },
    },
    'read.mark-many': {
      'of one that is seen and one that is not': {
        as: bob,
        input: (to) => ({ marks: [message(to), { channel_id: to.secretId, message_id: to.secretMessageId }] }),
        bob: ['READ_STATE_UPDATE'],
      },
    },
    'read.unmark': {
      'of what was never read': { as: bob, input: message, bob: ['READ_STATE_UPDATE'] },
      'of what was read, with a mention': {
        as: bob,
        given: async (to) => node.run(to.bob, 'read.mark', message(to)),
        input: message,
        bob: ['READ_STATE_UPDATE'],
      },
      'of what the reader has sent, and goes on': {
        given: async (to) => {
          await node.run(to.ann, 'read.unmark', message(to));
          await node.run(to.ann, 'message.send', { ...first(to), content: 'on', nonce: `s${nonce++}` });
        },
        input: message,
        ann: ['READ_STATE_UPDATE'],
      },
    },
    'relationship.list': { 'of none': { input: () => ({}) } },
    'relationship.request': {
      'by a member': {
        as: bob,
        input: (to) => asked(to.ann),
        ann: ['RELATIONSHIP_ADD'],
        bob: ['RELATIONSHIP_ADD'],
      },
      'of who has asked': {
        given: askAnn,
        input: (to) => asked(to.bob),
        ann: ['RELATIONSHIP_UPDATE'],
        bob: ['RELATIONSHIP_UPDATE'],
      },
    },
    'relationship.accept': {
      'of a request': {
        given: askAnn,
        input: (to) => ({ user_id: to.bob.id }),
        ann: ['RELATIONSHIP_UPDATE'],
        bob: ['RELATIONSHIP_UPDATE'],
      },
    },
    'relationship.remove': {
      'of a friend': {
        given: befriend,
        input: (to) => ({ user_id: to.bob.id }),
        ann: ['RELATIONSHIP_REMOVE'],
        bob: ['RELATIONSHIP_REMOVE'],
      },
    },
    'relationship.block': {
      'of a friend': {
        given: befriend,
        input: (to) => ({ user_id: to.bob.id }),
        ann: ['RELATIONSHIP_UPDATE', 'COMMUNITY_CREATE'],
        bob: ['RELATIONSHIP_REMOVE'],
      },
    },
    'relationship.unblock': {
      'of who is not told': {
        given: async (to) => node.run(to.ann, 'relationship.block', { user_id: to.bob.id }),
        input: (to) => ({ user_id: to.bob.id }),
        ann: ['RELATIONSHIP_REMOVE'],
      },
    },
    'direct.open': {
      'by a stranger': {
        as: () => node.person(),
        input: (to) => ({ user_id: to.ann.id }),
        ann: ['COMMUNITY_CREATE'],
      },
    },
    'direct.list': { 'of all': { input: () => ({}) } },
    'direct.accept': { 'of a request': { input: strangerWrites, ann: ['COMMUNITY_CREATE'] } },
    'direct.refuse': { 'of a request': { input: strangerWrites, ann: ['COMMUNITY_CREATE'] } },
    'direct.close': {
      'after a message': {
        given: async (to) => {
          const { community } = await node.run(to.bob, 'direct.open', { user_id: to.ann.id });
          const channel_id = community.channels[0]!.id;
          await node.run(to.bob, 'message.send', { channel_id, content: 'psst', nonce: `v${nonce++}` });
        },
        input: async (to) => {
          const { community } = await node.run(to.ann, 'direct.open', { user_id: to.bob.id });
          return { community_id: community.id };
        },
        ann: ['COMMUNITY_CREATE'],
      },
    },
    'group.create': {
      'of two': { input: (to) => ({ user_ids: [to.bob.id] }), ann: ['COMMUNITY_CREATE'], bob: ['COMMUNITY_CREATE'] },
    },
    'group.update': {
      'by a member': {
        as: bob,
        input: async (to) => ({ ...(await makeGroup(to)), name: 'Dinner' }),
        ann: ['COMMUNITY_UPDATE'],
        bob: ['COMMUNITY_UPDATE'],
      },
    },
    'group.add': {
      'by a member': {
        as: bob,
        given: async (to) => joinAs(node, to.ann, to.home.id, to.eve),
        input: async (to) => ({ ...(await makeGroup(to)), user_id: to.eve.id }),
        ann: ['COMMUNITY_MEMBER_ADD'],
        bob: ['COMMUNITY_MEMBER_ADD'],
        eve: ['COMMUNITY_CREATE'],
      },
    },
    'group.remove': {
      'by its owner': {
        input: async (to) => ({ ...(await makeGroup(to)), user_id: to.bob.id }),
        ann: ['COMMUNITY_MEMBER_REMOVE'],
        bob: ['COMMUNITY_DELETE'],
      },
    },
    'notification.list': { 'of none': { input: () => ({}) } },
    'notification.update': {
      'of a community': {
        input: (to) => ({ ...inHome(to), level: 'nothing', muted: true, muted_until: null, suppress_everyone: true }),
        ann: ['NOTIFICATION_SETTINGS_UPDATE'],
      },
      'of a channel, as usual again': {
        given: async (to) => {
          const usual = { level: 'inherit', muted: false, muted_until: null, suppress_everyone: false } as const;
          const muted = { ...inHome(to), channel_id: to.openId, ...usual, muted: true };
          await node.run(to.ann, 'notification.update', muted);
        },
        input: (to) => ({
          ...inHome(to),
          channel_id: to.openId,
          level: 'inherit',
          muted: false,
          muted_until: null,
          suppress_everyone: false,
        }),
        ann: ['NOTIFICATION_SETTINGS_UPDATE'],
      },
    },
    'push.subscribe': {
      'of a browser': {
        input: () => ({
          endpoint: 'https://push.example.org/one',
          keys: { p256dh: `B${'k'.repeat(86)}`, auth: 's'.repeat(22) },
        }),
      },
    },
    'push.unsubscribe': { 'of none': { input: () => ({}) } },
    'push.list': { 'of none': { input: () => ({}) } },
    'draft.list': { 'of none': { input: () => ({}) } },
    'draft.set': { 'of a text': { input: (to) => ({ ...first(to), content: 'well' }), ann: ['DRAFT_UPDATE'] } },
    'message.schedule': {
      'for later': {
        input: (to) => ({ ...first(to), content: 'later', send_at: inAnHour() }),
        ann: ['SCHEDULED_MESSAGE_UPDATE'],
      },
    },
    'schedule.list': { 'of none': { input: () => ({}) } },
    'schedule.update': {
      'of the time': {
        input: async (to) => ({ schedule_id: await putOff(to), send_at: inAnHour() }),
        ann: ['SCHEDULED_MESSAGE_UPDATE'],
      },
    },
    'schedule.send': {
      'of one that waits': {
        input: async (to) => ({ schedule_id: await putOff(to) }),
        ann: ['MESSAGE_CREATE', 'SCHEDULED_MESSAGE_DELETE'],
        bob: ['MESSAGE_CREATE'],
      },
    },
    'schedule.cancel': {
      'of one that waits': {
        input: async (to) => ({ schedule_id: await putOff(to) }),
        ann: ['SCHEDULED_MESSAGE_DELETE'],
      },
    },
    'bot.create': { 'by someone': { input: () => ({ name: 'Two' }), ann: ['BOT_CREATE'] } },
    'bot.list': { 'of one': { input: () => ({}) } },
    'bot.add': {
      'to a community': {
        given: makeBot,
        input: (to) => ({ ...inHome(to), bot_id: to.botId }),
        ann: ['COMMUNITY_MEMBER_ADD', 'INSTALLATION_CREATE'],
        bob: ['COMMUNITY_MEMBER_ADD'],
      },
    },
    'bot.update': {
      'of what it asks for': {
        given: makeBot,
        input: (to) => ({ bot_id: to.botId, scopes: [], public: true }),
        ann: ['BOT_UPDATE'],
      },
      'of its name, where it is installed': {
        given: addBot,
        input: (to) => ({ bot_id: to.botId, name: 'Renamed' }),
        ann: ['BOT_UPDATE', 'COMMUNITY_MEMBER_UPDATE'],
        bob: ['COMMUNITY_MEMBER_UPDATE'],
      },
    },
    'application.get': { 'of a bot': { given: makeBot, input: (to) => ({ bot_id: to.botId }) } },
    'installation.create': {
      'of a bot': {
        given: makeBot,
        input: (to) => ({ ...inHome(to), bot_id: to.botId, scopes: ['read:messages'] }),
        ann: ['COMMUNITY_MEMBER_ADD', 'INSTALLATION_CREATE'],
        bob: ['COMMUNITY_MEMBER_ADD'],
      },
    },
    'installation.list': { 'of one': { given: addBot, input: inHome } },
    'installation.update': {
      'of what it may do': {
        given: addBot,
        input: (to) => ({ ...inHome(to), bot_id: to.botId, scopes: [] }),
        ann: ['INSTALLATION_UPDATE'],
      },
    },
    'installation.delete': {
      'of one': {
        given: addBot,
        input: (to) => ({ ...inHome(to), bot_id: to.botId }),
        ann: ['COMMUNITY_MEMBER_REMOVE', 'INSTALLATION_DELETE'],
        bob: ['COMMUNITY_MEMBER_REMOVE'],
      },
    },
    'bot.token-reset': { 'by its owner': { given: makeBot, input: (to) => ({ bot_id: to.botId }) } },
    'bot.delete': {
      'that is in a community': {
        given: addBot,
        input: (to) => ({ bot_id: to.botId }),
        ann: ['BOT_DELETE', 'COMMUNITY_MEMBER_REMOVE', 'INSTALLATION_DELETE'],
        bob: ['COMMUNITY_MEMBER_REMOVE'],
      },
    },
    'application-command.set': {
      'by a bot': {
        as: () => bot,
        given: commandOf,
        input: () => ({ commands: [{ name: 'stoke', description: 'Stokes more' }] }),
      },
    },
    'application-command.list': { 'by a member': { as: bob, given: commandOf, input: first } },
    'application-command.delete': {
      'by its bot': { as: () => bot, input: async (to) => ({ command_id: (await commandOf(to)).id }) },
    },
    'interaction.create': {
      'of what Cozy does itself': {
        as: bob,
        input: async (to) => {
          const { commands } = await node.run(to.bob, 'application-command.list', first(to));
          return { ...first(to), type: 2, command_id: commands.find(({ name }) => name === 'help')!.id };
        },
        bob: ['INTERACTION_RESPONSE'],
      },
    },
    'interaction.respond': {
      'to everyone': {
        as: () => bot,
        input: async (to) => ({ ...(await call(to)).answer, type: 4, data: { content: 'Stoked' } }),
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
      'to the caller alone': {
        as: () => bot,
        input: async (to) => ({ ...(await call(to)).answer, type: 4, data: { content: 'Stoked', flags: 64 } }),
        bob: ['INTERACTION_RESPONSE'],
      },
    },
    'interaction.follow-up': {
      'to everyone': {
        as: () => bot,
        input: async (to) => {
          const { message_id: _, ...one } = await answered(to);
          return { ...one, content: 'And hotter', nonce: `s${nonce++}` };
        },
        ann: ['MESSAGE_CREATE'],
        bob: ['MESSAGE_CREATE'],
      },
    },
    'interaction.edit': {
      'of the answer': {
        as: () => bot,
        input: async (to) => ({ ...(await answered(to)), content: 'Cold' }),
        ann: ['MESSAGE_UPDATE'],
        bob: ['MESSAGE_UPDATE'],
      },
    },
    'interaction.delete': {
      'of the answer': { as: () => bot, input: answered, ann: ['MESSAGE_DELETE'], bob: ['MESSAGE_DELETE'] },
    },
  };

  it('[GW-23] has a case for every command', () => {
    expect(Object.keys(CASES)).to.have.members(Object.keys(COMMANDS));
    for (const [name, cases] of Object.entries(CASES)) expect(Object.keys(cases), name).to.not.deep.equal([]);
  });

  for (const [name, cases] of Object.entries(CASES)) {
    for (const [what, one] of Object.entries(cases)) {
      it(`[GW-20][GW-23] after ${name} ${what}`, async () => {
        await one.given?.(world);
        const input = await one.input(world);
        const { ann, bob: member, eve: outsider } = world;
        const seen = await verifyState(node, { ann, bob: member, eve: outsider }, async () => {
          const who = one.as ? await one.as(world) : ann;
          await node.run(who, name as CommandName, input as never);
        });
        for (const [who, names] of Object.entries({ ann: one.ann, bob: one.bob, eve: one.eve })) {
          if (names) expect(seen[who], who).to.include.members(names);
          else expect(seen[who], `${who} is told nothing`).to.deep.equal([]);
        }
      });
    }
  }

  it('[GW-22] after someone has joined, what happens next comes, too', async () => {
    const { ann, bob: member, eve: outsider, home } = world;
    await joinAs(node, ann, home.id, outsider);
    const seen = await verifyState(node, { ann, bob: member, eve: outsider }, async () => {
      await node.run(ann, 'community.update', { community_id: home.id, name: 'More' });
    });
    expect(seen.eve).to.deep.equal(['COMMUNITY_UPDATE']);
  });
});
