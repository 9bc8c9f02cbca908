import { expect } from 'chai';
import fc from 'fast-check';
import { RateLimits } from '../src/index.ts';

describe('Rate limits', () => {
  const rate = { burst: 3, perSecond: 2 };

  it('gives a burst, then says how long to wait, to the millisecond', () => {
    const limits = new RateLimits();
    expect([1, 2, 3].map(() => limits.take('a', rate, 0))).to.deep.equal([0, 0, 0]);
    expect(limits.take('a', rate, 0)).to.equal(0.5);
    expect(limits.take('a', rate, 100)).to.equal(0.4);
    expect(limits.take('a', rate, 500)).to.equal(0);
    expect(limits.take('a', rate, 500)).to.equal(0.5);
  });

  it('keeps keys apart and fills up to the burst and no further', () => {
    const limits = new RateLimits();
    for (let i = 0; i < 3; i++) limits.take('a', rate, 0);
    expect(limits.take('b', rate, 0)).to.equal(0);
    const later = 3_600_000;
    expect([1, 2, 3, 4].map(() => limits.take('a', rate, later) === 0)).to.deep.equal([true, true, true, false]);
  });

  it('takes a refund, and never more than the burst', () => {
    const limits = new RateLimits();
    limits.take('a', rate, 0);
    for (let i = 0; i < 9; i++) limits.refund('a', rate);
    limits.refund('never seen', rate);
    expect([1, 2, 3, 4].map(() => limits.take('a', rate, 0) === 0)).to.deep.equal([true, true, true, false]);
  });

  it('never lets more through than burst and refill, and who waits as told is let in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 200 }), (pauses) => {
        const limits = new RateLimits();
        let now = 0;
        let taken = 0;
        for (const pause of pauses) {
          now += pause;
          const wait = limits.take('a', rate, now);
          if (wait === 0) taken += 1;
          else {
            now += Math.ceil(wait * 1000);
            expect(limits.take('a', rate, now)).to.equal(0);
            taken += 1;
          }
        }
        expect(taken).to.be.at.most(rate.burst + (now / 1000) * rate.perSecond + 1e-6);
      }),
    );
  });
});
