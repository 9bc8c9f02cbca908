import { expect } from 'chai';
import { decodeMentions, encodeMentions, matchPeople, openMention } from '../src/conversation/mentions.ts';

const people = [
  { id: '100000000000000001', username: 'ann', name: 'Ann' },
  { id: '100000000000000002', username: 'ann.lee', name: 'Ann Lee' },
  { id: '100000000000000003', username: 'jo', name: 'Jörg (he)' },
];

describe('mentions', () => {
  it('are whole names, the longest first', () => {
    expect(encodeMentions('@Ann Lee and @ann, not @annabel or a@ann', people)).to.equal(
      '<@100000000000000002> and <@100000000000000001>, not @annabel or a@ann',
    );
    expect(encodeMentions('(@Jörg (he))', people)).to.equal('(<@100000000000000003>)');
  });

  it('come back as names, and survive both ways', () => {
    const nameOf = (id: string) => people.find((one) => one.id === id)?.name;
    const content = 'hey <@100000000000000002>, <@999999999999999999>';
    const text = decodeMentions(content, nameOf);
    expect(text).to.equal('hey @Ann Lee, <@999999999999999999>');
    expect(encodeMentions(text, people)).to.equal(content);
  });

  it('open after an @ at the beginning of a word only', () => {
    expect(openMention('hi @an', 6)).to.deep.equal({ start: 3, query: 'an' });
    expect(openMention('mail me@an', 10)).to.equal(undefined);
    expect(openMention('hi @an', 2)).to.equal(undefined);
  });

  it('offer names by their beginnings first', () => {
    expect(matchPeople(people, 'ann').map(({ name }) => name)).to.deep.equal(['Ann', 'Ann Lee']);
    expect(matchPeople(people, 'lee').map(({ name }) => name)).to.deep.equal(['Ann Lee']);
    expect(matchPeople(people, 'x')).to.deep.equal([]);
  });
});
