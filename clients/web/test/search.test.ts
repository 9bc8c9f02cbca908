import { expect } from 'chai';
import { snippet } from '../src/search/snippet.ts';
import { openWord, suggest, withoutOpenFilter } from '../src/search/suggestions.ts';

const nameOf = (mark: string, id: string) => `${mark[0]}${id.slice(-2)}`;
const show = (content: string, highlights: [number, number][]) =>
  snippet(content, highlights, nameOf)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('');
const names = {
  people: [
    { value: 'ada', name: 'Ada Lovelace' },
    { value: 'bob', name: 'Bob' },
  ],
  channels: [{ value: 'two words', name: 'two words' }],
};
const offers = (query: string) => suggest(openWord(query, query.length), names, Date.UTC(2026, 4, 9, 12));

describe('A search result', () => {
  it('shows the hits and what is around them, on one line, with names for ids and without Markdown’s marks', () => {
    expect(show('a **cat**\nand <@12345678901234567> `x`', [[4, 7]])).to.equal('a [cat] and @67 x');
    expect(
      show('cat cat', [
        [0, 3],
        [4, 7],
      ]),
    ).to.equal('[cat] [cat]');
    expect(show('', [])).to.equal('');
  });

  it('is cut at words, around the first hit, with a mark where it is cut', () => {
    const content = `${'before '.repeat(50)}cat${' after'.repeat(80)}`;
    const at = content.indexOf('cat');
    const text = show(content, [[at, at + 3]]);
    expect(text).to.match(/^… before .*before \[cat\] after .* …$/);
    expect(text.length).to.be.below(280);
  });
});

describe('While a search is typed', () => {
  it('operators are offered, then their values', () => {
    expect(offers('cat fr').map(({ insert }) => insert)).to.deep.equal(['from:']);
    expect(offers('cat ')).to.deep.equal([]);
    expect(offers('-').map(({ insert }) => insert)).to.include('-has:');
    expect(offers('from:@lov')).to.deep.equal([{ insert: 'from:@ada ', label: 'Ada Lovelace', about: 'ada' }]);
    expect(offers('cat in:"two w').map(({ insert }) => insert)).to.deep.equal(['in:"#two words" ']);
    expect(offers('has:im').map(({ insert }) => insert)).to.deep.equal(['has:image ']);
    expect(offers('during:2').map(({ insert }) => insert)).to.deep.equal([
      'during:today ',
      'during:2026-05 ',
      'during:2026 ',
    ]);
    expect(offers('before:2026-05-09')).to.deep.equal([]);
    expect(offers('https://exam')).to.deep.equal([]);
  });

  it('an operator without its value is not looked for yet', () => {
    expect(withoutOpenFilter('cat from:')).to.equal('cat ');
    expect(withoutOpenFilter('cat -in:"#')).to.equal('cat ');
    expect(withoutOpenFilter('cat foo:')).to.equal('cat foo:');
    expect(withoutOpenFilter('cat from:a')).to.equal('cat from:a');
  });
});
