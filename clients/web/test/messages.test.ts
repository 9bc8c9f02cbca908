import { expect } from 'chai';
import { Messages } from '../src/instance/messages.ts';
import { channel, message, nextId, user } from './fixtures.ts';

const place = channel(nextId());
const ids = (messages: Messages) => messages.windows[place.id]?.ids;

describe('Messages', () => {
  it('keeps live messages that come while the first page is on the way, once and in order', () => {
    const messages = new Messages();
    const [first, second, third] = [message(place), message(place), message(place)];
    messages.open(place.id);
    messages.create(third);
    messages.takePage(place.id, [third, second, first], { atStart: true, atEnd: true });
    messages.create(third);
    expect(ids(messages)).to.deep.equal([first.id, second.id, third.id]);
  });

  it('orders by place, also where the ids of two nodes disagree', () => {
    const messages = new Messages();
    const [early, late] = [message(place), message(place)];
    messages.open(place.id);
    messages.create({ ...late, sequence: 7 });
    messages.create({ ...early, sequence: 8 });
    expect(ids(messages)).to.deep.equal([late.id, early.id]);
    messages.takePage(
      place.id,
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
    messages.open(place.id);
    messages.delete(place.id, first.id);
    messages.takePage(place.id, [second, first], { atStart: true });
    expect(ids(messages)).to.deep.equal([second.id]);
  });

  it('does not undo an edit with an older page', () => {
    const messages = new Messages();
    const sent = message(place, { content: 'before' });
    messages.open(place.id);
    messages.create(sent);
    const edited_at = new Date().toISOString();
    const { id, channel_id, community_id } = sent;
    messages.update({ id, channel_id, community_id, content: 'after', mentions: [], edited_at });
    messages.takePage(place.id, [{ ...sent, content: 'before', edited_at: null }], {});
    expect(messages.byId[sent.id]?.content).to.equal('after');
  });

  it('adds nothing live to a stretch that does not reach the newest end', () => {
    const messages = new Messages();
    messages.takePage(place.id, [message(place)], { atEnd: false }, true);
    messages.create(message(place));
    expect(ids(messages)).to.have.length(1);
  });

  it('forgets the oldest of a long stretch, which can be loaded again', () => {
    const messages = new Messages();
    const sent = Array.from({ length: 5 }, () => message(place));
    messages.takePage(place.id, sent, { atStart: true, atEnd: true });
    messages.trim(place.id, 2);
    expect(ids(messages)).to.deep.equal(sent.slice(3).map(({ id }) => id));
    expect(messages.windows[place.id]).to.include({ atStart: false, atEnd: true });
    expect(Object.keys(messages.byId)).to.have.length(2);
    messages.takePage(place.id, sent.slice(0, 3), { atStart: true });
    expect(ids(messages)).to.deep.equal(sent.map(({ id }) => id));
  });

  it('counts a reaction once for each person, however often it is announced', () => {
    const messages = new Messages();
    const sent = message(place);
    const [tom, ida] = [user('Tom').id, user('Ida').id];
    messages.open(place.id);
    messages.create(sent);
    const by = (user_id: string) => ({ message_id: sent.id, user_id, emoji: '🌱' });
    messages.react(by(tom), false);
    messages.react(by(tom), false);
    messages.react(by(ida), true);
    messages.react(by(ida), true);
    expect(messages.byId[sent.id]?.reactions).to.deep.equal([{ emoji: '🌱', count: 2, me: true }]);
    messages.unreact(by(ida), true);
    messages.unreact(by(ida), true);
    expect(messages.byId[sent.id]?.reactions).to.deep.equal([{ emoji: '🌱', count: 1, me: false }]);
    messages.unreact(by(tom), false);
    expect(messages.byId[sent.id]?.reactions).to.deep.equal([]);
  });

  it('counts an own reaction once that the page held already', () => {
    const messages = new Messages();
    const sent = message(place, { reactions: [{ emoji: '🌱', count: 2, me: true }] });
    messages.takePage(place.id, [sent], { atEnd: true });
    messages.react({ message_id: sent.id, user_id: user('Maya').id, emoji: '🌱' }, true);
    expect(messages.byId[sent.id]?.reactions[0]?.count).to.equal(2);
  });
});
