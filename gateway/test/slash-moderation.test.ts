import { type InteractionOption, MODERATOR_PERMISSIONS, PERMISSIONS } from '@cozy/protocol';
import { expect } from 'chai';
import {
  dropDatabase,
  joinAs,
  makeCommunity,
  refusal,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

type Values = Record<string, InteractionOption['value']>;

const COMMANDS = [
  'announce',
  'ban',
  'case',
  'kick',
  'lock',
  'nick',
  'note',
  'purge',
  'role',
  'slowmode',
  'tempban',
  'timeout',
  'unban',
  'unlock',
  'warn',
  'warnings',
];

describe('Slash commands of moderators', function () {
  this.timeout(60_000);
  let node: TestNode;
  /** Ann owns the community, Mod looks after it, Bob is a member. */
  let ann: TestUser;
  let mod: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let nonce = 0;

  before(async () => {
    node = await startNode(testEngines());
    [ann, mod, bob] = (await Promise.all(['ann', 'mod', 'bob'].map((name) => node.person(name)))) as [
      TestUser,
      TestUser,
      TestUser,
    ];
  });
  beforeEach(async () => {
    home = await makeCommunity(node, ann, [mod, bob]);
    await node.run(ann, 'role.assign', { ...at(), user_id: mod.id, roles: [home.moderatorRole] });
    const permissions = MODERATOR_PERMISSIONS | PERMISSIONS.MANAGE_CHANNELS | PERMISSIONS.MANAGE_ROLES;
    const role = { ...at(), role_id: home.moderatorRole, permissions: String(permissions) };
    await node.run(ann, 'role.update', role);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const at = () => ({ community_id: home.id });
  const here = () => ({ channel_id: home.channelId });
  const offered = async (who: TestUser) => (await node.run(who, 'application-command.list', here())).commands;
  /** Calls a command as somebody's client would. @returns what only they are shown. */
  const call = async (
    who: TestUser,
    name: string,
    values: Values = {},
    subcommand?: string,
    channel_id = home.channelId,
  ) => {
    // Whoever guesses the id of a command that is not offered is refused too.
    const command = (await offered(ann)).find((one) => one.name === name)!;
    const given = Object.entries(values).map(([option, value]) => ({ name: option, value }));
    const options = subcommand ? [{ name: subcommand, options: given }] : given;
    const input = { channel_id, type: 2 as const, command_id: command.id, options };
    const { message } = await node.run(who, 'interaction.create', input);
    expect(message).to.include({ flags: 64 });
    return message!.content;
  };
  const code = async (act: Promise<unknown>) => (await refusal(act)).code;
  const write = async (who: TestUser, content: string) =>
    (await node.run(who, 'message.send', { ...here(), content, nonce: `s${nonce++}` })).message;
  const texts = async () => {
    const { messages } = await node.run(ann, 'message.history', here());
    return messages.map(({ content }) => content);
  };
  const last = async () => (await node.run(ann, 'case.list', { ...at(), limit: 1 })).cases[0];

  it('[INT-13] are offered only to who may use them, and refused to others', async () => {
    const names = async (who: TestUser) => (await offered(who)).map(({ name }) => name);
    expect(await names(ann)).to.include.members(COMMANDS);
    expect(await names(mod)).to.include.members(COMMANDS);
    expect((await names(bob)).filter((name) => COMMANDS.includes(name))).to.deep.equal(['nick']);
    for (const name of COMMANDS.filter((one) => one !== 'nick')) {
      expect(await code(call(bob, name, { member: mod.id })), name).to.equal('UNKNOWN_APPLICATION_COMMAND');
    }
    expect(await code(call(bob, 'nick', { member: mod.id, name: 'Boss' }))).to.equal('MISSING_PERMISSION');
  });

  it('do nothing to who stands as high', async () => {
    const towards: [string, Values][] = [
      ['kick', {}],
      ['ban', {}],
      ['tempban', { duration: '1h' }],
      ['timeout', { duration: '1h' }],
      ['warn', { reason: 'x' }],
      ['nick', { name: 'x' }],
    ];
    for (const [name, values] of towards) {
      expect(await code(call(mod, name, { member: ann.id, ...values })), name).to.equal('ROLE_HIERARCHY');
    }
    const own = { member: bob.id, role: home.moderatorRole };
    expect(await code(call(mod, 'role', own, 'add'))).to.equal('ROLE_HIERARCHY');
    expect(await last()).to.equal(undefined);
  });

  it('[MOD-4] /warn, /note, /warnings and /case keep cases, show them and change their reasons', async () => {
    expect(await call(mod, 'warnings', { member: bob.id })).to.contain('was not warned yet');
    expect(await call(mod, 'warn', { member: bob.id, reason: 'Too *loud*' })).to.contain('is warned (case 1).');
    expect(await call(mod, 'note', { member: bob.id, text: 'Is new here' })).to.contain('(case 2).');
    expect(await last()).to.include({ action: 'MEMBER_NOTE', reason: 'Is new here', actor_id: mod.id });
    const listed = await call(mod, 'warnings', { member: bob.id });
    expect(listed).to.contain('**Case 1**').and.contain('Too \\*loud\\*').and.not.contain('Is new here');
    expect(await call(mod, 'case', { number: 1, reason: 'Too quiet' }))
      .to.contain('was warned')
      .and.contain('Too quiet');
    expect(await call(mod, 'case', { number: 1 })).to.contain('Too quiet');
    expect(await code(call(mod, 'case', { number: 9 }))).to.equal('UNKNOWN_CASE');
  });

  it('[MOD-3] /timeout lets somebody only read, and 0 ends that', async () => {
    const done = await call(mod, 'timeout', { member: bob.id, duration: '30m', reason: 'Cool down' });
    expect(done).to.contain('is timed out for 30 minutes (case 1).');
    const { expires_at, reason } = (await last())!;
    expect(reason).to.equal('Cool down');
    expect(Date.parse(expires_at!) - Date.now()).to.be.within(29 * 60_000, 30 * 60_000);
    expect(await code(write(bob, 'Hello'))).to.equal('TIMED_OUT');
    await call(mod, 'timeout', { member: bob.id, duration: '0' });
    await write(bob, 'Hello');
    for (const duration of ['soon', '29d', '-1h']) {
      const { errors } = await refusal(call(mod, 'timeout', { member: bob.id, duration }));
      expect(errors, duration).to.have.keys('/options/duration');
    }
  });

  it('[MOD-1] /kick, /ban, /tempban and /unban decide who is in', async () => {
    expect(await call(mod, 'kick', { member: bob.id, reason: 'Bye' })).to.contain('is removed (case 1).');
    expect(await code(write(bob, 'Hello'))).to.equal('UNKNOWN_CHANNEL');
    await joinAs(node, ann, home.id, bob);
    await write(bob, 'Spam');
    expect(await call(mod, 'ban', { member: bob.id, delete_days: 1 })).to.contain('is banned (case 2).');
    expect(await code(joinAs(node, ann, home.id, bob))).to.equal('BANNED');
    while ((await texts()).includes('Spam')) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await call(mod, 'unban', { member: bob.id })).to.contain('is lifted (case 3).');
    expect(await code(call(mod, 'unban', { member: bob.id }))).to.equal('UNKNOWN_BAN');
    await joinAs(node, ann, home.id, bob);
    const done = await call(mod, 'tempban', { member: bob.id, duration: '7d' });
    expect(done).to.contain('is banned for 7 days (case 4).');
    const [ban] = (await node.run(ann, 'ban.list', at())).bans;
    expect(Date.parse(ban!.expires_at!) - Date.parse(ban!.created_at)).to.equal(7 * 86_400_000);
  });

  it('/purge deletes the last messages, of everyone or of one', async () => {
    for (const content of ['one', 'two', 'three']) await write(bob, content);
    await write(ann, 'four');
    expect(await call(mod, 'purge', { count: 2, member: bob.id })).to.equal('2 messages are deleted.');
    expect(await call(mod, 'purge', { count: 1 })).to.equal('1 message is deleted.');
    while ((await texts()).includes('four')) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await texts()).to.deep.equal(['one']);
    expect(await call(mod, 'purge', { count: 1, member: ann.id })).to.equal('There is nothing to delete.');
  });

  it('[MOD-5] /slowmode slows a channel down; /lock and /unlock close and open it', async () => {
    expect(await call(mod, 'slowmode', { duration: '5m' })).to.contain('once in 5 minutes');
    await write(bob, 'First');
    expect(await code(write(bob, 'Second'))).to.equal('RATE_LIMITED');
    expect(await call(mod, 'slowmode', { duration: '0' })).to.contain('Slow mode is off');
    await write(bob, 'Third');
    expect(await call(mod, 'lock')).to.contain('is locked');
    expect(await code(write(bob, 'Fourth'))).to.equal('MISSING_PERMISSION');
    await write(ann, 'Only me');
    // Who may not write there either opens it from elsewhere.
    const office = { ...at(), name: 'office', type: 'text' as const };
    const { channel } = await node.run(ann, 'channel.create', office);
    const elsewhere = { channel: home.channelId };
    expect(await call(mod, 'unlock', elsewhere, undefined, channel.id)).to.contain('is open again');
    await write(bob, 'Fifth');
  });

  it('/role gives and takes roles, /nick changes nicknames', async () => {
    const { role } = await node.run(ann, 'role.create', { ...at(), name: 'Knitter' });
    const roles = async () =>
      (await node.run(ann, 'member.list', at())).members.find(({ user }) => user.id === bob.id)!.roles;
    await call(mod, 'role', { member: bob.id, role: role.id }, 'add');
    expect(await roles()).to.deep.equal([role.id]);
    await call(mod, 'role', { member: bob.id, role: role.id }, 'remove');
    expect(await roles()).to.deep.equal([]);
    expect(await call(mod, 'nick', { member: bob.id, name: 'Bobby' })).to.contain('**Bobby**');
    expect(await call(bob, 'nick', { name: 'Rob' })).to.contain('**Rob**');
    expect(await call(bob, 'nick')).to.contain('has no nickname now');
  });

  it('/announce writes in the announcement channel', async () => {
    expect((await refusal(call(mod, 'announce', { text: 'Hi' }))).errors).to.have.keys('/options/channel');
    const news = { ...at(), name: 'news', type: 'announcement' as const };
    const { channel } = await node.run(ann, 'channel.create', news);
    expect(await call(ann, 'announce', { text: 'We are open' })).to.contain('**#news**');
    const posted = async () => {
      const { messages } = await node.run(bob, 'message.history', { channel_id: channel.id });
      return messages.map(({ content, author }) => [content, author.id]);
    };
    while ((await posted()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await posted()).to.deep.equal([['We are open', ann.id]]);
  });
});
