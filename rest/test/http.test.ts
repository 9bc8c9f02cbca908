import { connect } from 'node:net';
import { CozyError, type ErrorBody, LIMITS } from '@cozy/protocol';
import { expect } from 'chai';
import { register } from 'prom-client';
import { actor, call, fakeContext, sendRaw, serve, type TestServer } from './harness.ts';

const CHANNEL = '175928847299117063';
const MESSAGES = `/api/v1/channels/${CHANNEL}/messages`;

describe('Requests over HTTP', () => {
  const calls: { name: string; input: unknown; address: string }[] = [];
  let answer: (name: string) => Promise<unknown>;
  let server: TestServer;

  const context = fakeContext({
    settings: { trustProxy: true },
    authenticate: async (token) => {
      if (token === 'person' || token === 'bot') return actor(token);
      throw new CozyError('UNAUTHENTICATED');
    },
    execute: async (name, input, caller) => {
      calls.push({ name, input, address: caller.address });
      return answer(name);
    },
  });

  before(async () => {
    server = await serve(context);
  });
  after(() => server?.stop());
  beforeEach(() => {
    calls.length = 0;
    answer = async () => ({});
  });

  const refuses = (got: { status: number; body: ErrorBody }, status: number, code: ErrorBody['code']) => {
    expect(got.body).to.include({ code });
    expect(got.status).to.equal(status);
    expect(calls).to.deep.equal([]);
  };

  describe('input', () => {
    it('is put together from path and body [REST-1]', async () => {
      const { status } = await call(server, 'POST', MESSAGES, { token: 'person', body: { content: 'hi', nonce: '1' } });
      expect(status).to.equal(200);
      expect(calls[0]).to.deep.include({ name: 'message.send' });
      expect({ ...(calls[0]!.input as object) }).to.deep.equal({ channel_id: CHANNEL, content: 'hi', nonce: '1' });
    });

    it('is put together from path and query, with numbers and objects [REST-1]', async () => {
      const at = encodeURIComponent(JSON.stringify({ 3: 128 }));
      await call(server, 'GET', `${MESSAGES}?limit=7&before=${CHANNEL}&at=${at}`, { token: 'person' });
      expect(calls[0]).to.deep.include({ name: 'message.history' });
      expect({ ...(calls[0]!.input as object) }).to.deep.equal({
        channel_id: CHANNEL,
        limit: 7,
        before: CHANNEL,
        at: { 3: 128 },
      });
    });

    it('of DELETE comes from the query, and from a body if there is one [REST-1]', async () => {
      const path = `/api/v1/communities/${CHANNEL}/members/${CHANNEL}`;
      const expected = { community_id: CHANNEL, user_id: CHANNEL, reason: '12 spam' };
      await call(server, 'DELETE', `${path}?reason=12%20spam`, { token: 'person' });
      await call(server, 'DELETE', path, { token: 'person', body: { reason: '12 spam' } });
      for (const { input } of calls) expect({ ...(input as object) }).to.deep.equal(expected);
      expect(calls).to.have.length(2);
      calls.length = 0;
      const two = await call(server, 'DELETE', `${path}?reason=a`, { token: 'person', body: { reason: 'b' } });
      refuses(two, 400, 'INVALID_INPUT');
    });

    it('has percent-encoding undone in the path', async () => {
      const path = `${MESSAGES}/${CHANNEL}/reactions/${encodeURIComponent('👩🏽‍🚀')}`;
      await call(server, 'PUT', path, { token: 'person' });
      expect(calls[0]!.input).to.have.property('emoji', '👩🏽‍🚀');
    });

    it('cannot say two things at once', async () => {
      const body = { channel_id: '175928847299117064', content: 'hi', nonce: '1' };
      const two = await call(server, 'POST', MESSAGES, { token: 'person', body });
      refuses(two, 400, 'INVALID_INPUT');
      expect(two.body.errors).to.have.keys('/channel_id');
      const twice = await call(server, 'GET', `${MESSAGES}?limit=1&limit=2`, { token: 'person' });
      refuses(twice, 400, 'INVALID_INPUT');
      expect(twice.body.errors).to.have.keys('/limit');
    });

    it('leaves prototypes alone', async () => {
      await call(server, 'POST', MESSAGES, { token: 'person', body: '{"__proto__":{"content":"hi"},"nonce":"1"}' });
      const input = calls[0]!.input as Record<string, unknown>;
      expect(Object.keys(input)).to.have.members(['__proto__', 'nonce', 'channel_id']);
      expect(input.content).to.equal(undefined);
      await call(server, 'GET', `${MESSAGES}?__proto__=1&constructor=2`, { token: 'person' });
      expect(Object.keys(calls[1]!.input as object)).to.have.members(['__proto__', 'constructor', 'channel_id']);
    });

    it('with bad percent-encoding or bad JSON in the query is refused', async () => {
      for (const path of [`/api/v1/invites/%ff`, `${MESSAGES}?at=%7B`]) {
        refuses(await call(server, 'GET', path, { token: 'person' }), 400, 'INVALID_INPUT');
      }
    });
  });

  describe('bodies', () => {
    const send = (body: string, type = 'application/json') =>
      call(server, 'POST', MESSAGES, { token: 'person', body, headers: { 'Content-Type': type } });

    it('that are no JSON object are refused [REST-4]', async () => {
      for (const body of ['{', '{"a":1,}', 'hello', '{"a":1} x', '\u0000', "{'a':1}"]) {
        refuses(await send(body), 400, 'MALFORMED_BODY');
      }
      for (const body of ['[]', 'null', '1', '"text"']) refuses(await send(body), 400, 'INVALID_INPUT');
      const head = `POST ${MESSAGES} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer person\r\n`;
      const bytes = Buffer.concat([
        Buffer.from(`${head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":"`),
        Buffer.from([0xff]),
        Buffer.from('"}'),
      ]);
      expect(await sendRaw(server, bytes, /\}$/))
        .to.contain('400 Bad Request')
        .and.contain('MALFORMED_BODY');
    });

    it('of another type are refused, but need none when they are empty [REST-4]', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/jsonp',
        'application/json; charset=latin1',
      ]) {
        refuses(await send('{}', type), 415, 'UNSUPPORTED_MEDIA_TYPE');
      }
      for (const type of ['application/json', 'Application/JSON; charset=UTF-8']) {
        expect((await send('{}', type)).status).to.equal(200);
      }
      const empty = await call(server, 'POST', '/api/v1/auth/logout', { token: 'person' });
      expect(empty.status).to.equal(200);
    });

    it('over the limit are refused, those at the limit are not [REST-4]', async () => {
      const body = (length: number) => `{"nonce":"${'x'.repeat(length - '{"nonce":""}'.length)}"}`;
      expect((await send(body(LIMITS.bodyBytes))).status).to.equal(200);
      calls.length = 0;
      refuses(await send(body(LIMITS.bodyBytes + 1)), 413, 'BODY_TOO_LARGE');
      refuses(await send(body(LIMITS.bodyBytes * 10)), 413, 'BODY_TOO_LARGE');
    });

    it('far over the limit end the connection, and the server goes on', async () => {
      const head = `POST ${MESSAGES} HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n`;
      const socket = connect(server.port, '127.0.0.1');
      const part = Buffer.alloc(64 * 1024, 'x');
      let written = 0;
      await new Promise<void>((resolve) => {
        const write = () => {
          while (socket.writable && socket.write(part)) written += part.length;
        };
        socket.on('connect', () => socket.write(head, write));
        socket.on('drain', write);
        socket.on('error', () => resolve());
        socket.on('close', () => resolve());
        socket.resume();
      });
      // What the kernel's buffers hold comes on top of the 1 MiB that the server reads.
      expect(written).to.be.lessThan(100_000_000);
      expect(calls).to.deep.equal([]);
      expect((await send('{}')).status).to.equal(200);
    });

    it('that nest too deep are refused [REST-4]', async () => {
      const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
      expect((await send(nested(LIMITS.frameDepth))).status).to.equal(200);
      calls.length = 0;
      refuses(await send(nested(LIMITS.frameDepth + 1)), 400, 'MALFORMED_BODY');
      refuses(await send('['.repeat(60_000)), 400, 'MALFORMED_BODY');
      refuses(await send(`{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`), 400, 'MALFORMED_BODY');
    });
  });

  describe('tokens', () => {
    it('go by the scheme of their kind [REST-2]', async () => {
      for (const [header, status] of [
        ['Bearer person', 200],
        ['bearer person', 200],
        ['Bot bot', 200],
        ['Bot person', 401],
        ['Bearer bot', 401],
        ['Bearer wrong', 401],
        ['Bearer', 401],
        ['person', 401],
        ['Basic person', 401],
      ] as const) {
        const got = await call(server, 'GET', '/api/v1/users/@me', { headers: { Authorization: header } });
        expect(got.status, header).to.equal(status);
      }
    });
  });

  describe('routes', () => {
    it('that do not exist are NOT_FOUND [REST-4]', async () => {
      for (const path of [
        '/api/v1/nothing',
        '/api',
        '/api/v1',
        '/api/v2/users/@me',
        '/.well-known/nothing',
        '/gateway',
        '/api/v1/channels//messages/x/y',
      ]) {
        refuses(await call(server, 'GET', path), 404, 'NOT_FOUND');
      }
      refuses(await call(server, 'POST', '/api/v1/nothing', { body: {} }), 404, 'NOT_FOUND');
    });

    it('say which methods they have [REST-4]', async () => {
      const got = await call(server, 'PUT', MESSAGES, { token: 'person', body: {} });
      refuses(got, 405, 'METHOD_NOT_ALLOWED');
      expect(got.headers.get('allow')!.split(', ')).to.have.members(['GET', 'HEAD', 'POST', 'OPTIONS']);
      refuses(await call(server, 'DELETE', '/api/v1/openapi.json'), 405, 'METHOD_NOT_ALLOWED');
    });

    it('answer HEAD as GET, without the body', async () => {
      answer = async () => ({ messages: [] });
      const got = await call(server, 'HEAD', MESSAGES, { token: 'person' });
      expect(got.status).to.equal(200);
      expect(got.headers.get('content-length')).to.equal(String('{"messages":[]}'.length));
      expect(calls[0]).to.include({ name: 'message.history' });
    });
  });

  describe('answers', () => {
    it('may be read by pages of any origin, since only a token opens anything', async () => {
      const preflight = await call(server, 'OPTIONS', MESSAGES, {
        headers: { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'POST' },
      });
      expect(preflight.status).to.equal(204);
      expect(preflight.headers.get('access-control-allow-origin')).to.equal('*');
      expect(preflight.headers.get('access-control-allow-headers')).to.equal(
        'Authorization, Content-Type, Range, X-Request-Id, Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset',
      );
      expect(preflight.headers.get('access-control-allow-methods')!.split(', ')).to.include.members(['GET', 'POST']);
      expect(preflight.headers.get('access-control-allow-credentials')).to.equal(null);
      for (const path of [MESSAGES, '/api/v1/nothing', '/.well-known/cozy']) {
        const { headers } = await call(server, 'GET', path);
        expect(headers.get('access-control-allow-origin'), path).to.equal('*');
        expect(headers.get('set-cookie'), path).to.equal(null);
      }
      expect((await fetch(server.url)).headers.get('access-control-allow-origin')).to.equal(null);
    });

    it('are not kept by caches, and carry a number of their own', async () => {
      const one = await call(server, 'GET', '/api/v1/users/@me', { token: 'person' });
      const two = await call(server, 'GET', '/api/v1/users/@me');
      for (const { headers } of [one, two]) {
        expect(headers.get('cache-control')).to.equal('no-store');
        expect(headers.get('x-content-type-options')).to.equal('nosniff');
        expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
        expect(headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
      }
      expect(one.headers.get('x-request-id')).not.to.equal(two.headers.get('x-request-id'));
    });

    it('carry the request id that the client gave, if it is one [REST-8]', async () => {
      const idOf = async (given: string) => {
        const answered = await call(server, 'GET', '/api/v1/users/@me', { headers: { 'X-Request-Id': given } });
        return answered.headers.get('x-request-id');
      };
      expect(await idOf('proxy-7.A:b_9')).to.equal('proxy-7.A:b_9');
      for (const wrong of ['', 'two words', 'a'.repeat(65), '{"level":60}', 'ä']) {
        expect(await idOf(wrong), wrong).to.match(/^[0-9a-f-]{36}$/);
      }
    });

    it('say when to come back [REST-3]', async () => {
      answer = async () => {
        throw new CozyError('RATE_LIMITED', { retryAfter: 2.3 });
      };
      const limited = await call(server, 'GET', '/api/v1/users/@me', { token: 'person' });
      expect(limited.status).to.equal(429);
      expect(limited.body.retry_after).to.equal(2.3);
      expect(limited.headers.get('retry-after')).to.equal('3');
      answer = async () => {
        throw new CozyError('LOG_UNAVAILABLE');
      };
      const away = await call(server, 'GET', '/api/v1/users/@me', { token: 'person' });
      expect(away.status).to.equal(503);
      expect(away.headers.get('retry-after')).to.equal('1');
    });

    it('tell nothing of what went wrong inside, but where to find it in the log [REST-3] [REST-8]', async () => {
      answer = async () => {
        throw new Error('secret detail at /some/path');
      };
      const headers = { 'X-Request-Id': 'find-me' };
      const got = await call(server, 'GET', '/api/v1/users/@me', { token: 'person', headers });
      expect(got.status).to.equal(500);
      expect(got.body.message).to.contain('Its request id is find-me.');
      expect(got.body).to.have.keys('code', 'message').and.include({ code: 'INTERNAL' });
      expect(JSON.stringify(got.body)).not.to.contain('secret');
    });

    it('are counted by route, without ids', async () => {
      await call(server, 'GET', MESSAGES, { token: 'person' });
      await sendRaw(server, 'TRACE /api/v1/users/@me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', /\}$/);
      const text = await register.getSingleMetricAsString('cozy_http_request_duration_seconds');
      expect(text).to.contain('route="/api/v1/channels/:0/messages",status="200"');
      expect(text).to.contain('method="other"').and.not.contain('TRACE');
      expect(text).not.to.contain(CHANNEL);
    });
  });
});
