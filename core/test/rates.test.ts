import { COMMANDS, type CommandName } from '@cozy/protocol';
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

  it('[REST-9] counts the calls of a command by account, of strangers by address', () => {
    const limits = new RateLimits();
    const account = (id: string, address: string) => ({ actor: { user: { id } } as never, address });
    const name = 'user.update';
    const { burst, perSecond } = COMMANDS[name].rate;
    limits.takeCall(name, account('1', 'a'));
    limits.takeCall(name, account('1', 'b'));
    limits.takeCall(name, { actor: null, address: 'a' });
    const left = (who: Parameters<RateLimits['standing']>[1]) => limits.standing(name, who).remaining;
    expect(left(account('1', 'c'))).to.equal(burst - 2);
    expect(left(account('2', 'a'))).to.equal(burst);
    expect(left({ actor: null, address: 'a' })).to.equal(burst - 1);
    expect(limits.standing('user.me', account('1', 'a')).remaining).to.equal(COMMANDS['user.me'].rate.burst);
    expect(limits.standing(name, account('1', 'a')).resetAfter).to.be.within(1.9 / perSecond, 2 / perSecond);
  });

  it('[REST-9] never refuses who stops at none remaining and waits until all are there again', () => {
    const names = Object.keys(COMMANDS) as CommandName[];
    const limits = new RateLimits();
    let callers = 0;
    const pause = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.double({ min: 0, max: 300, noNaN: true }));
    const pauses = fc.array(pause, { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        pauses,
        fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.double({ min: 0, max: 1e9, noNaN: true })),
        (name, gaps, start) => {
          const caller = { actor: null, address: String(callers++) };
          let now = start;
          for (const gap of gaps) {
            const { limit, remaining, resetAfter } = limits.standing(name, caller, now);
            expect(remaining).to.be.within(0, limit);
            if (remaining === 0) {
              now += resetAfter * 1000;
              expect(limits.standing(name, caller, now)).to.deep.equal({ limit, remaining: limit, resetAfter: 0 });
            }
            expect(limits.takeCall(name, caller, now)).to.equal(0);
            now += gap;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
