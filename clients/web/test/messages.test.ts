import { expect } from 'chai';
import { Messages } from '../src/instance/messages.ts';
import { channel, message, nextId, user } from './fixtures.ts';

const place = channel(nextId());
const ids = (messages: Messages) => messages.windows[place.id]?.ids;

type Page = Parameters<Messages['take']>;

/** Takes a page that comes at once. */
function take(messages: Messages, page: Page[1], ends: Page[2], edge?: Page[3]): boolean {
  return messages.take(messages.begin(place.id), page, ends, edge);
}

/** A fresh stretch of so many messages that reaches both ends. */
function opened(count: number) {
  const messages = new Messages();
  const sent = Array.from({ length: count }, () => message(place));
  take(messages, sent, { atStart: true, atEnd: true });
  return { messages, sent };
}

describe('Messages', () => {
  it('keeps live messages that come while the first page is on the way, once and in order', () => {
    const messages = new Messages();
    const [first, second, third] = [message(place), message(place), message(place)];
    const loading = messages.begin(place.id);
    messages.create(third);
    expect(ids(messages)).to.deep.equal([third.id]);
    messages.take(loading, [third, second, first], { atStart: true, atEnd: true });
    messages.create(third);
    expect(ids(messages)).to.deep.equal([first.id, second.id, third.id]);
    expect(messages.windows[place.id]?.fresh).to.equal(true);
  });

  it('keeps a live message that comes while the page of the newest end is on the way', () => {
    const messages = new Messages();
    const [first, second, third] = [message(place), message(place), message(place)];
    take(messages, [first], { atStart: true, atEnd: false });
    const loading = messages.begin(place.id);
    messages.create(third);
    expect(ids(messages)).to.deep.equal([first.id]);
    messages.take(loading, [second], { atEnd: true }, { after: first.id });
    messages.end(loading);
    expect(ids(messages)).to.deep.equal([first.id, second.id, third.id]);
  });

  it('orders by place, also where the ids of two nodes disagree', () => {
    const { messages } = opened(0);
    const [early, late] = [message(place), message(place)];
    messages.create({ ...late, sequence: 7 });
    messages.create({ ...early, sequence: 8 });
    expect(ids(messages)).to.deep.equal([late.id, early.id]);
    take(
      messages,
      [
        { ...early, sequence: 8 },
        { ...late, sequence: 7 },
      ],
      {},
    );
    expect(ids(messages)).to.deep.equal([late.id, early.id]);
  });

  it('does not bring a deleted message back with an older page', () => {
    const messages = new Messages();
    const [first, second] = [message(place), message(place)];
    const loading = messages.begin(place.id);
    messages.delete(place.id, first.id);
    messages.take(loading, [second, first], { atStart: true });
    expect(ids(messages)).to.deep.equal([second.id]);
  });

  it('does not undo an edit with an older page', () => {
    const { messages } = opened(0);
    const sent = message(place, { content: 'before' });
    messages.create(sent);
    const edited_at = new Date().toISOString();
    const { id, channel_id, community_id } = sent;
    messages.update({ id, channel_id, community_id, content: 'after', mentions: [], edited_at });
    take(messages, [{ ...sent, content: 'before', edited_at: null }], {});
    expect(messages.byId[sent.id]?.content).to.equal('after');
  });

  it('adds nothing live to a stretch that does not reach the newest end', () => {
    const messages = new Messages();
    const first = message(place);
    const loading = messages.begin(place.id);
    messages.take(loading, [first], { atEnd: false });
    messages.create(message(place));
    expect(ids(messages)).to.deep.equal([first.id]);
  });

  it('adds nothing to a stretch of which something may be missing, and shows it until it is loaded again', () => {
    const { messages, sent } = opened(2);
    messages.expire(place.id);
    const [missed, named, live] = [message(place), message(place, { mentions: ['1'] }), message(place)];
    messages.create(named);
    expect(ids(messages)).to.deep.equal(sent.map(({ id }) => id));

    const loading = messages.begin(place.id);
    messages.create(live);
    messages.take(loading, [named, missed, sent[1]!], { atStart: true, atEnd: true });
    // The first was deleted meanwhile, and the live one is newer than the page.
    expect(ids(messages)).to.deep.equal([sent[1]!.id, missed.id, named.id, live.id]);
    expect(Object.keys(messages.byId)).to.have.members([sent[1]!.id, missed.id, named.id, live.id]);
    expect(messages.windows[place.id]).to.include({ fresh: true, atStart: true, atEnd: true });
  });

  it('takes no page that was asked for before something was missed', () => {
    const { messages, sent } = opened(1);
    const loading = messages.begin(place.id);
    messages.expire(place.id);
    expect(messages.take(loading, [message(place)], { atEnd: true })).to.equal(false);
    expect(ids(messages)).to.deep.equal(sent.map(({ id }) => id));
    expect(messages.windows[place.id]?.fresh).to.equal(false);
  });

  it('takes no page that goes on from where the stretch does not end any more', () => {
    const { messages, sent } = opened(1);
    const [older, newest] = [sent[0]!, message(place)];
    const loading = messages.begin(place.id);
    take(messages, [newest], { atStart: false, atEnd: true });
    expect(messages.take(loading, [message(place)], { atStart: true }, { before: older.id })).to.equal(false);
    const another = messages.begin(place.id);
    expect(messages.take(another, [older], { atStart: true }, { before: older.id })).to.equal(false);
    expect(ids(messages)).to.deep.equal([newest.id]);
  });

  it('forgets the oldest of a long stretch, which can be loaded again', () => {
    const { messages, sent } = opened(5);
    messages.trim(place.id, 2);
    expect(ids(messages)).to.deep.equal(sent.slice(3).map(({ id }) => id));
    expect(messages.windows[place.id]).to.include({ atStart: false, atEnd: true });
    expect(Object.keys(messages.byId)).to.have.length(2);
    take(messages, sent.slice(0, 3), { atStart: true }, { before: sent[3]!.id });
    expect(ids(messages)).to.deep.equal(sent.map(({ id }) => id));
  });

  it('counts a reaction once for each person, however often it is announced', () => {
    const { messages, sent } = opened(1);
    const [tom, ida] = [user('Tom').id, user('Ida').id];
    const { id } = sent[0]!;
    const by = (user_id: string) => ({ message_id: id, user_id, emoji: '🌱' });
    messages.react(by(tom), false);
    messages.react(by(tom), false);
    messages.react(by(ida), true);
    messages.react(by(ida), true);
    expect(messages.byId[id]?.reactions).to.deep.equal([{ emoji: '🌱', count: 2, me: true }]);
    messages.unreact(by(ida), true);
    messages.unreact(by(ida), true);
    expect(messages.byId[id]?.reactions).to.deep.equal([{ emoji: '🌱', count: 1, me: false }]);
    messages.unreact(by(tom), false);
    expect(messages.byId[id]?.reactions).to.deep.equal([]);
  });

  it('counts a reaction again whose end was missed', () => {
    const { messages, sent } = opened(1);
    const { id } = sent[0]!;
    const reaction = { message_id: id, user_id: user('Tom').id, emoji: '🌱' };
    messages.react(reaction, false);
    messages.expire(place.id);
    take(messages, [{ ...sent[0]!, reactions: [] }], { atEnd: true });
    messages.react(reaction, false);
    expect(messages.byId[id]?.reactions).to.deep.equal([{ emoji: '🌱', count: 1, me: false }]);
  });

  it('counts an own reaction once that the page held already', () => {
    const messages = new Messages();
    const sent = message(place, { reactions: [{ emoji: '🌱', count: 2, me: true }] });
    take(messages, [sent], { atEnd: true });
    messages.react({ message_id: sent.id, user_id: user('Maya').id, emoji: '🌱' }, true);
    expect(messages.byId[sent.id]?.reactions[0]?.count).to.equal(2);
  });
});

