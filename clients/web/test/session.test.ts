import type { CommandOutput } from '@cozy/protocol';
import { expect } from 'chai';
import { endsSession, Session, type SessionStorage } from '../src/instance/session.ts';
import { self } from './fixtures.ts';

const ORIGIN = 'https://cozy.example';

function memory(): SessionStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** A lock that is shared by all "tabs" of one test. */
function sharedLock() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(_: string, work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

const tokens = (n: number, expires_in = 900): CommandOutput<'auth.login'> => ({
  access_token: `access ${n}`,
  refresh_token: `refresh ${n}`,
  expires_in,
  user: self,
});

describe('Session', () => {
  const realFetch = globalThis.fetch;
  let asked: string[];
  let answer: () => Response;
  beforeEach(() => {
    asked = [];
    answer = () => Response.json(tokens(asked.length + 1));
    globalThis.fetch = async (_, init) => {
      asked.push((JSON.parse(String(init?.body)) as { refresh_token: string }).refresh_token);
      return answer();
    };
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
  });

  it('gives a token that is valid without asking', async () => {
    const session = new Session(ORIGIN, memory(), sharedLock());
    session.save(tokens(1));
    expect(await session.token()).to.equal('access 1');
    expect(asked).to.deep.equal([]);
  });

  it('uses each refresh token once, across calls and tabs', async () => {
    const storage = memory();
    const lock = sharedLock();
    const [one, two] = [new Session(ORIGIN, storage, lock), new Session(ORIGIN, storage, lock)];
    one.save(tokens(1, 0));
    const given = await Promise.all([one.token(), one.token(), two.token()]);
    expect(given).to.deep.equal(['access 2', 'access 2', 'access 2']);
    expect(asked).to.deep.equal(['refresh 1']);
  });

  it('tells an ended log-in from a server that is away', async () => {
    const session = new Session(ORIGIN, memory(), sharedLock());
    session.save(tokens(1, 0));
    const failure = () =>
      session.token().then(
        () => expect.fail('gave a token'),
        (error: unknown) => error,
      );
    answer = () => Response.json({ code: 'INVALID_REFRESH_TOKEN', message: 'x' }, { status: 401 });
    expect(endsSession(await failure())).to.equal(true);
    answer = () => new Response('<html>bad gateway', { status: 502 });
    expect(endsSession(await failure())).to.equal(false);
  });
});
