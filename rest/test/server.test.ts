import { CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { register } from 'prom-client';
import { actor, call, fakeContext, serve, type TestServer } from './harness.ts';

describe('The HTTP server', () => {
  const addresses: string[] = [];
  let answer: () => Promise<unknown>;
  let server: TestServer;

  const context = fakeContext({
    settings: { trustProxy: true },
    authenticate: async (token) => {
      if (token === 'person' || token === 'bot') return actor(token);
      throw new CozyError('UNAUTHENTICATED');
    },
    execute: async (_name, _input, { address }) => {
      addresses.push(address);
      return answer();
    },
  });

  before(async () => {
    server = await serve(context);
  });
  after(() => server?.stop());
  beforeEach(() => {
    addresses.length = 0;
    answer = async () => ({});
  });

  describe('clients that leave', () => {
    it('before the answer do no harm', async () => {
      let begun = (): void => undefined;
      let finish = (): void => undefined;
      const running = new Promise<void>((resolve) => {
        begun = resolve;
      });
      answer = () =>
        new Promise((resolve) => {
          begun();
          finish = () => resolve({});
        });
      const leaving = new AbortController();
      const request = fetch(`${server.url}/api/v1/users/@me`, {
        headers: { Authorization: 'Bearer person' },
        signal: leaving.signal,
      }).catch((error: Error) => error.name);
      await running;
      leaving.abort();
      expect(await request).to.equal('AbortError');
      const left = async () =>
        /status="499"/.test(await register.getSingleMetricAsString('cozy_http_request_duration_seconds'));
      while (!(await left())) await new Promise((resolve) => setImmediate(resolve));
      finish();
      answer = async () => ({});
      expect((await call(server, 'GET', '/api/v1/users/@me', { token: 'person' })).status).to.equal(200);
      expect(server.rest.health().detail).to.include({ requests: 0 });
    });
  });

  describe('callers’ addresses', () => {
    const addressOf = async (forwarded: string, from = server) => {
      addresses.length = 0;
      await call(from, 'GET', '/api/v1/users/@me', {
        token: 'person',
        headers: forwarded ? { 'X-Forwarded-For': forwarded } : {},
      });
      return addresses[0]!;
    };

    it('come from our own proxy only, and of IPv6 the network counts', async () => {
      expect(await addressOf('')).to.equal('127.0.0.1');
      expect(await addressOf('1.1.1.1, 203.0.113.9')).to.equal('203.0.113.9');
      expect(await addressOf('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2::/64');
      expect(await addressOf('::ffff:203.0.113.9')).to.equal('203.0.113.9');
      expect(await addressOf('203.0.113.9, not an address')).to.equal('127.0.0.1');
    });

    it('are never taken from the client’s own words without a proxy', async () => {
      const open = await serve({ ...context, settings: { ...context.settings, trustProxy: false } });
      try {
        expect(await addressOf('203.0.113.9', open)).to.equal('127.0.0.1');
      } finally {
        await open.stop();
      }
    });
  });

  describe('stopping', () => {
    it('finishes what is under way and turns the rest away', async () => {
      const stopping = await serve(context);
      let begun = (): void => undefined;
      let finish = (): void => undefined;
      const running = new Promise<void>((resolve) => {
        begun = resolve;
      });
      answer = () =>
        new Promise((resolve) => {
          begun();
          finish = () => resolve({ done: true });
        });
      const request = call<object>(stopping, 'GET', '/api/v1/users/@me', { token: 'person' });
      await running;
      const closed = stopping.rest.close(10_000);
      expect(stopping.rest.health()).to.deep.include({ ready: false });
      const late = await call(stopping, 'GET', '/api/v1/users/@me', { token: 'person' });
      expect(late.status).to.equal(503);
      expect(late.body.code).to.equal('UNAVAILABLE');
      finish();
      expect((await request).body).to.deep.equal({ done: true });
      await closed;
      await stopping.stop();
    });
  });
});
