import { expect } from 'chai';
import {
  decodeMentions,
  encodeMentions,
  type Mentionable,
  type MentionKind,
  matchPeople,
  openMention,
} from '../src/conversation/mentions.ts';

const people: Mentionable[] = [
  { id: '100000000000000001', username: 'ann', name: 'Ann' },
  { id: '100000000000000002', username: 'ann.lee', name: 'Ann Lee' },
  { id: '100000000000000003', username: 'jo', name: 'Jörg (he)' },
];
const known: Mentionable[] = [
  ...people,
  { id: '100000000000000004', kind: 'role', username: '', name: 'Stokers' },
  { id: '100000000000000005', kind: 'role', username: '', name: 'Ann' },
  { id: '100000000000000006', kind: 'channel', username: '', name: 'engine-room' },
  { id: '100000000000000007', kind: 'everyone', username: '', name: 'everyone' },
];

describe('mentions', () => {
  it('are whole names, the longest first', () => {
    expect(encodeMentions('@Ann Lee and @ann, not @annabel or a@ann', people)).to.equal(
      '<@100000000000000002> and <@100000000000000001>, not @annabel or a@ann',
    );
    expect(encodeMentions('(@Jörg (he))', people)).to.equal('(<@100000000000000003>)');
  });

  it('name roles, channels and everyone, members before roles of the same name', () => {
    expect(encodeMentions('@stokers in #engine-room, @Ann @everyone', known)).to.equal(
      '<@&100000000000000004> in <#100000000000000006>, <@100000000000000001> @everyone',
    );
    expect(encodeMentions('see x#engine-room and ##engine-room', known)).to.equal(
      'see x#engine-room and ##engine-room',
    );
  });

  it('come back as names, and survive both ways', () => {
    const nameOf = (id: string, kind: MentionKind = 'member') =>
      known.find((one) => one.id === id && (one.kind ?? 'member') === kind)?.name;
    const content = 'hey <@100000000000000002>, <@999999999999999999>, <@&100000000000000004> <#100000000000000006>';
    const text = decodeMentions(content, nameOf);
    expect(text).to.equal('hey @Ann Lee, <@999999999999999999>, @Stokers #engine-room');
    expect(encodeMentions(text, known)).to.equal(content);
  });

  it('open after an @ or # at the beginning of a word only', () => {
    expect(openMention('hi @an', 6)).to.deep.equal({ sign: '@', start: 3, query: 'an' });
    expect(openMention('see #eng', 8)).to.deep.equal({ sign: '#', start: 4, query: 'eng' });
    expect(openMention('mail me@an', 10)).to.equal(undefined);
    expect(openMention('hi @an', 2)).to.equal(undefined);
    expect(openMention('# heading', 9)).to.equal(undefined);
  });

  it('offer names by their beginnings first', () => {
    expect(matchPeople(people, 'ann').map(({ name }) => name)).to.deep.equal(['Ann', 'Ann Lee']);
    expect(matchPeople(people, 'lee').map(({ name }) => name)).to.deep.equal(['Ann Lee']);
    expect(matchPeople(people, 'x')).to.deep.equal([]);
  });
});
