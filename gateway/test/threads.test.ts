import { type CommandInput, LIMITS, type Message } from '@cozy/protocol';
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

/** Finds the error's code of a command that is refused. */
describe('Threads and feeds', function () {
  this.timeout(60_000);
  let node: TestNode;
  let ann: TestUser;
  let bob: TestUser;
  let cid: TestUser;
  let home: TestCommunity;
  let made = 0;

  before(async () => {
    node = await startNode(testEngines());
    [ann, bob, cid] = [await node.person('ann'), await node.person('bob'), await node.person('cid')];
  });
  beforeEach(async () => {
    home = await makeCommunity(node, ann, [bob, cid]);
  });
  after(async () => {
    await dropDatabase(node);
    await node.stop();
  });

  type Send = Partial<CommandInput<'message.send'>>;
  const say = async (who: TestUser, content: string, more: Send = {}): Promise<Message> => {
    const input = { channel_id: home.channelId, content, nonce: `t${made++}`, ...more };
    return (await node.run(who, 'message.send', input)).message;
  };
  const at = ({ sequence }: Message) => ({
    [String(node.context.log.partitionOf({ kind: 'c', id: home.id }))]: sequence!,
  });
  const history = async (input: Partial<CommandInput<'message.history'>> = {}, who = ann) =>
    (await node.run(who, 'message.history', { channel_id: home.channelId, ...input })).messages;
  const threads = async (who: TestUser) => (await node.run(who, 'thread.list', {})).threads;
  const place = (root: Message) => ({ channel_id: root.channel_id, thread_id: root.id });
  const makeChannel = async (input: Partial<CommandInput<'channel.create'>>) => {
    const channel = { community_id: home.id, name: 'news', type: 'feed' as const, ...input };
    return (await node.run(ann, 'channel.create', channel)).channel.id;
  };
  const onlyAnn = () => [{ id: home.id, type: 0 as const, allow: '0', deny: '1024' }];

  it('[TH-1] keep replies out of the channel, in the order and pages of their own history', async () => {
    const root = await say(ann, 'who is in');
    const replies = [];
    for (const content of ['me', 'me too', 'and me']) replies.push(await say(bob, content, { thread_id: root.id }));
    const last = replies.at(-1)!;
    expect(replies.map(({ thread_id }) => thread_id)).to.deep.equal([root.id, root.id, root.id]);
    expect((await history({ at: at(last) })).map(({ id }) => id)).to.deep.equal([root.id]);
    const ids = replies.map(({ id }) => id).reverse();
    const page = async (more: object) => (await history({ thread_id: root.id, ...more })).map(({ id }) => id);
    expect(await page({})).to.deep.equal(ids);
    expect(await page({ limit: 2 })).to.deep.equal(ids.slice(0, 2));
    expect(await page({ before: ids[1] })).to.deep.equal(ids.slice(2));
    expect(await page({ after: ids[1] })).to.deep.equal(ids.slice(0, 1));
    expect(await page({ around: ids[1], limit: 3 })).to.deep.equal(ids);
    expect(node.context.replica.peek(home.id)?.channels.get(home.channelId)?.last_message_id).to.equal(root.id);
    const client = await node.connect();
    const { communities } = await client.ready(cid.token);
    const channel = communities.flatMap(({ channels }) => channels).find(({ id }) => id === home.channelId);
    expect(channel?.last_message_id).to.equal(root.id);
    expect(await outcome(say(bob, 'deeper', { thread_id: last.id }))).to.equal('NOT_A_THREAD');
    expect(await outcome(say(bob, 'here', { thread_id: home.id }))).to.equal('UNKNOWN_MESSAGE');
    expect(await outcome(say(bob, 'quote', { reply_to: last.id }))).to.equal('INVALID_INPUT');
    expect((await say(bob, 'quote', { thread_id: root.id, reply_to: last.id })).reply_to?.id).to.equal(last.id);
  });

  it('[TH-1] are not given by the id of a thread of a channel that one may not see', async () => {
    const channel_id = await makeChannel({ type: 'text', overwrites: onlyAnn() });
    const root = await say(ann, 'between us', { channel_id });
    const reply = await say(ann, 'hush', { channel_id, thread_id: root.id });
    expect(await history({ thread_id: root.id, at: at(reply) }, bob)).to.deep.equal([]);
    const thread_id = root.id;
    const code = await outcome(node.run(bob, 'thread.get', { channel_id: home.channelId, thread_id }));
    expect(code).to.equal('UNKNOWN_MESSAGE');
    expect(await outcome(node.run(bob, 'thread.get', { channel_id, thread_id }))).to.equal('UNKNOWN_CHANNEL');
    const send = say(bob, 'in', { thread_id });
    expect(await outcome(send)).to.equal('UNKNOWN_MESSAGE');
  });

  it('[TH-2] are counted in the message that began them', async () => {
    const root = await say(ann, 'count');
    const first = await say(bob, 'one', { thread_id: root.id });
    const second = await say(bob, 'two', { thread_id: root.id });
    const [{ thread } = root] = await history({ at: at(second) });
    const { id, created_at, sequence } = second;
    expect(thread).to.deep.equal({ count: 2, last_reply_id: id, last_reply_at: created_at, sequence });
    await node.run(bob, 'message.delete', { channel_id: home.channelId, message_id: first.id });
    const after = await say(ann, 'later');
    expect((await history({ at: at(after) })).find((one) => one.id === root.id)?.thread?.count).to.equal(1);
  });

  it('[TH-3] can be read, and not be replied to, when their message is deleted', async () => {
    const root = await say(ann, 'going');
    await say(bob, 'stays', { thread_id: root.id });
    await node.run(ann, 'message.delete', { channel_id: home.channelId, message_id: root.id });
    const after = await say(ann, 'later');
    expect((await history({ at: at(after) })).map(({ id }) => id)).to.deep.equal([after.id]);
    const { thread } = await node.run(cid, 'thread.get', place(root));
    expect([thread.root, thread.summary.count]).to.deep.equal([null, 1]);
    expect((await history({ thread_id: root.id })).map(({ content }) => content)).to.deep.equal(['stays']);
    expect(await outcome(say(bob, 'more', { thread_id: root.id }))).to.equal('UNKNOWN_MESSAGE');
  });

  it('[TH-4] are followed by those who begin, answer and are named, until they follow them no more', async () => {
    const root = await say(ann, 'root');
    const first = await say(bob, `look <@${cid.id}>`, { thread_id: root.id });
    const second = await say(bob, 'again', { thread_id: root.id });
    for (const [who, unread, mentions] of [
      [ann, 2, 0],
      [bob, 0, 0],
      [cid, 2, 1],
    ] as const) {
      const [thread] = await threads(who);
      expect(thread?.id).to.equal(root.id);
      expect([thread?.unread_count, thread?.mention_count, thread?.following]).to.deep.equal([unread, mentions, true]);
      expect(thread?.replies.map(({ id }) => id)).to.deep.equal([first.id, second.id]);
      expect(thread?.root?.content).to.equal('root');
    }
    const client = await node.connect();
    const ready = await client.ready(cid.token);
    expect(ready.read_states.filter(({ mention_count }) => mention_count > 0)).to.deep.equal([]);
    await node.run(cid, 'thread.mark', { ...place(root), message_id: second.id });
    await client.event('THREAD_MEMBER_UPDATE', ({ last_read_id }) => last_read_id === second.id);
    await node.run(cid, 'thread.mark', { ...place(root), message_id: first.id });
    const [read] = await threads(cid);
    expect([read?.unread_count, read?.mention_count, read?.last_read_id]).to.deep.equal([0, 0, second.id]);
    await node.run(cid, 'thread.unfollow', place(root));
    await client.event('THREAD_MEMBER_UPDATE', ({ following }) => following === false);
    expect(await threads(cid)).to.deep.equal([]);
    await say(bob, 'without you', { thread_id: root.id });
    expect(await threads(cid)).to.deep.equal([]);
    await node.run(cid, 'thread.follow', place(root));
    expect((await threads(cid)).map(({ unread_count }) => unread_count)).to.deep.equal([0]);
    await say(bob, 'with you', { thread_id: root.id });
    expect((await threads(cid)).map(({ unread_count }) => unread_count)).to.deep.equal([1]);
  });

  it('[TH-4] are listed with the newest replies first, in pages, and only while they may be seen', async () => {
    const roots = [];
    for (const content of ['a', 'b', 'c']) roots.push(await say(ann, content));
    for (const root of [...roots].reverse()) await say(bob, 'yes', { thread_id: root.id });
    const [one, two] = (await node.run(ann, 'thread.list', { limit: 2 })).threads;
    expect([one?.root?.content, two?.root?.content]).to.deep.equal(['a', 'b']);
    const next = await node.run(ann, 'thread.list', { before: two!.summary.last_reply_id!, limit: 1 });
    expect(next.threads.map(({ root }) => root?.content)).to.deep.equal(['c']);
    const { channelId: channel_id } = home;
    await node.run(ann, 'channel.update', { channel_id, overwrites: onlyAnn() });
    expect((await threads(bob)).filter((thread) => thread.channel_id === channel_id)).to.deep.equal([]);
    expect(await outcome(node.run(ann, 'thread.list', { limit: LIMITS.threadPage + 1 }))).to.equal('INVALID_INPUT');
  });

  it('[TH-5] reach passive connections: those who are named at once, others by what is unread', async () => {
    const root = await say(ann, 'root');
    const client = await node.connect();
    await client.ready(bob.token, { passive: true });
    const reply = await say(cid, 'quiet', { thread_id: root.id });
    const { data } = await client.event('PASSIVE_UPDATE', ({ threads }) => threads !== undefined);
    expect(data.threads).to.deep.equal([{ id: root.id, channel_id: home.channelId, last_reply_id: reply.id }]);
    expect(data.channels).to.deep.equal([]);
    expect(data.threads?.length).to.be.at.most(LIMITS.passiveThreads);
    const named = await say(cid, `you <@${bob.id}>`, { thread_id: root.id });
    await client.event('MESSAGE_CREATE', ({ id, thread_id }) => id === named.id && thread_id === root.id);
    expect(client.names.filter((name) => name === 'MESSAGE_CREATE')).to.have.length(1);
  });

  it('[TH-6] hold posts in feeds, with a title or none, by age or by their last comments', async () => {
    const channel_id = await makeChannel({});
    const old = await say(ann, 'long text', { channel_id, title: 'Old' });
    const status = await say(bob, 'on the train', { channel_id });
    expect(old).to.include({ title: 'Old' });
    expect(status.title).to.equal(undefined);
    const comment = await say(cid, 'nice', { channel_id, thread_id: old.id });
    const titles = async (input: object) =>
      (await history({ channel_id, at: at(comment), ...input })).map(({ content }) => content);
    expect(await titles({})).to.deep.equal(['on the train', 'long text']);
    expect(await titles({ sort: 'active' })).to.deep.equal(['long text', 'on the train']);
    const [first] = await history({ channel_id, sort: 'active', limit: 1 });
    expect(first?.thread?.count).to.equal(1);
    expect(await titles({ sort: 'active', before_activity: first?.thread?.sequence })).to.deep.equal(['on the train']);
    expect(await outcome(history({ channel_id, sort: 'active', before: old.id }))).to.equal('INVALID_INPUT');
    expect(await outcome(say(bob, 'x', { title: 'Not here' }))).to.equal('INVALID_INPUT');
    expect(await outcome(say(bob, 'x', { channel_id, thread_id: old.id, title: 'Nor here' }))).to.equal(
      'INVALID_INPUT',
    );
    const title = 'x'.repeat(LIMITS.titleLength + 1);
    expect(await outcome(say(bob, 'x', { channel_id, title }))).to.equal('INVALID_INPUT');
  });

  it('[TH-6] hold polls and forwarded messages as posts, which are sorted with the others', async () => {
    const channel_id = await makeChannel({});
    const post = await say(ann, 'first', { channel_id });
    const input = { channel_id, question: 'When?', answers: ['now', 'later'], nonce: `t${made++}` };
    const poll = (await node.run(ann, 'poll.create', input)).message;
    const where = { channel_id, message_id: post.id, to_channel_id: channel_id, nonce: `t${made++}` };
    const forwarded = (await node.run(ann, 'message.forward', where)).message;
    const comment = await say(bob, 'now', { channel_id, thread_id: poll.id });
    const active = await history({ channel_id, sort: 'active', at: at(comment) });
    expect(active.map(({ id }) => id)).to.deep.equal([poll.id, forwarded.id, post.id]);
  });

  it('[TH-6] are found in a channel that is no feed, those with the newest replies first', async () => {
    const [quiet, early, late] = [await say(ann, 'quiet'), await say(ann, 'early'), await say(ann, 'late')];
    await say(bob, 'yes', { thread_id: late!.id });
    const reply = await say(cid, 'me too', { thread_id: early!.id });
    const found = await history({ sort: 'active', at: at(reply) });
    expect(found.map(({ id }) => id)).to.deep.equal([early!.id, late!.id]);
    expect(found.map(({ id }) => id)).not.to.include(quiet!.id);
  });

  it('[TH-7] give a home feed of what may be seen, and nothing else', async () => {
    const open = await makeChannel({});
    const hidden = await makeChannel({ name: 'secret', overwrites: onlyAnn() });
    const other = await makeCommunity(node, cid, [ann]);
    const input = { community_id: other.id, name: 'far', type: 'feed' as const };
    const far = (await node.run(cid, 'channel.create', input)).channel.id;
    const posts = [];
    for (const [who, channel_id] of [
      [ann, open],
      [ann, hidden],
      [cid, far],
      [ann, open],
    ] as const) {
      posts.push(await say(who, 'post', { channel_id }));
    }
    const comment = await say(ann, 'no post', { channel_id: open, thread_id: posts[0]!.id });
    await history({ at: at(comment) });
    const [first, secret, third, fourth] = posts.map(({ id }) => id);
    const feed = async (who: TestUser, more: object = {}) =>
      (await node.run(who, 'feed.home', more)).messages.map(({ id }) => id);
    const mine = new Set(posts.map(({ id }) => id));
    const among = (ids: string[]) => ids.filter((id) => mine.has(id));
    expect(among(await feed(ann))).to.deep.equal([fourth, third, secret, first]);
    expect(among(await feed(bob))).to.deep.equal([fourth, first]);
    expect(await feed(ann, { limit: 1 })).to.deep.equal([fourth]);
    expect(among(await feed(ann, { before: secret, limit: 1 }))).to.deep.equal([first]);
    expect(await outcome(node.run(ann, 'feed.home', { limit: LIMITS.feedPage + 1 }))).to.equal('INVALID_INPUT');
  });

  it('count unread replies up to a bound', async () => {
    const root = await say(ann, 'busy');
    const many = Array.from({ length: LIMITS.unreadReplies + 5 }, (_, i) => say(bob, `${i}`, { thread_id: root.id }));
    await Promise.all(many);
    expect((await threads(ann)).find(({ id }) => id === root.id)?.unread_count).to.equal(LIMITS.unreadReplies);
  });
});
