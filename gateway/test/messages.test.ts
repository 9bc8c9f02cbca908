import { LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import {
  dropDatabase,
  makeCommunity,
  outcome,
  startNode,
  type TestCommunity,
  type TestNode,
  type TestUser,
  testEngines,
} from './harness.ts';

describe('What can be done with messages', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let secretId: string;
  let nonce = 0;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob] = (await Promise.all(['ann', 'bob'].map((name) => node.person(name)))) as [TestUser, TestUser];
    home = await makeCommunity(node, ann, [bob]);
    const overwrites = [{ id: home.id, type: 0 as const, allow: '0', deny: '1024' }];
    const secret = { community_id: home.id, name: 'secret', type: 'text' as const, overwrites };
    secretId = (await node.run(ann, 'channel.create', secret)).channel.id;
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  const say = async (who: TestUser, content: string, channel_id = home.channelId) =>
    (await node.run(who, 'message.send', { channel_id, content, nonce: `w${nonce++}` })).message;
  /** Where everything that was done so far is in the projection. */
  const now = async () => {
    const { log, replica } = node.context;
    const partition = log.partitionOf({ kind: 'c', id: home.id });
    return { [partition]: Math.max((await log.bounds(partition)).last, replica.tail.position(partition)) };
  };

  it('[MSG-4] pins are listed, the last first, and end with their messages', async () => {
    const channel_id = home.channelId;
    const [first, second] = [await say(bob, 'first'), await say(bob, 'second')];
    for (const { id } of [first, second]) await node.run(ann, 'message.pin', { channel_id, message_id: id });
    const pins = async () => {
      const { messages } = await node.run(bob, 'message.pins', { channel_id, at: await now() });
      for (const { pinned_at } of messages) expect(pinned_at).to.be.a('string');
      return messages.map(({ content }) => content);
    };
    expect(await pins()).to.deep.equal(['second', 'first']);
    expect(await outcome(node.run(bob, 'message.pin', { channel_id, message_id: first.id }))).to.equal(
      'MISSING_PERMISSION',
    );
    await node.run(ann, 'message.unpin', { channel_id, message_id: second.id });
    expect(await pins()).to.deep.equal(['first']);
    await node.run(bob, 'message.delete', { channel_id, message_id: first.id });
    expect(await pins()).to.deep.equal([]);
  });

  it('[GW-61] pinsPerChannel: one pin more than LIMITS.pinsPerChannel is refused', async () => {
    const channel_id = secretId;
    const { pins } = node.context.database;
    const most = Array.from({ length: LIMITS.pinsPerChannel }, (_, i) => ({
      _id: `p${i}`,
      channel_id,
      user_id: ann.id,
      pinned_at: 'then',
    }));
    await pins.insertMany(most);
    const { id } = await say(ann, 'one more', channel_id);
    expect(await outcome(node.run(ann, 'message.pin', { channel_id, message_id: id }))).to.equal('LIMIT_REACHED');
    await pins.deleteMany({ channel_id });
    expect(await outcome(node.run(ann, 'message.pin', { channel_id, message_id: id }))).to.equal('done');
  });

  it('[MSG-5] earlier versions are kept, as many as LIMITS.versionsPerMessage, and go with the message', async () => {
    const channel_id = home.channelId;
    const { id, created_at } = await say(bob, 'draft 0 $content');
    const place = { channel_id, message_id: id };
    const versions = async () => (await node.run(ann, 'message.edits', { ...place, at: await now() })).versions;
    expect(await versions()).to.deep.equal([]);
    await node.run(bob, 'message.edit', { ...place, content: '$draft 1' });
    expect(await versions()).to.deep.equal([{ content: 'draft 0 $content', at: created_at }]);
    for (let i = 2; i <= LIMITS.versionsPerMessage + 2; i++) {
      await node.run(bob, 'message.edit', { ...place, content: `draft ${i}` });
    }
    const kept = (await versions()).map(({ content }) => content);
    expect(kept).to.have.length(LIMITS.versionsPerMessage);
    expect(kept.at(-1)).to.equal(`draft ${LIMITS.versionsPerMessage + 1}`);
    const [page] = (await node.run(ann, 'message.history', { channel_id, limit: 1 })).messages;
    expect(page).to.include({ content: `draft ${LIMITS.versionsPerMessage + 2}` });
    expect(page).to.not.have.any.keys('versions', 'edit_sequence');
    await node.run(bob, 'message.delete', place);
    expect(await outcome(versions())).to.equal('UNKNOWN_MESSAGE');
  });

  it('[MSG-6] many are deleted by one event, or none of them', async () => {
    const channel_id = home.channelId;
    const own = [await say(bob, 'a'), await say(bob, 'b')].map(({ id }) => id);
    const other = (await say(ann, 'c')).id;
    const by = (who: TestUser, message_ids: string[]) =>
      outcome(node.run(who, 'message.delete-bulk', { channel_id, message_ids }));
    expect(await by(bob, [...own, other])).to.equal('MISSING_PERMISSION');
    const client = await node.connect();
    await client.ready(bob.token);
    expect(await by(bob, own)).to.equal('done');
    const { data } = await client.event('MESSAGE_DELETE_BULK');
    expect(data.ids).to.deep.equal(own);
    const { messages } = await node.run(ann, 'message.history', { channel_id, at: client.cursors });
    expect(messages.map(({ id }) => id)).to.not.include.members(own);
    expect(await by(ann, [own[0]!, other])).to.equal('done');
    expect(await by(ann, own)).to.equal('UNKNOWN_MESSAGE');
    client.drop();
  });

  it('[GW-61] deletedAtOnce: more than LIMITS.deletedAtOnce are refused', async () => {
    const message_ids = Array.from({ length: LIMITS.deletedAtOnce + 1 }, (_, i) => String(10n ** 18n + BigInt(i)));
    const many = node.run(ann, 'message.delete-bulk', { channel_id: home.channelId, message_ids });
    expect(await outcome(many)).to.equal('INVALID_INPUT');
  });

  it('[MSG-7] who forwards sees the original, and may write where it goes', async () => {
    const { id } = await say(ann, `look @everyone <@${bob.id}>`, secretId);
    const to = { channel_id: secretId, message_id: id, to_channel_id: home.channelId };
    expect(await outcome(node.run(bob, 'message.forward', { ...to, nonce: 'f' }))).to.equal('UNKNOWN_CHANNEL');
    const { message } = await node.run(ann, 'message.forward', { ...to, nonce: 'f' });
    expect(message).to.deep.include({ content: '', mentions: [], channel_id: home.channelId });
    expect(message).to.not.have.property('mention_everyone');
    expect(message.forwarded).to.deep.include({ id, channel_id: secretId, content: `look @everyone <@${bob.id}>` });
    expect((await node.run(ann, 'message.forward', { ...to, nonce: 'f' })).message.id).to.equal(message.id);
    const back = { channel_id: home.channelId, message_id: message.id, to_channel_id: secretId, nonce: 'g' };
    expect(await outcome(node.run(bob, 'message.forward', back))).to.equal('UNKNOWN_CHANNEL');
    const again = await node.run(ann, 'message.forward', back);
    expect(again.message.forwarded).to.deep.equal(message.forwarded);
    const [page] = (await node.run(ann, 'message.history', { channel_id: secretId, limit: 1, at: await now() }))
      .messages;
    expect(page!.forwarded).to.deep.equal(message.forwarded);
  });
});
