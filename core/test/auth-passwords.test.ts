import { CozyError } from '@cozy/protocol';
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
    const time = async (of: string | undefined) => {
      const start = performance.now();
      for (let i = 0; i < 5; i++) expect(await verifyPassword(of, 'wrong')).to.equal(false);
      return performance.now() - start;
    };
    const known = await time(hash);
    const unknown = await time(undefined);
    // Without the stand-in an answer would come in microseconds; the machine's noise is far smaller than that.
    expect(unknown / known).to.be.within(1 / 4, 4);
  });

  it('are turned away with a retryable error when too many wait already', async () => {
    const hash = await hashPassword('x');
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
