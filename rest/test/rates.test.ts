import type { Context } from '@cozy/core';
import { COMMANDS } from '@cozy/protocol';
import { expect } from 'chai';
import { RATE_FIELDS } from '../src/api/rateFields.ts';
import { openApiDocument } from '../src/openapi/document.ts';
import { type Answer, call, type Output, openContext, serve, type TestServer } from './harness.ts';

/** Reads the rate's fields as a client does. */
function rateOf({ headers }: Answer<unknown>) {
  const number = (name: string) => {
    const text = headers.get(name);
    return text === null ? null : Number(text);
  };
  return {
    limit: number('x-ratelimit-limit'),
    remaining: number('x-ratelimit-remaining'),
    resetAfter: number('x-ratelimit-reset-after'),
  };
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

describe('Rate limits over HTTP', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let server: TestServer;
  let token: string;
  const { burst, perSecond } = COMMANDS['user.me'].rate;

  before(async () => {
    ({ context, drop } = await openContext());
    server = await serve(context);
  });
  beforeEach(async () => {
    const username = `ada${Date.now()}`;
    const account = { email: `${username}@example.org`, username, password: 'correct horse' };
    const { body } = await call<Output<'auth.register'>>(server, 'POST', '/api/v1/auth/register', { body: account });
    token = body.access_token;
  });
  after(async () => {
    await server?.stop();
    await drop?.();
  });

  const me = () => call(server, 'GET', '/api/v1/users/@me', { token });

  it('[REST-9] tells with each answer how many calls are left, and until when all are there again', async () => {
    const first = await me();
    expect(rateOf(first)).to.deep.include({ limit: burst, remaining: burst - 1 });
    expect(rateOf(first).resetAfter).to.be.within(0.001, 1 / perSecond);
    const second = rateOf(await me());
    expect(second.remaining).to.be.within(burst - 2, burst - 1);
    expect(first.headers.get('access-control-expose-headers')).to.contain(Object.keys(RATE_FIELDS).join(', '));
  });

  it('[REST-9] tells it with errors, too, of each command by itself, and of strangers by their address', async () => {
    const community = '175928847299117063';
    const refused = await call(server, 'GET', `/api/v1/communities/${community}/members`, { token });
    expect(refused.body.code).to.equal('UNKNOWN_COMMUNITY');
    const { rate } = COMMANDS['member.list'];
    expect(rateOf(refused)).to.deep.include({ limit: rate.burst, remaining: rate.burst - 1 });
    const invalid = await call(server, 'GET', `/api/v1/communities/${community}/members?limit=0`, { token });
    expect(invalid.status).to.equal(400);
    expect(rateOf(invalid).remaining).to.be.at.least(rate.burst - 1);
    const preview = await call(server, 'GET', '/api/v1/invites/nothing');
    expect(rateOf(preview).limit).to.equal(COMMANDS['invite.preview'].rate.burst);
  });

  it('[REST-9] tells nothing where nothing is counted: without a token, and elsewhere', async () => {
    const none = { limit: null, remaining: null, resetAfter: null };
    expect(rateOf(await call(server, 'GET', '/api/v1/users/@me'))).to.deep.equal(none);
    expect(rateOf(await call(server, 'GET', '/api/v1/users/@me', { token: 'wrong' }))).to.deep.equal(none);
    expect(rateOf(await call(server, 'GET', '/api/v1/nothing', { token }))).to.deep.equal(none);
  });

  it('[REST-9] never refuses a client that waits when none is left, and gives it all that the rate has', async () => {
    const began = performance.now();
    const calls = 2 * burst + 5;
    for (let made = 0; made < calls; made++) {
      const answer = await me();
      expect(answer.status).to.equal(200);
      const { remaining, resetAfter } = rateOf(answer);
      if (remaining === 0) await pause(resetAfter!);
    }
    const seconds = (performance.now() - began) / 1000;
    // It was held back at all, and no longer than the rate asks for.
    expect(seconds).to.be.within((calls - burst) / perSecond - 1, calls / perSecond + 5);
  });

  it('[REST-9] [REST-3] refuses who does not wait with Retry-After, after which there is a call again', async () => {
    const answers = await Promise.all(Array.from({ length: burst + 20 }, me));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).to.have.length.within(1, 20);
    for (const answer of refused) {
      expect(answer.body.code).to.equal('RATE_LIMITED');
      expect(rateOf(answer)).to.deep.include({ limit: burst, remaining: 0 });
      expect(Number(answer.headers.get('retry-after'))).to.be.at.least(answer.body.retry_after!);
      expect(rateOf(answer).resetAfter).to.be.at.least(answer.body.retry_after!);
    }
    await pause(Number(refused[0]!.headers.get('retry-after')));
    expect((await me()).status).to.equal(200);
  });

  it('[REST-6] [REST-9] says so in the OpenAPI document', () => {
    const { paths, components } = openApiDocument();
    expect(Object.keys(components.headers)).to.deep.equal(Object.keys(RATE_FIELDS));
    for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
      for (const status of ['200', '429']) {
        expect(operation.responses[status]!.headers, operation.operationId).to.include.keys(Object.keys(RATE_FIELDS));
      }
      expect(operation.responses['429']!.headers).to.include.keys('Retry-After');
    }
  });
});
