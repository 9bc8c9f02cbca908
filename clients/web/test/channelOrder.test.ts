import type { Channel } from '@cozy/protocol';
import { expect } from 'chai';
import { channelLines, neighbour, placed, placeOf } from '../src/conversation/channelOrder.ts';

const channel = (id: string, type: Channel['type'], parent_id: string | null, position: number): Channel => ({
  id,
  community_id: '1',
  type,
  name: id,
  topic: '',
  position,
  parent_id,
  overwrites: [],
  last_message_id: null,
});

describe('the order of channels', () => {
  const channels = [
    channel('hall', 'text', null, 0),
    channel('A', 'category', null, 0),
    channel('a1', 'text', 'A', 0),
    channel('a2', 'text', 'A', 1),
    channel('B', 'category', null, 1),
    channel('b1', 'text', 'B', 0),
  ];
  const lines = channelLines(channels);

  it('is one line for each, categories before their own', () => {
    expect(lines.map(({ id }) => id)).to.deep.equal(['hall', 'A', 'a1', 'a2', 'B', 'b1']);
  });

  it('lets a channel take the place of the line on which it is dropped', () => {
    expect(placeOf(lines, 'a2', 'a1')).to.deep.equal({ parent_id: 'A', before: 'a1' });
    expect(placeOf(lines, 'a1', 'a2')).to.deep.equal({ parent_id: 'A', before: null });
    expect(placeOf(lines, 'a1', 'b1')).to.deep.equal({ parent_id: 'B', before: null });
    expect(placeOf(lines, 'b1', 'a2')).to.deep.equal({ parent_id: 'A', before: 'a2' });
    expect(placeOf(lines, 'a1', 'hall')).to.deep.equal({ parent_id: null, before: 'hall' });
    expect(placeOf(lines, 'b1', 'B')).to.deep.equal({ parent_id: 'A', before: null });
    expect(placeOf(lines, 'a2', 'B')).to.deep.equal({ parent_id: 'B', before: 'b1' });
    expect(placeOf(lines, 'hall', 'A')).to.deep.equal({ parent_id: 'A', before: 'a1' });
    expect(placeOf(lines, 'a1', 'a1')).to.equal(null);
  });

  it('moves a category among categories, wherever it is dropped', () => {
    expect(placeOf(lines, 'B', 'a1')).to.deep.equal({ parent_id: null, before: 'A' });
    expect(placeOf(lines, 'A', 'b1')).to.deep.equal({ parent_id: null, before: null });
    expect(placeOf(lines, 'A', 'a2')).to.equal(null);
  });

  it('shows what the server will say, before it does', () => {
    const after = (id: string, over: string) => {
      const changed = placed(channels, id, placeOf(lines, id, over)!);
      const now = channels.map((one) => changed.find((other) => other.id === one.id) ?? one);
      return channelLines(now).map((line) => line.id);
    };
    expect(after('a1', 'b1')).to.deep.equal(['hall', 'A', 'a2', 'B', 'b1', 'a1']);
    expect(after('b1', 'a2')).to.deep.equal(['hall', 'A', 'a1', 'b1', 'a2', 'B']);
    expect(after('a2', 'hall')).to.deep.equal(['a2', 'hall', 'A', 'a1', 'B', 'b1']);
    expect(after('B', 'a1')).to.deep.equal(['hall', 'B', 'b1', 'A', 'a1', 'a2']);
  });

  it('moves one place at a time by the keyboard', () => {
    expect(neighbour(lines, 'hall', -1)).to.equal(undefined);
    expect(neighbour(lines, 'a1', -1)).to.equal('A');
    expect(neighbour(lines, 'B', -1)).to.equal('A');
    expect(neighbour(lines, 'B', 1)).to.equal(undefined);
  });
});
