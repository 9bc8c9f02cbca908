import { expect } from 'chai';
import { buildRows, GROUP_WITHIN, type RowSource } from '../src/conversation/rows.ts';
import { channel, message, nextId, self, user } from './fixtures.ts';

const place = channel(nextId());
const tom = user('Tom');
/** Noon of a day, local time, so that no test crosses midnight by accident. */
const NOON = new Date(2026, 4, 20, 12).getTime();
const at = (minutes: number) => ({ created_at: new Date(NOON + minutes * 60_000).toISOString() });
const source = (change: Partial<RowSource>): RowSource => ({
  messages: [],
  pending: [],
  selfId: self.id,
  readUpTo: null,
  atStart: true,
  ...change,
});
const shape = (change: Partial<RowSource>) =>
  buildRows(source(change)).map((row) => ('grouped' in row ? `${row.kind}${row.grouped ? '+' : ''}` : row.kind));

describe('buildRows', () => {
  it('groups an author within seven minutes of the message before', () => {
    const messages = [
      message(place, { author: tom, ...at(0) }),
      message(place, { author: tom, ...at(6) }),
      message(place, { author: tom, ...at(12) }),
      message(place, { author: tom, ...at(12 + GROUP_WITHIN / 60_000) }),
      message(place, at(20)),
    ];
    expect(shape({ messages })).to.deep.equal([
      'intro',
      'day',
      'message',
      'message+',
      'message+',
      'message',
      'message',
    ]);
  });

  it('starts a group for a reply and for a new day', () => {
    const first = message(place, at(0));
    const reply_to = { id: first.id, author: tom, content: 'x' };
    const messages = [first, message(place, { ...at(1), reply_to }), message(place, at(24 * 60))];
    expect(shape({ messages })).to.deep.equal(['intro', 'day', 'message', 'message', 'day', 'message']);
  });

  it('draws the line above the first message of another that is newer than what was read', () => {
    const read = message(place, { author: tom, ...at(0) });
    const own = message(place, at(1));
    const news = message(place, { author: tom, ...at(2) });
    expect(shape({ messages: [read, own, news], readUpTo: read.id })).to.deep.equal([
      ...['intro', 'day', 'message', 'message', 'unread', 'message'],
    ]);
    expect(shape({ messages: [read, own], readUpTo: read.id })).not.to.include('unread');
    expect(shape({ messages: [read, own, news], readUpTo: null })).not.to.include('unread');
  });

  it('draws no line at the edge of what is loaded', () => {
    const older = nextId();
    const messages = [message(place, { author: tom, ...at(0) })];
    expect(shape({ messages, readUpTo: older, atStart: false })).to.deep.equal(['older', 'day', 'message']);
  });

  it('shows a pending message until its twin has arrived, never both', () => {
    const pending = [{ nonce: 'n', created_at: NOON + 60_000, reply_to: null }];
    const before = message(place, at(0));
    expect(shape({ messages: [before], pending })).to.deep.equal(['intro', 'day', 'message', 'pending+']);
    const twin = message(place, { ...at(1), nonce: 'n' });
    expect(shape({ messages: [before, twin], pending })).to.deep.equal(['intro', 'day', 'message', 'message+']);
  });

  it('keeps the objects of rows that did not change', () => {
    const messages = [message(place, at(0)), message(place, at(1))];
    const before = buildRows(source({ messages }));
    const after = buildRows(source({ messages: [...messages, message(place, at(2))] }), before);
    expect(after.slice(0, before.length).every((row, index) => row === before[index])).to.equal(true);
    expect(after).to.have.length(before.length + 1);
  });
});
