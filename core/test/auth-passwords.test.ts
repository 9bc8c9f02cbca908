import { CozyError } from '@cozy/protocol';
import argon2 from 'argon2';
import { expect } from 'chai';
import { hashPassword, verifyPassword } from '../src/auth/passwords.ts';

describe('passwords', () => {
  it('are hashed by argon2id with OWASP’s parameters and a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).to.match(/^\$argon2id\$v=19\$m=19456,(p=1,t=2|t=2,p=1)\$/);
    expect(one).not.to.equal(two);
  });

  it('match their own hash only', async () => {
    const hash = await hashPassword('pässwörd 🦊');
    expect(await verifyPassword(hash, 'pässwörd 🦊')).to.equal(true);
    expect(await verifyPassword(hash, 'pässwörd')).to.equal(false);
    expect(await verifyPassword(hash, '')).to.equal(false);
  });

  it('are compared for an unknown account too, for as long and never with success', async () => {
    const hash = await hashPassword('something');
    await verifyPassword(undefined, 'warm up');
    const fastest = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    // Turn by turn, and the fastest of each, so that whatever else the machine does counts for neither.
    for (let turn = 0; turn < 7; turn++) {
      for (const kind of ['known', 'unknown'] as const) {
        const start = performance.now();
        expect(await verifyPassword(kind === 'known' ? hash : undefined, 'wrong')).to.equal(false);
        fastest[kind] = Math.min(fastest[kind], performance.now() - start);
      }
    }
    // Without the stand-in an answer would come in microseconds.
    expect(fastest.unknown / fastest.known).to.be.within(1 / 3, 3);
  });

  it('are turned away with a retryable error when too many wait already', async () => {
    // Cheap ones, since only their number matters here.
    const hash = await argon2.hash('x', { memoryCost: 1024, timeCost: 2, parallelism: 1 });
    const results = await Promise.allSettled(Array.from({ length: 400 }, () => verifyPassword(hash, 'y')));
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as CozyError);
    expect(refused.length).to.be.within(1, 400 - 256);
    for (const error of refused) {
      expect(error).to.be.instanceOf(CozyError);
      expect(error.code).to.equal('UNAVAILABLE');
      expect(error.retryAfter).to.be.greaterThan(0);
    }
    expect(await verifyPassword(hash, 'x')).to.equal(true);
  }).timeout(60_000);
});
