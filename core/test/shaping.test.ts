import type { CommandInput, CommandName, CozyError, EventData } from '@cozy/protocol';
import { officialTemplates } from '@cozy/templates';
import { expect } from 'chai';
import type { Context } from '../src/index.ts';
import { openContext, person, run, type TestUser } from './harness.ts';

describe('How a community begins', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let owner: TestUser;
  let member: TestUser;

  before(async () => {
    ({ context, drop } = await openContext());
    [owner, member] = await Promise.all([person(context), person(context)]);
  });
  after(() => drop());

  const refusal = async <C extends CommandName>(who: TestUser, name: C, input: CommandInput<C>): Promise<CozyError> => {
    try {
      await run(context, who, name, input);
    } catch (error) {
      return error as CozyError;
    }
    throw new Error(`${name} was not refused.`);
  };
  const join = async (community_id: string) => {
    const { invite } = await run(context, owner, 'invite.create', { community_id });
    return (await run(context, member, 'invite.accept', { code: invite.code })).community;
  };
  /** What the log holds of a community's messages. */
  const messagesOf = async (id: string) => {
    const partition = context.log.partitionOf({ kind: 'c', id });
    const { last } = await context.log.bounds(partition);
    const messages: EventData<'MESSAGE_CREATE'>[] = [];
    for await (const event of context.log.read(partition, 0, last, [{ kind: 'c', id }])) {
      if (event.name === 'MESSAGE_CREATE') messages.push(event.data());
    }
    return messages;
  };

  for (const { manifest, structure, messages } of officialTemplates()) {
    it(`from the template ${manifest.slug}: roles, channels and each message once`, async () => {
      const input = { name: 'Fresh', template: manifest.slug };
      const { community } = await run(context, owner, 'community.create', input);
      expect(community.channels.map(({ name }) => name)).to.have.members(
        [...structure.categories, ...structure.channels].map(({ name }) => name),
      );
      expect(community.roles.map(({ name }) => name)).to.include.members(structure.roles.map(({ name }) => name));
      expect(community.roles.map(({ fixed }) => fixed)).to.include.members(['owner', 'moderator', 'member']);
      const nameOf = (id: string) => community.channels.find((one) => one.id === id)?.name;
      const seeds = await messagesOf(community.id);
      expect(seeds.map(({ content }) => content)).to.deep.equal(messages.map(({ content }) => content));
      const names = new Map(structure.channels.map(({ key, name }) => [key, name]));
      expect(seeds.map(({ channel_id }) => nameOf(channel_id))).to.deep.equal(
        messages.map(({ channel }) => names.get(channel)),
      );
    });
  }

  it('appends the messages of a template once, also when its outbox is published again', async () => {
    const { community } = await run(context, owner, 'community.create', { name: 'Twice', template: 'team' });
    const before = await messagesOf(community.id);
    const { communities } = context.database;
    const document = (await communities.findOne({ _id: community.id }).lean())!;
    expect(document.outbox).to.deep.equal([]);
    // As after a crash between the append and the pull: the entries are still there.
    const entries = context.outbox.entries(
      before.map((data) => {
        const owner = { kind: 'c', id: community.id } as const;
        return { owner, channelId: data.channel_id, name: 'MESSAGE_CREATE', data: { ...data, nonce: 'again' } };
      }),
    );
    for (let i = 0; i < 2; i++) await context.outbox.publish(communities, { ...document, outbox: entries }, []);
    expect(await messagesOf(community.id)).to.have.length(2 * before.length);
  });

  it('from a structure of its maker, and refuses one that does not hold together', async () => {
    const structure = {
      roles: [{ key: 'crew', name: 'Crew', hue: 12, permissions: ['MANAGE_MESSAGES' as const] }],
      categories: [{ key: 'deck', name: 'Deck' }],
      channels: [
        { key: 'hello', name: 'hello', type: 'text' as const, category: 'deck' },
        { key: 'news', name: 'news', type: 'announcement' as const },
      ],
    };
    const { community } = await run(context, owner, 'community.create', { name: 'Own', privacy: 'hidden', structure });
    expect(community.privacy).to.equal('hidden');
    const deck = community.channels.find(({ name }) => name === 'Deck');
    expect(community.channels.find(({ name }) => name === 'hello')?.parent_id).to.equal(deck?.id);
    const [news] = structure.channels.slice(1);
    const broken = { ...structure, channels: [{ ...news!, category: 'cellar' }] };
    expect(await refusal(owner, 'community.create', { name: 'Own', structure: broken })).to.include({
      code: 'INVALID_INPUT',
    });
  });

  it('[PERM-6] lets new members write once they have accepted the rules, and old ones as before', async () => {
    const { community } = await run(context, owner, 'community.create', { name: 'Quiet', template: 'guild' });
    await join(community.id);
    const tavern = community.channels.find(({ name }) => name === 'tavern')!.id;
    const send = (nonce: string) => ({ channel_id: tavern, content: 'hello', nonce });
    expect(await refusal(member, 'message.send', send('r1'))).to.include({ code: 'RULES_NOT_ACCEPTED' });
    const accepted = await run(context, member, 'member.accept-rules', { community_id: community.id });
    expect(accepted.member).not.to.have.property('pending');
    expect((await run(context, member, 'message.send', send('r2'))).message.content).to.equal('hello');

    const { community: old } = await run(context, owner, 'community.create', { name: 'Old' });
    await join(old.id);
    await run(context, owner, 'channel.create', { community_id: old.id, name: 'rules', type: 'rules' });
    const general = old.channels[0]!.id;
    await run(context, member, 'message.send', { channel_id: general, content: 'still', nonce: 'r3' });
  });

  it('[PERM-5] lets only those write announcements who are set to', async () => {
    const { community } = await run(context, owner, 'community.create', { name: 'News' });
    await join(community.id);
    const input = { community_id: community.id, name: 'news', type: 'announcement' as const };
    const { channel } = await run(context, owner, 'channel.create', input);
    const send = (nonce: string) => ({ channel_id: channel.id, content: 'hear', nonce });
    expect(await refusal(member, 'message.send', send('a1'))).to.include({ code: 'MISSING_PERMISSION' });
    const overwrites = [{ id: member.id, type: 1 as const, allow: '2048', deny: '0' }];
    await run(context, owner, 'channel.update', { channel_id: channel.id, overwrites });
    await run(context, member, 'message.send', send('a2'));
  });

  it('moves a channel between others, and into a category, in one write', async () => {
    const { community } = await run(context, owner, 'community.create', { name: 'Order', template: 'friends' });
    const idOf = (name: string) => community.channels.find((one) => one.name === name)!.id;
    const order = async () => {
      const { communities } = await run(context, owner, 'community.list', {});
      const { channels } = communities.find(({ id }) => id === community.id)!;
      const inside = (name: string | null) =>
        channels
          .filter(({ type, parent_id }) => type !== 'category' && parent_id === (name && idOf(name)))
          .sort((a, b) => a.position - b.position)
          .map(({ name }) => name);
      return { together: inside('Together'), things: inside('Things we share'), alone: inside(null) };
    };
    const { communities } = context.database;
    const revision = async () => (await communities.findOne({ _id: community.id }).lean())!.rev;
    const before = await revision();
    await run(context, owner, 'channel.move', {
      channel_id: idOf('recipes'),
      parent_id: idOf('Together'),
      before: idOf('trips'),
    });
    expect(await revision()).to.equal(before + 1);
    expect(await order()).to.deep.equal({
      together: ['plans', 'recipes', 'trips'],
      things: ['photos', 'watch-and-read'],
      alone: ['living-room'],
    });
    await run(context, owner, 'channel.move', { channel_id: idOf('plans'), parent_id: null });
    expect((await order()).alone).to.deep.equal(['living-room', 'plans']);
    const wrong = { channel_id: idOf('Together'), parent_id: idOf('Things we share') };
    expect(await refusal(owner, 'channel.move', wrong)).to.include({ code: 'INVALID_INPUT' });
    const elsewhere = { channel_id: idOf('plans'), before: idOf('photos') };
    expect(await refusal(owner, 'channel.move', elsewhere)).to.include({ code: 'INVALID_INPUT' });
  });

  it('moves a role above another, never above those who move it', async () => {
    const { community } = await run(context, owner, 'community.create', { name: 'Ranks', template: 'guild' });
    await join(community.id);
    const idOf = (name: string) => community.roles.find((one) => one.name === name)!.id;
    const move = (name: string, above: string | null) => ({
      community_id: community.id,
      role_id: idOf(name),
      above: above && idOf(above),
    });
    await run(context, owner, 'role.move', move('Veteran', 'Moderator'));
    const ranks = async () => {
      const { communities } = await run(context, owner, 'community.list', {});
      return communities.find(({ id }) => id === community.id)!.roles.map(({ name }) => name);
    };
    const expected = ['Owner', 'Officer', 'Veteran', 'Moderator', 'Organizer', 'Member'];
    expect(await ranks()).to.deep.equal(expected);
    expect(await refusal(owner, 'role.move', move('Member', null))).to.include({ code: 'ROLE_FIXED' });
    const { role } = await run(context, owner, 'role.update', {
      community_id: community.id,
      role_id: idOf('Moderator'),
      permissions: String(1n << 28n),
    });
    await run(context, member, 'member.accept-rules', { community_id: community.id });
    await run(context, owner, 'role.assign', { community_id: community.id, user_id: member.id, roles: [role.id] });
    expect(await refusal(member, 'role.move', move('Veteran', null))).to.include({ code: 'ROLE_HIERARCHY' });
    expect(await refusal(member, 'role.move', move('Organizer', 'Moderator'))).to.include({ code: 'ROLE_HIERARCHY' });
    const holders = await run(context, owner, 'member.list', { community_id: community.id, role_id: role.id });
    expect(holders.members.map(({ user }) => user.id)).to.deep.equal([member.id]);
  });

  it('is found and joined by everybody when it is public, and by nobody else', async () => {
    const word = `Zebra${Date.now()}`;
    const make = async (privacy: 'public' | 'invite' | 'hidden') =>
      (await run(context, owner, 'community.create', { name: `The ${word} ${privacy}`, privacy })).community.id;
    const [open, invited, hidden] = [await make('public'), await make('invite'), await make('hidden')];
    const found = async (query: string) =>
      (await run(context, member, 'community.discover', { query })).communities.map(({ id }) => id);
    expect(await found(word.toLowerCase())).to.deep.equal([open]);
    expect(await found('.*')).to.deep.equal([]);
    expect(JSON.stringify(await run(context, member, 'community.discover', {}))).not.to.contain(hidden);
    for (const community_id of [invited, hidden]) {
      expect(await refusal(member, 'community.join', { community_id })).to.include({ code: 'UNKNOWN_COMMUNITY' });
    }
    const { community } = await run(context, member, 'community.join', { community_id: open });
    expect(community.member_count).to.equal(2);
    const { invite } = await run(context, owner, 'invite.create', { community_id: hidden });
    const preview = await run(context, null, 'invite.preview', { code: invite.code });
    expect(JSON.stringify(preview)).not.to.match(new RegExp(`${hidden}|${owner.id}`));
    await run(context, owner, 'community.update', { community_id: open, privacy: 'hidden' });
    expect(await found(word)).to.deep.equal([]);
  });
});
