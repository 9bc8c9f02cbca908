import { expect } from 'chai';
import fc from 'fast-check';
import {
  isSearchDate,
  parseSearch,
  SEARCH_FILTERS,
  type SearchPart,
  searchFilterText,
  searchTime,
} from '../src/index.ts';
import { seed } from './seed.ts';

/** The parts of a query as short texts: kind, value, and a minus for what is not wanted. */
const read = (query: string) =>
  parseSearch(query).map(({ kind, value, negated }) => `${negated ? '-' : ''}${kind}(${value})`);

const NOON = Date.UTC(2024, 4, 15, 12);
const range = (text: string, offset = 0) => {
  const { begin, end } = searchTime(text, NOON, offset);
  return [new Date(begin).toISOString(), new Date(end).toISOString()];
};

describe('The query language of search', () => {
  it('reads words, phrases and what must not be there', () => {
    expect(read('  cat -dog "black cat" -"big dog"  ')).to.deep.equal([
      'word(cat)',
      '-word(dog)',
      'phrase(black cat)',
      '-phrase(big dog)',
    ]);
    expect(read('C++ - -- "" "unclosed phrase')).to.deep.equal([
      'word(C++)',
      'word(-)',
      '-word(-)',
      'phrase(unclosed phrase)',
    ]);
  });

  it('reads every operator, in any case, with names that hold spaces in quotes', () => {
    expect(read('from:@ada From:"Ada L." in:#general -in:random mentions:@12345678901234567')).to.deep.equal([
      'from(ada)',
      'from(Ada L.)',
      'in(general)',
      '-in(random)',
      'mentions(12345678901234567)',
    ]);
    expect(read('has:Link has:image -has:file before:2024 after:2024-05 during:yesterday')).to.deep.equal([
      'has(link)',
      'has(image)',
      '-has(file)',
      'before(2024)',
      'after(2024-05)',
      'during(yesterday)',
    ]);
  });

  it('takes operators that do not exist, or lack a value, for words', () => {
    expect(read('foo:bar has:everything before:2024-02-31 -before:2024 from: in:# https://example.org')).to.deep.equal([
      'word(foo:bar)',
      'word(has:everything)',
      'word(before:2024-02-31)',
      '-word(before:2024)',
      'word(from:)',
      'word(in:#)',
      'word(https://example.org)',
    ]);
  });

  it('takes apart any text, and says where each part stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab "-:@#\n', 'from:', 'has:link ', '🐈', '$') }), (query) => {
        let last = 0;
        for (const { value, begin, end } of parseSearch(query)) {
          expect(value).not.to.equal('');
          expect(begin).to.be.at.least(last);
          expect(end).to.be.greaterThan(begin);
          expect(query.slice(begin, end)).to.include(value.trim());
          last = end;
        }
        expect(query.slice(last).replaceAll(/["-]/g, '').trim()).to.satisfy((rest: string) => !/[a-z]/.test(rest));
      }),
      { seed },
    );
  });

  it('writes operators so that they read as the same again', () => {
    const value = fc.string({ unit: fc.constantFrom(...'abc .:'), minLength: 1 }).map((text) => `a${text}z`);
    fc.assert(
      fc.property(fc.constantFrom(...SEARCH_FILTERS.slice(0, 3)), value, (kind, text) => {
        const [part, ...rest] = parseSearch(`cat ${searchFilterText(kind, text)} dog`).slice(1);
        expect(part as Partial<SearchPart>).to.deep.include({ kind, value: text, negated: false });
        expect(rest).to.have.length(1);
      }),
      { seed },
    );
    expect(searchFilterText('has', 'link')).to.equal('has:link');
    expect(searchFilterText('from', '12345678901234567')).to.equal('from:12345678901234567');
  });

  it('knows years, months, days, today and yesterday, on the asker’s clock', () => {
    expect(range('2024')).to.deep.equal(['2024-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']);
    expect(range('2024-12')).to.deep.equal(['2024-12-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']);
    expect(range('2024-02-29', 60)).to.deep.equal(['2024-02-28T23:00:00.000Z', '2024-02-29T23:00:00.000Z']);
    expect(range('today', 13 * 60)).to.deep.equal(['2024-05-15T11:00:00.000Z', '2024-05-16T11:00:00.000Z']);
    expect(range('yesterday')).to.deep.equal(['2024-05-14T00:00:00.000Z', '2024-05-15T00:00:00.000Z']);
    for (const no of ['2023-02-29', '2024-13', '2024-00', '2024-1-0', '24', '0099', '2024-', 'now', '']) {
      expect(isSearchDate(no), no).to.equal(false);
    }
  });
});
