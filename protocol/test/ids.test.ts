import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import fc from 'fast-check';
import { compareIds, SNOWFLAKE_EPOCH, SNOWFLAKE_NODES, Snowflake, snowflakes, snowflakeTime } from '../src/index.ts';
import { seed } from './seed.ts';

const START = Date.UTC(2026, 0, 2);

describe('snowflakes', () => {
  it('[ID-1] are 42 bits of milliseconds, 10 of node and 12 of counter', () => {
    const next = snowflakes(5, () => SNOWFLAKE_EPOCH + 1_000_000_000);
    expect(next()).to.equal(String((1_000_000_000n << 22n) | (5n << 12n)));
    expect(next()).to.equal(String((1_000_000_000n << 22n) | (5n << 12n) | 1n));
  });

  it('[ID-1] tell the time at which they were made, and fit their schema', () => {
    fc.assert(
      fc.property(fc.integer({ min: START, max: START + 2 ** 40 }), fc.integer({ min: 0, max: 1023 }), (time, node) => {
        const id = snowflakes(node, () => time)();
        expect(snowflakeTime(id)).to.equal(time);
        expect(Value.Check(Snowflake, id)).to.equal(true);
      }),
      { seed },
    );
  });

  it('[ID-2] are unique and grow when more than 4096 are made in one millisecond', () => {
    const next = snowflakes(1, () => START);
    const ids = Array.from({ length: 10_000 }, next);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(snowflakeTime(ids[4095]!)).to.equal(START);
    expect(snowflakeTime(ids[4096]!)).to.equal(START + 1);
    expect(ids).to.deep.equal([...ids].sort(compareIds));
  });

  it('[ID-2] are unique and grow however the clock steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 2, maxLength: 500 }), (steps) => {
        let time = START;
        const next = snowflakes(1, () => time);
        const ids = steps.map((step) => {
          time += step;
          return next();
        });
        for (const [index, id] of ids.entries()) {
          if (index > 0) expect(compareIds(ids[index - 1]!, id)).to.be.below(0);
        }
      }),
      { seed },
    );
  });

  it('[ID-2] of two nodes never meet', () => {
    const [a, b] = [snowflakes(1, () => START), snowflakes(2, () => START)];
    const ids = Array.from({ length: 9000 }, (_, index) => (index % 2 === 0 ? a() : b()));
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('refuse a node number that does not fit', () => {
    for (const node of [-1, SNOWFLAKE_NODES, 1.5, Number.NaN]) expect(() => snowflakes(node)).to.throw(RangeError);
  });

  it('compare by number, also with different lengths', () => {
    const id = fc.bigInt({ min: 10n ** 16n, max: 10n ** 20n - 1n });
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(Math.sign(compareIds(String(a), String(b)))).to.equal(a < b ? -1 : a > b ? 1 : 0);
      }),
      { seed },
    );
  });
});
