import type { Context } from '@cozy/core';
import { COMMANDS, ERRORS, type ErrorBody, type ErrorCode } from '@cozy/protocol';
import { expect } from 'chai';
import fc from 'fast-check';
import { ROUTES } from '../src/api/routes.ts';
import { exampleOf } from '../src/openapi/examples.ts';
import { call, type Output, openContext, sendRaw, serve, type TestServer } from './harness.ts';

/** Requests in all. fast-check prints the seed of a failure. */
const REQUESTS = 800;

describe('Whatever is sent to the API, on real engines', () => {
  let context: Context;
  let drop: () => Promise<void>;
  let server: TestServer;
  let token: string;

  before(async () => {
    ({ context, drop } = await openContext());
    // What is behind the rate limits is to be reached.
    context.rates.take = () => 0;
    server = await serve(context);
    const person = { email: 'fuzz@example.org', username: 'fuzz', password: 'correct horse' };
    token = (await call<Output<'auth.register'>>(server, 'POST', '/api/v1/auth/register', { body: person })).body
      .access_token;
  }).timeout(60_000);

  after(async () => {
    await server?.stop();
    await drop?.();
  });

  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.bigInt({ min: 10n ** 16n, max: 10n ** 20n - 1n }).map(String),
    fc.constantFrom('__proto__', 'constructor', '$where', { $ne: null }, '\u0000', '\ud800', -1, 1e308),
  );
  /** A command's input with some fields replaced, left out or added. */
  const mutated = fc.constantFrom(...ROUTES).chain((route) => {
    const example = exampleOf(COMMANDS[route.command].input) as Record<string, unknown>;
    const fields = fc.constantFrom(...Object.keys(example), 'extra', '__proto__', '$set');
    const changes = fc.array(fc.tuple(fields, fc.option(anything)), { maxLength: 3 });
    return changes.map((list) => {
      const input = new Map(Object.entries(example));
      for (const [field, value] of list) value === null ? input.delete(field) : input.set(field, value);
      return { route, input };
    });
  });

  it('is answered with an output or a known error, and never with INTERNAL [REST-3]', async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(mutated, fc.boolean(), async ({ route, input }, inBody) => {
        // The log-in is needed until the end.
        fc.pre(route.command !== 'auth.logout');
        const path = route.path.replace(/\{(\w+)\}/g, (_, field: string) => {
          const value = input.get(field) ?? 'x';
          input.delete(field);
          const text = typeof value === 'string' ? value : JSON.stringify(value);
          // Half surrogate pairs cannot be percent-encoded; by way of bytes they become U+FFFD.
          return encodeURIComponent(Buffer.from(text).toString()) || 'x';
        });
        const body = JSON.stringify(Object.fromEntries(input));
        const query = new URLSearchParams([...input].map(([name, value]) => [name, JSON.stringify(value) ?? '']));
        const useBody = route.method !== 'GET' && (inBody || route.rest === 'body');
        const { status, body: answer } = await call<ErrorBody | object>(
          server,
          route.method,
          `/api/v1${path}${useBody ? '' : `?${query}`}`,
          { token, ...(useBody && { body }) },
        );
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 200) return;
        const { code } = answer as { code: ErrorCode };
        expect(code, JSON.stringify(answer)).to.not.equal('INTERNAL');
        expect(ERRORS[code].status).to.equal(status);
      }),
      { numRuns: REQUESTS },
    );
    // Both ways were gone, so that the property says something.
    expect(statuses.get(200), JSON.stringify([...statuses])).to.be.greaterThan(REQUESTS / 100);
    expect(statuses.get(400)).to.be.greaterThan(REQUESTS / 10);
  }).timeout(180_000);

  it('as bytes that are hardly HTTP leaves the server as it was', async () => {
    const line = fc.constantFrom('GET', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'HEAD', '', 'G\u0000T');
    const path = fc.oneof(
      fc.constantFrom('/', '*', '/api/v1/users/@me', '/api/v1/auth/login', '/%', '/..', '//', 'http://x/'),
      fc.webPath(),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    const header = fc.tuple(
      fc.constantFrom(
        'Content-Length',
        'Transfer-Encoding',
        'Authorization',
        'Host',
        'Accept-Encoding',
        'X-Forwarded-For',
        'Expect',
      ),
      fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('chunked', '-1', '99999999999999999999', '5', 'Bearer x')),
    );
    await fc.assert(
      fc.asyncProperty(
        line,
        path,
        fc.array(header, { maxLength: 4 }),
        fc.string({ maxLength: 100 }),
        async (method, target, headers, body) => {
          const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
          const request = `${method} ${target} HTTP/1.1\r\n${head}\r\n${body}`;
          const refused = (error: Error & { code?: string }) => {
            expect(error.code).to.be.oneOf(['ECONNRESET', 'EPIPE']);
            return '';
          };
          // What is incomplete would wait for its timeout; any answer at all, or 50 ms of silence, is enough.
          const answer = await sendRaw(server, request, /^HTTP/, 50).catch(refused);
          expect(answer).not.to.contain('INTERNAL');
        },
      ),
      { numRuns: 150 },
    );
    expect((await call(server, 'GET', '/api/v1/users/@me', { token })).status).to.equal(200);
    expect(server.rest.health()).to.deep.include({ ready: true });
  }).timeout(60_000);
});
