import { changeAttachment, tellProgress } from '@cozy/core';
import { EVENTS, type EventName, INTENTS } from '@cozy/protocol';
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
import { PIXEL } from './pixel.ts';

/** Every group, and what of it happens in the test: everything that there is. */
const GROUPS: [intent: number, names: EventName[]][] = [
  [
    INTENTS.COMMUNITIES,
    [
      'COMMUNITY_UPDATE',
      'CHANNEL_CREATE',
      'CHANNEL_UPDATE',
      'CHANNEL_DELETE',
      'COMMUNITY_ROLE_CREATE',
      'COMMUNITY_ROLE_UPDATE',
      'COMMUNITY_ROLE_DELETE',
    ],
  ],
  [INTENTS.COMMUNITY_EXPRESSIONS, ['COMMUNITY_EMOJIS_UPDATE', 'COMMUNITY_STICKERS_UPDATE']],
  [
    INTENTS.COMMUNITY_MEMBERS,
    ['COMMUNITY_MEMBER_ADD', 'COMMUNITY_MEMBER_UPDATE', 'COMMUNITY_MEMBER_REMOVE', 'JOIN_REQUESTS_UPDATE'],
  ],
  [INTENTS.COMMUNITY_MODERATION, ['COMMUNITY_BAN_ADD', 'COMMUNITY_BAN_REMOVE']],
  [INTENTS.COMMUNITY_PRESENCES, ['PRESENCE_UPDATE']],
  [
    INTENTS.COMMUNITY_MESSAGES,
    [
      'MESSAGE_CREATE',
      'MESSAGE_UPDATE',
      'MESSAGE_DELETE',
      'MESSAGE_DELETE_BULK',
      'CHANNEL_PINS_UPDATE',
      'MESSAGE_POLL_UPDATE',
      'ATTACHMENT_UPDATE',
      'MESSAGE_EMBEDS_UPDATE',
    ],
  ],
  [INTENTS.COMMUNITY_MESSAGE_REACTIONS, ['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE']],
  [INTENTS.COMMUNITY_MESSAGE_TYPING, ['TYPING_START', 'ATTACHMENT_PROGRESS']],
];
/** What comes whatever is asked for: of the account itself, and that it has left. */
const ALWAYS: EventName[] = [
  'POLL_VOTE',
  'READ_STATE_UPDATE',
  'USER_UPDATE',
  'BOT_CREATE',
  'BOT_DELETE',
  'COMMUNITY_DELETE',
];

