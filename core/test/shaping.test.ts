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
});
