import type { Context } from '@cozy/core';
import { COMMANDS, type CommandInput, type CommandName, type ErrorBody } from '@cozy/protocol';
import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import { ROUTES } from '../src/api/routes.ts';
import { errorsOf } from '../src/openapi/errors.ts';
import { exampleOf } from '../src/openapi/examples.ts';
import { call, type Output, openContext, serve, type TestServer } from './harness.ts';

describe('Every command over HTTP, on real engines', () => {
  let context: Context;
  let drop: () => Promise<void>;
  let server: TestServer;
  let ada: Output<'auth.register'>;
  let ben: Output<'auth.register'>;
  const succeeded = new Set<CommandName>();

  before(async () => {
    ({ context, drop } = await openContext());
    server = await serve(context);
    ada = await run('auth.register', { email: 'ada@example.org', username: 'ada', password: 'correct horse' });
    ben = await run('auth.register', { email: 'ben@example.org', username: 'ben', password: 'correct horse' });
  }).timeout(60_000);

  after(async () => {
    await server?.stop();
    await drop?.();
  });

  /** Calls a command at its route, with its input where the route has it. */
  function send(name: CommandName, input: Record<string, unknown>, token?: string) {
    const route = ROUTES.find(({ command }) => command === name)!;
    const path = route.path.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(input[field])));
    const rest = Object.entries(input).filter(([field]) => !route.pathFields.includes(field));
    const asText = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
    const query = new URLSearchParams(rest.map(([field, value]) => [field, asText(value)])).toString();
    return route.rest === 'body'
      ? call<unknown>(server, route.method, `/api/v1${path}`, { token, body: Object.fromEntries(rest) })
      : call<unknown>(server, route.method, `/api/v1${path}${query && `?${query}`}`, { token });
  }

  /** Calls a command that must succeed with what its schema says. */
  async function run<C extends CommandName>(name: C, input: CommandInput<C>, token?: string): Promise<Output<C>> {
    const { status, body } = await send(name, input as Record<string, unknown>, token);
    expect(status, `${name}: ${JSON.stringify(body)}`).to.equal(200);
    expect([...Value.Errors(COMMANDS[name].output, body)], name).to.deep.equal([]);
    succeeded.add(name);
    return body as Output<C>;
  }

  it('refuses strangers with 401, except where anyone may call [REST-2]', async () => {
    for (const { command } of ROUTES) {
      const { status, body } = await send(command, exampleOf(COMMANDS[command].input) as Record<string, unknown>);
      const anyone = COMMANDS[command].access.of === 'anyone';
      expect(status === 401 && (body as ErrorBody).code === 'UNAUTHENTICATED', command).to.equal(!anyone);
    }
  });

  it('answers an example with its output or with an error that is documented [REST-1] [REST-3]', async () => {
    for (const route of ROUTES) {
      // Ends the log-in that the next ones need; tried below.
      if (route.command === 'auth.logout') continue;
      const input = exampleOf(COMMANDS[route.command].input) as Record<string, unknown>;
      const { status, body } = await send(route.command, input, ben.access_token);
      if (status === 200) {
        expect([...Value.Errors(COMMANDS[route.command].output, body)], route.command).to.deep.equal([]);
        continue;
      }
      const { code } = body as ErrorBody;
      expect(errorsOf(route).get(status), `${route.command} answered ${status} ${code}`).to.include(code);
      expect(code, route.command).not.to.be.oneOf(['INTERNAL', 'INVALID_INPUT']);
    }
  });

  it('names the fields that are wrong, wherever they came from [REST-1]', async () => {
    const path = await call(server, 'GET', '/api/v1/channels/12/messages?limit=0&at=%7B%7D', {
      token: ada.access_token,
    });
    expect(path.status).to.equal(400);
    expect(path.body).to.deep.include({ code: 'INVALID_INPUT' });
    expect(path.body.errors).to.have.keys('/channel_id', '/limit');
    const body = await call(server, 'POST', '/api/v1/communities', {
      token: ada.access_token,
      body: '{"name":"walks","__proto__":{"a":1},"more":1}',
    });
    expect(body.status).to.equal(400);
    expect(body.body.errors).to.include.keys('/more', '/__proto__');
  });

  it('does what it says, from the first community to the last log-out [REST-1]', async () => {
    const token = ada.access_token;
    await run('user.update', { display_name: 'Ada', bio: 'Maps' }, token);
    const { community } = await run('community.create', { name: 'Walks' }, token);
    const community_id = community.id;
    await run('community.update', { community_id, description: 'Rain or shine' }, token);
    await run('community.list', {}, token);

    const { invite } = await run('invite.create', { community_id, max_uses: 5 }, token);
    await run('invite.list', { community_id }, token);
    await run('invite.preview', { code: invite.code });
    await run('invite.accept', { code: invite.code }, ben.access_token);
    await run('invite.revoke', { community_id, code: invite.code }, token);

    const { members } = await run('member.list', { community_id, limit: 10 }, token);
    expect(members.map(({ user }) => user.username)).to.have.members(['ada', 'ben']);
    const { role } = await run('role.create', { community_id, name: 'guides' }, token);
    await run('role.update', { community_id, role_id: role.id, name: 'leaders' }, token);
    await run('role.assign', { community_id, user_id: ben.user.id, roles: [role.id] }, token);
    await run('role.delete', { community_id, role_id: role.id }, token);

    const { channel } = await run('channel.create', { community_id, name: 'routes', type: 'text' }, token);
    const channel_id = channel.id;
    await run('channel.update', { channel_id, topic: 'Where to' }, token);
    const sent = await run('message.send', { channel_id, content: 'Hello 🦊', nonce: 'one' }, token);
    const again = await run('message.send', { channel_id, content: 'Hello 🦊', nonce: 'one' }, token);
    expect(again.message.id).to.equal(sent.message.id);
    await run('typing.start', { channel_id }, token);
    await run('message.history', { channel_id, limit: 10 }, token);
    await run('channel.delete', { channel_id }, token);

    const { bot } = await run('bot.create', { name: 'Gardener' }, token);
    expect((await run('bot.list', {}, token)).bots).to.deep.equal([bot]);
    await run('bot.add', { community_id, bot_id: bot.id }, token);
    await run('bot.token-reset', { bot_id: bot.id }, token);
    await run('bot.delete', { bot_id: bot.id }, token);

    await run('member.leave', { community_id }, ben.access_token);
    const { invite: second } = await run('invite.create', { community_id }, token);
    await run('invite.accept', { code: second.code }, ben.access_token);
    await run('member.kick', { community_id, user_id: ben.user.id, reason: 'Only a test' }, token);
    await run('community.delete', { community_id }, token);

    const login = await run('auth.login', { email: 'ada@example.org', password: 'correct horse' });
    const refreshed = await run('auth.refresh', { refresh_token: login.refresh_token });
    const { sessions } = await run('session.list', {}, refreshed.access_token);
    const first = sessions.find(({ current }) => !current)!;
    await run('session.revoke', { session_id: first.id }, refreshed.access_token);
    await run('user.me', {}, refreshed.access_token);
    await run('auth.logout', {}, refreshed.access_token);

    // These act on messages as the projector has written them, which the tests of the whole have.
    const elsewhere: CommandName[] = ['message.edit', 'message.delete', 'reaction.add', 'reaction.remove', 'read.mark'];
    expect([...succeeded, ...elsewhere]).to.have.members(Object.keys(COMMANDS));
  }).timeout(60_000);
});
