import { type Commands, CozyError, LIMITS, type Thread } from '@cozy/protocol';
import { expect } from 'chai';
import { Threads } from '../src/instance/threads.ts';
import { channel, message, nextId, self, user } from './fixtures.ts';

const place = channel(nextId());
const tom = user('Tom');

/** Threads whose server knows those that it is given. */
function setup(...known: Thread[]) {
  const asked: string[] = [];
  const marks: string[] = [];
  const byId = new Map(known.map((thread) => [thread.id, thread]));
  const authors = new Map<string, string>();
  const thread = {
    list: async () => ({ threads: known.filter(({ following }) => following) }),
    get: async ({ thread_id }: { thread_id: string }) => {
      asked.push(thread_id);
      const found = byId.get(thread_id);
      if (!found) throw new CozyError('UNKNOWN_MESSAGE');
      return { thread: found };
    },
    follow: async () => ({}),
    unfollow: async () => ({}),
    mark: async ({ message_id }: { message_id: string }) => {
      marks.push(message_id);
      return {};
    },
  } as unknown as Commands['thread'];
  const threads = new Threads({ commands: { thread }, selfId: () => self.id, authorOf: (id) => authors.get(id) });
  return { threads, asked, marks, byId, authors };
}

function threadOf(change: Partial<Thread> = {}): Thread {
  return {
    id: nextId(),
    channel_id: place.id,
    community_id: place.community_id,
    root: null,
    summary: { count: 1, last_reply_id: nextId(), last_reply_at: null },
    following: true,
    last_read_id: null,
    unread_count: 0,
    mention_count: 0,
    replies: [],
    ...change,
  };
}

const reply = (thread: Thread, author = tom) => message(place, { author, thread_id: thread.id });
/** Lets answers come. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Threads', () => {
  it('[TH-4] counts the replies of others in what is followed, each once', async () => {
    const one = threadOf();
    const { threads, asked } = setup(one);
    await threads.meet();
    const first = reply(one);
    threads.replied(first, false);
    threads.replied(first, false);
    threads.replied(reply(one, self), false);
    threads.replied(reply(one), true);
    expect(threads.byId[one.id]).to.include({ unread_count: 2, mention_count: 1 });
    expect(threads.unread(place.id)).to.have.length(1);
    expect(threads.unread('another')).to.deep.equal([]);
    expect(asked).to.deep.equal([]);
    for (let i = 0; i < LIMITS.unreadReplies + 5; i++) threads.replied(reply(one), false);
    expect(threads.byId[one.id]?.unread_count).to.equal(LIMITS.unreadReplies);
  });

  it('[TH-4] asks once whether an unknown thread is followed, and not at all when somebody else began it', async () => {
    const [followed, other, begun] = [threadOf({ unread_count: 1 }), threadOf({ following: false }), threadOf()];
    const { threads, asked, authors } = setup(other);
    authors.set(begun.id, tom.id);
    threads.replied(reply(other), false);
    await settle();
    threads.replied(reply(other), false);
    threads.replied(reply(begun), false);
    expect(asked).to.deep.equal([other.id]);
    const { threads: named, byId } = setup();
    byId.set(followed.id, followed);
    named.replied(reply(followed), true);
    await settle();
    expect(named.unread()).to.have.length(1);
  });

  it('[TH-4] marks what is read on this device and on others, and forgets what is followed no more', async () => {
    const [one, two] = [threadOf({ unread_count: 3 }), threadOf({ unread_count: 1 })];
    const { threads, marks } = setup(one, two);
    await threads.meet();
    const last = one.summary.last_reply_id!;
    threads.mark(place.id, one.id, last);
    threads.mark(place.id, one.id, last);
    expect(marks).to.deep.equal([last]);
    expect(threads.unread().map(({ id }) => id)).to.deep.equal([two.id]);
    threads.take(one);
    expect(threads.byId[one.id]?.unread_count, 'an answer from before the mark').to.equal(0);
    const change = { thread_id: two.id, channel_id: place.id, community_id: place.community_id, version: nextId() };
    threads.changed({ ...change, last_read_id: two.summary.last_reply_id! });
    expect(threads.unread()).to.deep.equal([]);
    threads.changed({ ...change, following: false });
    expect(threads.byId[two.id]).to.equal(undefined);
    threads.drop(place.id);
    expect(threads.byId).to.deep.equal({});
  });

  it('[TH-5] asks what is unread in threads of communities out of view', async () => {
    const one = threadOf({ unread_count: 2 });
    const { threads } = setup(one);
    threads.stirred([one]);
    await settle();
    expect(threads.byId[one.id]?.unread_count).to.equal(2);
  });
});