describe('Messages of a feed', () => {
  it('[TH-6] stand by their last comments when that is wanted, and move when something is said', () => {
    const messages = new Messages();
    messages.sortBy(place.id, 'active');
    const thread = { count: 0, last_reply_id: null, last_reply_at: null };
    const [one, two, three] = [1, 2, 3].map((sequence) =>
      message(place, { sequence, thread: { ...thread, sequence } }),
    );
    take(messages, [three!, two!, one!], { atStart: false, atEnd: true });
    const comment = message(place, { thread_id: one!.id, sequence: 9 });
    expect(messages.countReply(comment)).to.equal(true);
    expect(messages.countReply(comment)).to.equal(true);
    expect(ids(messages)).to.deep.equal([two!.id, three!.id, one!.id]);
    expect(messages.byId[one!.id]?.thread?.count).to.equal(1);
    const fresh = message(place, { sequence: 10, thread });
    messages.create(fresh);
    expect(ids(messages)?.at(-1)).to.equal(fresh.id);
    expect(messages.countReply(message(place, { thread_id: nextId(), sequence: 11 }))).to.equal(false);
    messages.uncountReply(one!.id, 8);
    expect(messages.byId[one!.id]?.thread?.count).to.equal(1);
    messages.uncountReply(one!.id, 12);
    expect(messages.byId[one!.id]?.thread?.count).to.equal(0);
  });

  it('are forgotten in the one order when the other is wanted, also those on their way', () => {
    const { messages } = opened(2);
    const loading = messages.begin(place.id);
    messages.sortBy(place.id, 'new');
    expect(ids(messages)).to.have.length(2);
    messages.sortBy(place.id, 'active');
    expect(messages.windows[place.id]).to.deep.equal({
      ids: [],
      atStart: false,
      atEnd: true,
      fresh: false,
      sort: 'active',
    });
    expect(messages.take(loading, [message(place)], { atEnd: true })).to.equal(false);
    messages.sortBy(place.id, 'new');
    expect(messages.windows[place.id]?.sort).to.equal(undefined);
  });
});
