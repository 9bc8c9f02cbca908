import { createHash } from 'node:crypto';
import type { Context } from '@cozy/core';
import type { CommandInput, CommandName } from '@cozy/protocol';
import { expect } from 'chai';
import * as oauth from 'oauth4webapi';
import { call, type Output, openContext, serve, type TestServer } from './harness.ts';

const REDIRECT = 'http://localhost/back';
const insecure = { [oauth.allowInsecureRequests]: true } as const;

describe('OAuth 2, with oauth4webapi as the program', function () {
  this.timeout(60_000);
  let context: Context;
  let drop: () => Promise<void>;
  let server: TestServer;
  let ada: Output<'auth.register'>;
  let community_id: string;
  let channel_id: string;
  let bot_id: string;
  let as: oauth.AuthorizationServer;
  let client: oauth.Client;

  before(async () => {
    ({ context, drop } = await openContext());
    server = await serve(context);
    ada = await post<'auth.register'>('/auth/register', {
      email: 'a@example.org',
      username: 'ada',
      password: 'correct horse',
    });
    const { community } = await post<'community.create'>('/communities', { name: 'Home' });
    community_id = community.id;
    channel_id = community.channels[0]!.id;
    const scopes = ['read:messages', 'write:messages'];
    const { bot } = await post<'bot.create'>('/bots', {
      name: 'Echo',
      scopes,
      redirect_uris: [REDIRECT],
      public: true,
    });
    bot_id = bot.id;
    const issuer = new URL(server.url);
    const found = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' });
    as = await oauth.processDiscoveryResponse(issuer, found);
    client = { client_id: bot_id };
  });
  after(async () => {
    await server?.stop();
    await drop?.();
  });

  async function post<C extends CommandName>(path: string, body: object): Promise<Output<C>> {
    const { status, body: answer } = await call<unknown>(server, 'POST', `/api/v1${path}`, {
      token: ada?.access_token,
      body: body as Record<string, unknown>,
    });
    expect(status, JSON.stringify(answer)).to.equal(200);
    return answer as Output<C>;
  }

  /** What the consent page does for the person: installs the bot, and sends them back with a code. */
  async function consent(verifier: string, at = community_id): Promise<URLSearchParams> {
    const wish: CommandInput<'installation.create'>['code'] = {
      redirect_uri: REDIRECT,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    const { code } = await post<'installation.create'>(`/communities/${at}/installations`, {
      bot_id,
      scopes: ['read:messages'],
      code: wish,
    });
    const back = new URL(REDIRECT);
    back.searchParams.set('code', code!);
    back.searchParams.set('state', 'mine');
    return oauth.validateAuthResponse(as, client, back, 'mine');
  }

  const exchange = (parameters: URLSearchParams, verifier: string, redirect = REDIRECT, who = client) =>
    oauth.authorizationCodeGrantRequest(as, who, oauth.None(), parameters, redirect, verifier, insecure);
  /** The error of RFC 6749 that an answer holds. */
  const errorOf = async (answer: Promise<Response>): Promise<string> => {
    try {
      await oauth.processAuthorizationCodeResponse(as, client, await answer);
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError) return `${error.status} ${error.error}`;
      throw error;
    }
    return 'none';
  };
  const me = (token: string) => call(server, 'GET', '/api/v1/users/@me', { token });

  it('[SC-6][SC-8] gives a token for one community and its scopes, for a code', async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const parameters = await consent(verifier);
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, await exchange(parameters, verifier));
    expect(tokens).to.include({ token_type: 'bearer', scope: 'read:messages', community_id, bot_id });
    const token = tokens.access_token;
    expect((await me(token)).status).to.equal(200);
    const history = `/api/v1/channels/${channel_id}/messages`;
    expect((await call(server, 'GET', history, { token })).status).to.equal(200);
    const said = await call(server, 'POST', history, { token, body: { content: 'x', nonce: 'x' } });
    expect(said.body).to.deep.include({ code: 'MISSING_SCOPE', errors: { '/scope': 'write:messages' } });

    // Elsewhere it is nobody, though the bot is installed there too.
    const { community } = await post<'community.create'>('/communities', { name: 'Elsewhere' });
    await post(`/communities/${community.id}/installations`, { bot_id, scopes: ['read:messages'] });
    const foreign = `/api/v1/channels/${community.channels[0]!.id}/messages`;
    expect((await call(server, 'GET', foreign, { token })).body).to.include({ code: 'UNKNOWN_CHANNEL' });
    const list = await call<Output<'community.list'>>(server, 'GET', '/api/v1/communities', { token });
    expect(list.body.communities.map(({ id }) => id)).to.deep.equal([community_id]);

    // What is stored of it, and of the code, is a hash.
    const document = await context.database.members.findById(`${community_id}:${bot_id}`).lean();
    const hash = createHash('sha256').update(token.split('.')[3]!).digest('base64url');
    expect(document!.installation!.token!.hash).to.equal(hash);
    expect(JSON.stringify(document)).to.not.contain(token.split('.')[3]!).and.not.contain(parameters.get('code')!);
  });

  it('[SC-8] ends the token when its code comes again', async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const parameters = await consent(verifier);
    const { access_token } = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await exchange(parameters, verifier),
    );
    expect((await me(access_token)).status).to.equal(200);
    expect(await errorOf(exchange(parameters, verifier))).to.equal('400 invalid_grant');
    expect((await me(access_token)).status).to.equal(401);
  });

  it('[SC-8] takes a code only from who asked for it, and within a minute', async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const parameters = await consent(verifier);
    const another = oauth.generateRandomCodeVerifier();
    expect(await errorOf(exchange(parameters, another))).to.equal('400 invalid_grant');
    expect(await errorOf(exchange(parameters, verifier, 'http://localhost/other'))).to.equal('400 invalid_grant');
    const stranger = { client_id: '175928847299117063' };
    expect(await errorOf(exchange(parameters, verifier, REDIRECT, stranger))).to.equal('401 invalid_client');
    const _id = `${community_id}:${bot_id}`;
    const late = { $set: { 'installation.code.expires_at': Date.now() - 1 } };
    await context.database.members.updateOne({ _id }, late);
    expect(await errorOf(exchange(parameters, verifier))).to.equal('400 invalid_grant');
  });

  it('[SC-8] says what is wrong with a request, as RFC 6749 names it', async () => {
    const send = async (body: string, type = 'application/x-www-form-urlencoded') => {
      const answer = await fetch(`${server.url}/oauth2/token`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
      expect(answer.headers.get('cache-control')).to.equal('no-store');
      return { status: answer.status, ...((await answer.json()) as { error: string }) };
    };
    expect(await send('')).to.include({ status: 400, error: 'invalid_request' });
    expect(await send('{}', 'application/json')).to.include({ status: 400, error: 'invalid_request' });
    expect(await send('grant_type=password')).to.include({ status: 400, error: 'unsupported_grant_type' });
    expect(await send('grant_type=authorization_code&grant_type=x')).to.include({ error: 'invalid_request' });
    expect(await send('grant_type=authorization_code&code_verifier=short')).to.include({ error: 'invalid_request' });
    expect(await send(`code=${'x'.repeat(70_000)}`)).to.include({ status: 413, error: 'invalid_request' });
  });

  it('makes codes only for addresses that the bot has named', async () => {
    const wish = {
      redirect_uri: 'https://evil.example/',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
    };
    const body = { bot_id, scopes: ['read:messages'], code: wish };
    const path = `/api/v1/communities/${community_id}/installations`;
    const answer = await call<Record<string, unknown>>(server, 'POST', path, { token: ada.access_token, body });
    expect(answer.status).to.equal(400);
    expect(answer.body.errors).to.have.property('/code/redirect_uri');
  });
});