describe('Intents', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let eve: TestUser;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob, eve] = (await Promise.all(['ann', 'bob', 'eve'].map((name) => node.person(name)))) as [
      TestUser,
      TestUser,
      TestUser,
    ];
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  it('[GW-15] have every event that has one', () => {
    const grouped = Object.entries(EVENTS).filter(([, { intent }]) => intent !== null);
    expect(GROUPS.flatMap(([, names]) => names)).to.have.members(grouped.map(([name]) => name));
  });

  it('[GW-15] bring the events of their groups, all of them, and besides only those of no group', async () => {
    const home = await makeCommunity(node, ann, [bob]);
    const sessions = await Promise.all(
      GROUPS.map(async ([intents, names]) => {
        const client = await node.connect();
        await client.ready(bob.token, { intents, subscribe: { communities: [home.id], channels: [home.channelId] } });
        return { client, names };
      }),
    );
    await everything(home.id, home.channelId);
    for (const { client, names } of sessions) {
      // The last thing that happens, on the account's own part of the log.
      await client.event('COMMUNITY_DELETE');
      for (const name of [...names, ...ALWAYS]) await client.event(name);
      await client.settled();
      expect(new Set(client.names)).to.deep.equal(new Set<EventName>(['READY', ...names, ...ALWAYS]));
    }
  });

  /** Does what brings every event that a member can be sent, ending with their removal. */
  async function everything(community_id: string, channel_id: string): Promise<void> {
    const here = { community_id };
    await joinAs(node, ann, community_id, eve);
    const { message } = await node.run(ann, 'message.send', { channel_id, content: 'x', nonce: 'intents' });
    const place = { channel_id, message_id: message.id };
    await node.run(ann, 'message.edit', { ...place, content: 'y' });
    await node.run(ann, 'reaction.add', { ...place, emoji: '🦊' });
    await node.run(ann, 'reaction.remove', { ...place, emoji: '🦊' });
    await node.run(ann, 'typing.start', { channel_id });
    await node.run(bob, 'read.mark', place);
    const announced = { channel_id, filename: 'a.mp4', size: 10 };
    const { id } = (await node.run(ann, 'attachment.create', announced)).attachment;
    const sent = await node.run(ann, 'message.send', { channel_id, content: '', nonce: 'file', attachments: [{ id }] });
    // Once it is in history, the file is bound to it, and its changes are told.
    await node.run(ann, 'message.edit', { channel_id, message_id: sent.message.id, content: 'z' });
    const file = await changeAttachment(node.context, id, { status: 'processing' });
    tellProgress(node.context, file!, 0.5);
    await node.run(ann, 'message.suppress-embeds', { ...place, suppress: true });
    await node.run(ann, 'message.pin', place);
    const poll = { channel_id, question: 'x?', answers: ['y', 'n'], nonce: 'poll' };
    const asked = (await node.run(ann, 'poll.create', poll)).message;
    const counting = await node.connect();
    await counting.ready(ann.token);
    await node.run(bob, 'poll.vote', { channel_id, message_id: asked.id, answers: [0] });
    await counting.event('MESSAGE_POLL_UPDATE');
    counting.drop();
    await node.run(ann, 'message.delete', place);
    await node.run(ann, 'message.delete-bulk', { channel_id, message_ids: [sent.message.id] });
    const { channel } = await node.run(ann, 'channel.create', { ...here, name: 'c', type: 'text' });
    await node.run(ann, 'channel.update', { channel_id: channel.id, topic: 'x' });
    await node.run(ann, 'channel.delete', { channel_id: channel.id });
    const { role } = await node.run(ann, 'role.create', { ...here, name: 'r' });
    await node.run(ann, 'role.update', { ...here, role_id: role.id, name: 's' });
    await node.run(ann, 'role.assign', { ...here, user_id: bob.id, roles: [role.id] });
    await node.run(ann, 'role.delete', { ...here, role_id: role.id });
    await node.run(ann, 'emoji.create', { ...here, name: 'xx', image: PIXEL });
    await node.run(ann, 'sticker.create', { ...here, name: 'xx', image: PIXEL });
    await node.run(ann, 'community.update', { ...here, name: 'x' });
    const watching = await present(community_id);
    await node.run(ann, 'member.kick', { ...here, user_id: eve.id });
    await node.run(ann, 'member.ban', { ...here, user_id: eve.id });
    await node.run(ann, 'member.unban', { ...here, user_id: eve.id });
    await node.run(ann, 'community.update', { ...here, join: { approval: true, questions: [] } });
    const { code } = (await node.run(ann, 'invite.create', here)).invite;
    await node.run(eve, 'join.apply', { code, answers: [] });
    await node.run(bob, 'user.update', { bio: 'x' });
    const { bot } = await node.run(bob, 'bot.create', { name: 'Echo' });
    await node.run(bob, 'bot.delete', { bot_id: bot.id });
    await node.run(ann, 'member.kick', { ...here, user_id: bob.id });
    watching.drop();
  }

  /** Lets eve come, which those who want to know who is here are told. */
  async function present(communityId: string): Promise<TestClient> {
    const client = await node.connect();
    await client.ready(eve.token, { subscribe: { communities: [communityId], channels: [] } });
    await client.event('PRESENCE_UPDATE', ({ user_id }) => user_id === eve.id);
    return client;
  }
});
