import { type Context, createContext, readSettings } from '@cozy/core';
import type { ErrorBody } from '@cozy/protocol';
import { expect } from 'chai';
import { SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import { type Answer, call, type Output, openContext, serve, type TestServer } from './harness.ts';

type Tokens = Output<'auth.login'>;

describe('Accounts and log-ins over HTTP, on real engines', () => {
  let context: Context;
  let drop: () => Promise<void>;
  let server: TestServer;
  let people = 0;

  before(async () => {
    ({ context, drop } = await openContext());
    server = await serve(context);
  }).timeout(60_000);

  after(async () => {
    await server?.stop();
    await drop?.();
  });

  const post = <T = ErrorBody>(path: string, body: unknown, token?: string) =>
    call<T>(server, 'POST', `/api/v1${path}`, { body, token });
  const get = <T = ErrorBody>(path: string, token?: string) => call<T>(server, 'GET', `/api/v1${path}`, { token });
  const newPerson = () => {
    people += 1;
    return { email: `Person${people}@Example.org`, username: `person_${people}`, password: 'correct horse' };
  };
  const register = async (person = newPerson()) => {
    const answer = await post<Tokens>('/auth/register', person);
    expect(answer.status).to.equal(200);
    return { ...answer.body, person };
  };
  const refuses = ({ status, body }: Answer<unknown>, expected: number, code: ErrorBody['code']) => {
    expect(body).to.include({ code });
    expect((body as ErrorBody).message)
      .to.be.a('string')
      .with.length.greaterThan(10);
    expect(status).to.equal(expected);
  };

  describe('register', () => {
    it('makes an account that is logged in [REST-1]', async () => {
      const { access_token, refresh_token, expires_in, user, person } = await register();
      expect(expires_in).to.equal(900);
      expect(refresh_token).to.match(/^\d+\./);
      expect(user).to.include({ username: person.username, email: person.email.toLowerCase(), bot: false, home: null });
      const me = await get<Output<'user.me'>>('/users/@me', access_token);
      expect(me.status).to.equal(200);
      expect(me.body.user).to.deep.equal(user);
    });

    it('keeps only hashes', async () => {
      const { user, refresh_token, person } = await register();
      const stored = JSON.stringify([
        await context.database.users.findOne({ _id: user.id }).lean(),
        await context.database.sessions.find({ user_id: user.id }).lean(),
      ]);
      expect(stored).to.contain('$argon2id$').and.not.contain(person.password);
      expect(stored).not.to.contain(refresh_token.split('.')[1]!.slice(0, 22));
      expect(stored).not.to.contain(refresh_token.slice(-22));
    });

    it('refuses an email or username that is taken, however the email is written', async () => {
      const { person } = await register();
      const other = newPerson();
      refuses(await post('/auth/register', { ...other, email: person.email.toUpperCase() }), 409, 'EMAIL_TAKEN');
      refuses(await post('/auth/register', { ...other, username: person.username }), 409, 'USERNAME_TAKEN');
    });

    it('gives one of several at once the name', async () => {
      const person = newPerson();
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          post('/auth/register', { ...person, email: `${index}${person.email}` }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
      for (const answer of answers.filter(({ status }) => status !== 200)) refuses(answer, 409, 'USERNAME_TAKEN');
    });

    it('names every field that is wrong', async () => {
      const answer = await post('/auth/register', { email: 'nobody', username: 'No Spaces!', password: 'short', x: 1 });
      refuses(answer, 400, 'INVALID_INPUT');
      expect(answer.body.errors).to.include.keys('/email', '/username', '/password', '/x');
    });
  });

  describe('login', () => {
    it('takes the right password, and the email in any case', async () => {
      const { person, user } = await register();
      const { status, body } = await post<Tokens>('/auth/login', {
        email: person.email.toUpperCase(),
        password: person.password,
      });
      expect(status).to.equal(200);
      expect(body.user.id).to.equal(user.id);
    });

    it('says the same of a wrong password and of an unknown email', async () => {
      const { person } = await register();
      const wrong = await post('/auth/login', { email: person.email, password: 'incorrect horse' });
      const unknown = await post('/auth/login', { email: 'nobody@example.org', password: 'incorrect horse' });
      refuses(wrong, 401, 'INVALID_CREDENTIALS');
      expect(unknown.status).to.equal(401);
      expect(unknown.body).to.deep.equal(wrong.body);
    });

    it('is closed for a while after ten wrong passwords, and says for how long [REST-3]', async () => {
      const { person } = await register();
      const guess = (password: string) => post('/auth/login', { email: person.email, password });
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => guess(`guess ${index}`)));
      for (const answer of answers) refuses(answer, 401, 'INVALID_CREDENTIALS');
      const closed = await guess(person.password);
      refuses(closed, 429, 'RATE_LIMITED');
      expect(closed.body.retry_after).to.be.within(1, 31);
      expect(Number(closed.headers.get('retry-after'))).to.be.within(closed.body.retry_after!, 31);
    });

    it('does not count right passwords', async () => {
      const { person } = await register();
      for (let i = 0; i < 12; i++) {
        const { status } = await post('/auth/login', { email: person.email, password: person.password });
        expect(status).to.equal(200);
      }
    });
  });

  describe('refresh', () => {
    it('gives new tokens for the same log-in, again and again [REST-5]', async () => {
      const { user, ...first } = await register();
      let token = first.refresh_token;
      for (let turn = 0; turn < 3; turn++) {
        const { status, body } = await post<Tokens>('/auth/refresh', { refresh_token: token });
        expect(status).to.equal(200);
        expect(body.refresh_token).not.to.equal(token);
        expect(body.user.id).to.equal(user.id);
        expect((await get('/users/@me', body.access_token)).status).to.equal(200);
        token = body.refresh_token;
      }
      const sessions = await get<Output<'session.list'>>('/users/@me/sessions', first.access_token);
      expect(sessions.body.sessions).to.have.length(1);
    });

    it('ends the log-in and all its tokens when one is used twice [REST-5]', async () => {
      const { refresh_token, access_token, user } = await register();
      const second = await post<Tokens>('/auth/refresh', { refresh_token });
      expect(second.status).to.equal(200);
      refuses(await post('/auth/refresh', { refresh_token }), 401, 'INVALID_REFRESH_TOKEN');
      const { refresh_token: newest } = second.body;
      refuses(await post('/auth/refresh', { refresh_token: newest }), 401, 'INVALID_REFRESH_TOKEN');
      refuses(await get('/users/@me', access_token), 401, 'UNAUTHENTICATED');
      refuses(await get('/users/@me', second.body.access_token), 401, 'UNAUTHENTICATED');
      const [session] = await context.database.sessions.find({ user_id: user.id }).lean();
      expect(session).to.include({ revoked: true });
    });

    it('also sees a token that was used several turns ago [REST-5]', async () => {
      const { refresh_token } = await register();
      let token = refresh_token;
      for (let turn = 0; turn < 3; turn++)
        token = (await post<Tokens>('/auth/refresh', { refresh_token: token })).body.refresh_token;
      refuses(await post('/auth/refresh', { refresh_token }), 401, 'INVALID_REFRESH_TOKEN');
      refuses(await post('/auth/refresh', { refresh_token: token }), 401, 'INVALID_REFRESH_TOKEN');
    });

    it('lets one of several at once through at most [REST-5]', async () => {
      const { refresh_token } = await register();
      const answers = await Promise.all(Array.from({ length: 5 }, () => post('/auth/refresh', { refresh_token })));
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    });

    it('is not ended by a guess', async () => {
      const { refresh_token, access_token } = await register();
      const guess = `${refresh_token.split('.')[0]}.${'A'.repeat(44)}`;
      refuses(await post('/auth/refresh', { refresh_token: guess }), 401, 'INVALID_REFRESH_TOKEN');
      expect((await get('/users/@me', access_token)).status).to.equal(200);
      expect((await post('/auth/refresh', { refresh_token })).status).to.equal(200);
    });

    it('refuses an expired log-in, and texts that are no tokens', async () => {
      const { refresh_token, user } = await register();
      await context.database.sessions.updateOne({ user_id: user.id }, { expires_at: new Date(Date.now() - 1000) });
      refuses(await post('/auth/refresh', { refresh_token }), 401, 'INVALID_REFRESH_TOKEN');
      refuses(await post('/auth/refresh', { refresh_token: 'x'.repeat(60) }), 401, 'INVALID_REFRESH_TOKEN');
    });
  });

  describe('sessions', () => {
    it('are listed with the present one marked', async () => {
      const { person, access_token } = await register();
      await call(server, 'POST', '/api/v1/auth/login', {
        body: { email: person.email, password: person.password },
        headers: { 'User-Agent': `Phone ${'x'.repeat(500)}` },
      });
      const { body } = await get<Output<'session.list'>>('/users/@me/sessions', access_token);
      expect(body.sessions.map(({ current }) => current)).to.have.members([true, false]);
      expect(body.sessions.find(({ current }) => !current)!.user_agent)
        .to.match(/^Phone x+$/)
        .with.length(200);
    });

    it('end with logout, and their tokens with them', async () => {
      const { access_token, refresh_token } = await register();
      expect((await call(server, 'POST', '/api/v1/auth/logout', { token: access_token })).status).to.equal(200);
      refuses(await get('/users/@me', access_token), 401, 'UNAUTHENTICATED');
      refuses(await post('/auth/refresh', { refresh_token }), 401, 'INVALID_REFRESH_TOKEN');
    });

    it('can be ended from another device, which is announced in the log', async () => {
      const { person, access_token, user } = await register();
      const other = (await post<Tokens>('/auth/login', { email: person.email, password: person.password })).body;
      const { sessions } = (await get<Output<'session.list'>>('/users/@me/sessions', access_token)).body;
      const { id } = sessions.find(({ current }) => !current)!;
      const partition = context.log.partitionOf({ kind: 'u', id: user.id });
      const before = (await context.log.bounds(partition)).last;

      const path = `/api/v1/users/@me/sessions/${id}`;
      expect((await call(server, 'DELETE', path, { token: access_token })).status).to.equal(200);
      refuses(await get('/users/@me', other.access_token), 401, 'UNAUTHENTICATED');
      refuses(await call(server, 'DELETE', path, { token: access_token }), 404, 'UNKNOWN_SESSION');

      const announced: unknown[] = [];
      const { last } = await context.log.bounds(partition);
      for await (const event of context.log.read(partition, before, last, [{ kind: 'u', id: user.id }])) {
        announced.push([event.name, event.data()]);
      }
      expect(announced).to.deep.equal([['SESSION_DELETE', { id }]]);
    });

    it('of others cannot be ended', async () => {
      const [one, two] = [await register(), await register()];
      const { sessions } = (await get<Output<'session.list'>>('/users/@me/sessions', two.access_token)).body;
      const path = `/api/v1/users/@me/sessions/${sessions[0]!.id}`;
      refuses(await call(server, 'DELETE', path, { token: one.access_token }), 404, 'UNKNOWN_SESSION');
      expect((await get('/users/@me', two.access_token)).status).to.equal(200);
    });

    it('are fifty at most: the one that was unused for longest ends', async () => {
      const { person, access_token, user } = await register();
      const [session] = await context.database.sessions.find({ user_id: user.id }).lean();
      const { _id, ...first } = session!;
      const older = Array.from({ length: 49 }, (_, index) => ({
        ...first,
        _id: (BigInt(_id) - BigInt(index + 1)).toString(),
        last_used_at: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
      }));
      await context.database.sessions.collection.insertMany(older as never[]);
      await post('/auth/login', { email: person.email, password: person.password });
      const { sessions } = (await get<Output<'session.list'>>('/users/@me/sessions', access_token)).body;
      expect(sessions).to.have.length(50);
      const ids = sessions.map(({ id }) => id);
      expect(ids).not.to.include(older[0]!._id);
      expect(ids).to.include(older[1]!._id).and.include(_id);
    });
  });

  describe('tokens', () => {
    it('are refused when they are missing, expired, forged or of another scheme [REST-2]', async () => {
      const { access_token, user } = await register();
      const [session] = await context.database.sessions.find({ user_id: user.id }).lean();
      const claims = {
        sid: session!._id,
        sub: user.id,
        iss: context.settings.domain,
        aud: context.settings.domain,
      };
      const sign = (expires: string) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: context.keys.kid })
          .setIssuedAt()
          .setExpirationTime(expires)
          .sign(context.keys.privateKey);
      // The same claims are taken when nothing is wrong with them.
      expect((await get('/users/@me', await sign('1m'))).status).to.equal(200);

      const none = new UnsecuredJWT(claims).setIssuedAt().setExpirationTime('1m').encode();
      const [head, body, signature] = access_token.split('.') as [string, string, string];
      const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      for (const token of [
        await sign('-1m'),
        none,
        forged,
        `Bot ${access_token}`,
        `Basic ${access_token}`,
        'Bearer a b',
      ]) {
        const answer = await get('/users/@me', token);
        refuses(answer, 401, 'UNAUTHENTICATED');
        expect(answer.headers.get('www-authenticate')).to.equal('Bearer');
      }
      refuses(await get('/users/@me'), 401, 'UNAUTHENTICATED');
    });

    it('are good at every node, whatever its port [REST-2]', async () => {
      const { access_token } = await register();
      const { MONGODB_URI, NATS_URL } = process.env;
      const env = { MONGODB_URI, NATS_URL, MONGODB_DB: context.settings.mongodbDb, COZY_PORT: '8099' };
      const other = await createContext(readSettings(env), pino({ level: 'silent' }));
      try {
        expect(other.settings.publicUrl).not.to.equal(context.settings.publicUrl);
        expect((await other.authenticate(access_token)).user.id).to.equal(
          (await context.authenticate(access_token)).user.id,
        );
      } finally {
        await other.close();
      }
    });

    it('of bots come as Bot, and stop working when they are reset [REST-2]', async () => {
      const { access_token } = await register();
      const made = await post<Output<'bot.create'>>('/bots', { name: 'Gardener' }, access_token);
      expect(made.status).to.equal(200);
      const { token, bot } = made.body;
      const me = await get<Output<'user.me'>>('/users/@me', `Bot ${token}`);
      expect(me.body.user).to.include({ id: bot.id, bot: true });
      refuses(await get('/users/@me', `Bearer ${token}`), 401, 'UNAUTHENTICATED');
      refuses(await get('/users/@me/sessions', `Bot ${token}`), 403, 'PEOPLE_ONLY');

      const again = await call<Output<'bot.token-reset'>>(server, 'POST', `/api/v1/bots/${bot.id}/token`, {
        token: access_token,
      });
      refuses(await get('/users/@me', `Bot ${token}`), 401, 'UNAUTHENTICATED');
      expect((await get('/users/@me', `Bot ${again.body.token}`)).status).to.equal(200);
    });

    it('that are not valid do not keep anyone from logging in', async () => {
      const { person } = await register();
      const { status } = await post('/auth/login', { email: person.email, password: person.password }, 'expired');
      expect(status).to.equal(200);
    });
  });
});
