import { expect } from 'chai';
import fc from 'fast-check';
import { BACKOFF, backoffDelay } from '../src/index.ts';
import { seed } from './seed.ts';

describe('backoff', () => {
  it('[GW-30] doubles the longest wait after each failure, up to 30 seconds', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 1000].map((attempt) => backoffDelay(attempt, 0, () => 1));
    expect(longest).to.deep.equal([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('[GW-30] [GW-52] waits a random time, on top of what the server asked for', () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.nat(60_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, floor, random) => {
          const delay = backoffDelay(attempt, floor, () => random);
          expect(delay).to.be.within(floor, floor + Math.max(floor, BACKOFF.longest));
          expect(Number.isInteger(delay)).to.equal(true);
        },
      ),
      { seed },
    );
    expect(backoffDelay(3, 700, () => 0)).to.equal(700);
    expect(backoffDelay(3, 0, () => 0.5)).to.equal(2000);
  });

  it('[GW-52] spreads those that were sent away over as long again as they were told to wait', () => {
    expect(backoffDelay(0, 20_000, () => 1)).to.equal(40_000);
    expect(backoffDelay(0, 20_000, () => 0)).to.equal(20_000);
    expect(backoffDelay(0, 100, () => 1)).to.equal(600);
  });
});
