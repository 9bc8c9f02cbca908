import { LIMITS } from '@cozy/protocol';
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

describe('Moderation', function () {
  this.timeout(60_000);
  const engines = testEngines();
  /** Two nodes, of which the first projects. */
  let node: TestNode;
  let other: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let home: TestCommunity;
  let nonce = 0;

  before(async () => {
    node = await startNode(engines);
    other = await startNode(engines, { worker: false });
    [ann, bob] = await Promise.all([node.person('ann'), node.person('bob')]);
  });
  beforeEach(async () => {
    home = await makeCommunity(node, ann, [bob]);
  });
  after(async () => {
    await other.stop();
    await dropDatabase(node);
    await node.stop();
  });

  const at = () => ({ community_id: home.id });
  const bobHere = () => ({ ...at(), user_id: bob.id });
  const write = (on: TestNode, who: TestUser, content = 'Hello') =>
    on.run(who, 'message.send', { channel_id: home.channelId, content, nonce: `m${nonce++}` });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

  it('[MOD-1] keeps out who is banned, whichever door they try, on every node, until the ban is lifted', async () => {
    await node.run(ann, 'community.update', { ...at(), privacy: 'public' });
    const { invite } = await node.run(ann, 'invite.create', at());
    const { bot } = await node.run(bob, 'bot.create', { name: 'Echo' });
    expect(await node.run(ann, 'member.ban', { ...bobHere(), reason: 'Only a test' })).to.deep.equal({
      case_number: 1,
    });
    for (const on of [node, other]) {
      expect((await refusal(on.run(bob, 'invite.accept', { code: invite.code }))).code).to.equal('BANNED');
      expect((await refusal(on.run(bob, 'community.join', at()))).code).to.equal('BANNED');
      expect((await refusal(on.run(bob, 'join.apply', { code: invite.code, answers: [] }))).code).to.equal('BANNED');
      expect((await refusal(on.run(bob, 'message.history', { channel_id: home.channelId }))).code).to.equal(
        'UNKNOWN_CHANNEL',
      );
    }
    expect((await refusal(node.run(ann, 'member.ban', bobHere()))).code).to.equal('ALREADY_BANNED');
    const [ban] = (await node.run(ann, 'ban.list', at())).bans;
    expect(ban).to.deep.include({ actor_id: ann.id, reason: 'Only a test' });

    await node.run(ann, 'member.unban', bobHere());
    expect((await refusal(node.run(ann, 'member.unban', bobHere()))).code).to.equal('UNKNOWN_BAN');
    await other.run(bob, 'invite.accept', { code: invite.code });
    await write(other, bob);
    await node.run(ann, 'member.ban', { ...at(), user_id: bot.id });
    await node.run(ann, 'role.assign', { ...bobHere(), roles: [home.moderatorRole] });
    await node.run(ann, 'role.update', { ...at(), role_id: home.moderatorRole, permissions: '32' });
    expect((await refusal(node.run(bob, 'bot.add', { ...at(), bot_id: bot.id }))).code).to.equal('BANNED');
  });

  it('[MOD-1] ends a ban on time, also when every process was restarted meanwhile', async () => {
    const { invite } = await node.run(ann, 'invite.create', at());
    await node.run(ann, 'member.ban', { ...bobHere(), duration: 1 });
    const ends = Date.now() + 1_000;
    await other.stop();
    await node.stop();
    while (Date.now() <= ends) await pause();
    node = await startNode(engines);
    other = await startNode(engines, { worker: false });
    await other.run(bob, 'invite.accept', { code: invite.code });

    await node.run(ann, 'member.ban', { ...bobHere(), duration: 1 });
    while ((await node.run(ann, 'ban.list', at())).bans.length > 0) await pause();
    const lifted = { community_id: home.id, action: 'MEMBER_BAN_REMOVE' as const };
    const read = () => node.context.database.cases.find(lifted).sort({ number: -1 }).toArray();
    let cases = await read();
    while (cases.length < 2) {
      await pause();
      cases = await read();
    }
    // The numbers between are the bans'.
    expect(cases.map(({ number, actor_id }) => [number, actor_id])).to.deep.equal([
      [4, undefined],
      [2, undefined],
    ]);
  });

  it('[MOD-2] deletes what who is banned has written lately, in channels and threads', async () => {
    const { message } = await write(node, ann, 'Ours');
    await write(node, bob, `Hey <@${ann.id}>`);
    const inThread = { channel_id: home.channelId, thread_id: message.id, content: 'Mine', nonce: `m${nonce++}` };
    await node.run(bob, 'message.send', inThread);
    const client = await node.connect();
    await client.ready(ann.token);
    await node.run(ann, 'member.ban', { ...bobHere(), delete_message_seconds: LIMITS.banDeletesSeconds });
    await client.event('MESSAGE_DELETE_BULK');
    await client.event('MESSAGE_DELETE');
    const { messages } = await node.run(ann, 'message.history', { channel_id: home.channelId, at: client.cursors });
    expect(messages.map(({ content }) => content)).to.deep.equal(['Ours']);
    client.drop();
  });

  it('[MOD-3] leaves to who is timed out only looking and reading, and gives the rest back in time', async () => {
    const client = await other.connect();
    await client.ready(bob.token);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const { member } = await node.run(ann, 'member.timeout', { ...bobHere(), communication_disabled_until: until });
    expect(member.communication_disabled_until).to.equal(until);
    await client.event('COMMUNITY_MEMBER_UPDATE', (data) => data.communication_disabled_until === until);
    const { message } = await write(node, ann);
    await client.event('MESSAGE_CREATE');
    for (const on of [node, other]) {
      const place = { channel_id: home.channelId, message_id: message.id };
      expect((await refusal(on.run(bob, 'reaction.add', { ...place, emoji: '🙂' }))).code).to.equal('TIMED_OUT');
      expect((await refusal(on.run(bob, 'invite.create', at()))).code).to.equal('TIMED_OUT');
      const { messages } = await on.run(bob, 'message.history', { channel_id: home.channelId, at: client.cursors });
      expect(messages[0]?.id).to.equal(message.id);
    }
    // Who leaves and comes back is still timed out.
    await node.run(bob, 'member.leave', at());
    await joinAs(node, ann, home.id, bob);
    const send = { channel_id: home.channelId, content: 'x', nonce: `m${nonce++}` };
    expect((await refusal(node.run(bob, 'message.send', send))).code).to.equal('TIMED_OUT');

    await node.run(ann, 'member.timeout', { ...bobHere(), communication_disabled_until: null });
    await write(node, bob);
    const soon = new Date(Date.now() + 1_000).toISOString();
    await node.run(ann, 'member.timeout', { ...bobHere(), communication_disabled_until: soon });
    while (Date.now() <= Date.parse(soon)) await pause();
    await write(node, bob);
    const tooLong = new Date(Date.now() + (LIMITS.timeoutDays + 1) * 86_400_000).toISOString();
    const input = { ...bobHere(), communication_disabled_until: tooLong };
    expect((await refusal(node.run(ann, 'member.timeout', input))).code).to.equal('INVALID_INPUT');
    client.drop();
  });

  it('[MOD-4] numbers cases without a gap or a double, also when many come at once on several nodes', async () => {
    const warn = (on: TestNode) => on.run(ann, 'member.warn', { ...bobHere(), reason: 'Only a test' });
    const given = await Promise.all(Array.from({ length: 24 }, (_, i) => warn(i % 2 === 0 ? node : other)));
    const numbers = given.map(({ case_number }) => case_number!).sort((a, b) => a - b);
    expect(numbers).to.deep.equal(Array.from({ length: 24 }, (_, i) => i + 1));
    const { cases } = await node.run(ann, 'case.list', { ...bobHere(), limit: LIMITS.moderationPage });
    expect(cases.map(({ number }) => number)).to.deep.equal(numbers.toReversed());
    const nowhere = { ...at(), number: 4711 };
    expect((await refusal(node.run(ann, 'case.get', nowhere))).code).to.equal('UNKNOWN_CASE');
    expect((await refusal(node.run(ann, 'case.update', { ...nowhere, reason: 'x' }))).code).to.equal('UNKNOWN_CASE');
    await node.run(ann, 'member.note', { ...bobHere(), reason: 'Between us' });
    await node.run(ann, 'case.update', { ...at(), number: 3, reason: 'Better words' });
    const { moderation_case } = await node.run(ann, 'case.get', { ...at(), number: 3 });
    expect(moderation_case).to.deep.include({ action: 'MEMBER_WARN', reason: 'Better words', target_id: bob.id });
  });

  it('[MOD-5] lets a member write once in the time of slow mode, whichever nodes they use; moderators are exempt', async () => {
    await node.run(ann, 'channel.update', { channel_id: home.channelId, rate_limit_per_user: LIMITS.slowmodeSeconds });
    const client = await other.connect();
    const { communities } = await client.ready(bob.token);
    const [channel] = communities.find(({ id }) => id === home.id)!.channels;
    expect(channel?.rate_limit_per_user).to.equal(LIMITS.slowmodeSeconds);
    const send = { channel_id: home.channelId, content: 'Once', nonce: `m${nonce++}` };
    const { message } = await node.run(bob, 'message.send', send);
    // The same send again is the same message.
    expect((await other.run(bob, 'message.send', send)).message.id).to.equal(message.id);
    for (const on of [node, other]) {
      const error = await refusal(on.run(bob, 'message.send', { ...send, nonce: `m${nonce++}` }));
      expect(error.code).to.equal('RATE_LIMITED');
      expect(error.retryAfter).to.be.within(LIMITS.slowmodeSeconds - 60, LIMITS.slowmodeSeconds);
    }
    await write(node, ann);
    await write(other, ann);
    client.drop();
  });

  it('[MOD-6] keeps every act in the audit log, which can be filtered', async () => {
    await node.run(ann, 'channel.update', { channel_id: home.channelId, topic: 'Anything' });
    const { role } = await node.run(ann, 'role.create', { ...at(), name: 'Helpers' });
    await node.run(ann, 'role.assign', { ...bobHere(), roles: [role.id] });
    await node.run(ann, 'member.update', { ...bobHere(), nick: 'Bobby', reason: 'Shorter' });
    const { message } = await write(node, bob);
    await node.run(ann, 'message.delete', { channel_id: home.channelId, message_id: message.id });
    await node.run(ann, 'member.kick', { ...bobHere(), reason: 'Only a test' });
    const { entries, users } = await node.run(ann, 'audit.list', { ...at(), limit: LIMITS.moderationPage });
    expect(entries.map(({ action }) => action)).to.deep.equal([
      'MEMBER_KICK',
      'MESSAGE_DELETE',
      'MEMBER_UPDATE',
      'MEMBER_ROLE_UPDATE',
      'ROLE_CREATE',
      'CHANNEL_UPDATE',
      'INVITE_CREATE',
    ]);
    expect(users.map(({ id }) => id)).to.have.members([ann.id, bob.id]);
    expect(entries[2]).to.deep.include({ reason: 'Shorter', changes: [{ key: 'nick', new_value: 'Bobby' }] });
    expect(entries[3]?.changes).to.deep.equal([{ key: '$add', new_value: 'Helpers' }]);
    expect(entries[5]?.changes).to.deep.equal([{ key: 'topic', new_value: 'Anything' }]);
    const ofBob = await node.run(ann, 'audit.list', { ...at(), user_id: ann.id, target_id: bob.id, limit: 2 });
    expect(ofBob.entries.map(({ action }) => action)).to.deep.equal(['MEMBER_KICK', 'MESSAGE_DELETE']);
    const before = { ...at(), before: entries[1]!.id, after: entries[5]!.id };
    expect((await node.run(ann, 'audit.list', before)).entries).to.deep.equal(entries.slice(2, 5));
    expect((await node.run(ann, 'audit.list', { ...at(), action: 'ROLE_CREATE' })).entries).to.have.length(1);
  });

  it('[MOD-7] writes to a member what was done and why, when that is wanted', async () => {
    const warning = { ...bobHere(), reason: 'Mind the tone', notify: true };
    expect(await node.run(ann, 'member.warn', warning)).to.deep.include({ notified: true });
    const { communities } = await node.run(bob, 'direct.list', {});
    const channel_id = communities.find(({ recipients }) => recipients?.[0]?.id === ann.id)!.channels[0]!.id;
    const { messages } = await node.run(bob, 'message.history', { channel_id });
    expect(messages[0]?.content).to.equal('You were warned in Home.\n> Mind the tone');
    await node.run(bob, 'relationship.block', { user_id: ann.id });
    expect(await node.run(ann, 'member.kick', { ...bobHere(), notify: true })).to.deep.include({ notified: false });
    await node.run(bob, 'relationship.unblock', { user_id: ann.id });
  });
});
