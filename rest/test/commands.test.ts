import type { Context } from '@cozy/core';
import { COMMANDS, type CommandInput, type CommandName, type ErrorBody, type Interaction } from '@cozy/protocol';
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
  let cleo: Output<'auth.register'>;
  const succeeded = new Set<CommandName>();

  before(async () => {
    ({ context, drop } = await openContext());
    server = await serve(context);
    ada = await run('auth.register', { email: 'ada@example.org', username: 'ada', password: 'correct horse' });
    ben = await run('auth.register', { email: 'ben@example.org', username: 'ben', password: 'correct horse' });
    cleo = await run('auth.register', { email: 'cleo@example.org', username: 'cleo', password: 'correct horse' });
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

  /** Makes a community in which ben and cleo are members. */
  async function gather(name: string) {
    const { community } = await run('community.create', { name, privacy: 'public' }, ada.access_token);
    for (const { access_token } of [ben, cleo]) {
      await run('community.join', { community_id: community.id }, access_token);
    }
    return { community_id: community.id, channel_id: community.channels[0]!.id };
  }

  it('does what it says, from the first community to the last [REST-1]', async () => {
    const token = ada.access_token;
    await run('user.update', { display_name: 'Ada', bio: 'Maps' }, token);
    expect((await run('template.list', {}, token)).templates).not.to.be.empty;
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
    const { role: above } = await run('role.create', { community_id, name: 'cooks' }, token);
    const moved = await run('role.move', { community_id, role_id: role.id, above: above.id }, token);
    expect(moved.role.position).to.be.greaterThan(above.position);
    await run('role.assign', { community_id, user_id: ben.user.id, roles: [role.id] }, token);
    await run('role.delete', { community_id, role_id: role.id }, token);

    const { channel } = await run('channel.create', { community_id, name: 'routes', type: 'text' }, token);
    const channel_id = channel.id;
    await run('channel.move', { channel_id, before: community.channels[0]!.id }, token);
    await run('channel.update', { channel_id, topic: 'Where to' }, token);
    const sent = await run('message.send', { channel_id, content: 'Hello 🦊', nonce: 'one' }, token);
    const again = await run('message.send', { channel_id, content: 'Hello 🦊', nonce: 'one' }, token);
    expect(again.message.id).to.equal(sent.message.id);
    await run('typing.start', { channel_id }, token);
    await run('message.history', { channel_id, limit: 10 }, token);
    await run('message.pins', { channel_id }, token);
    await run('feed.home', {}, token);
    const message_id = sent.message.id;
    await run('read.mark', { channel_id, message_id }, token);
    await run('read.mark-many', { marks: [{ channel_id, message_id }] }, token);
    await run('thread.mark', { channel_id, thread_id: message_id, message_id }, token);
    const answers = ['Lake', 'Hill'];
    const asked = await run('poll.create', { channel_id, question: 'Where to?', answers, nonce: 'two' }, token);
    expect(asked.message.poll).to.deep.include({ answers, counts: [0, 0], voters: 0 });
    await run('channel.delete', { channel_id }, token);

    const { bot } = await run('bot.create', { name: 'Gardener' }, token);
    expect((await run('bot.list', {}, token)).bots).to.deep.equal([bot]);
    await run('bot.add', { community_id, bot_id: bot.id }, token);
    await run('bot.update', { bot_id: bot.id, description: 'Waters the plants', scopes: ['read:messages'] }, token);
    await run('application.get', { bot_id: bot.id }, token);
    const placed = { community_id, bot_id: bot.id };
    await run('installation.update', { ...placed, suspended: true }, token);
    expect((await run('installation.list', { community_id }, token)).installations).to.have.length(1);
    await run('installation.delete', placed, token);
    await run('installation.create', { ...placed, scopes: ['read:messages'] }, token);
    await run('bot.token-reset', { bot_id: bot.id }, token);
    await run('bot.delete', { bot_id: bot.id }, token);

    await run('member.leave', { community_id }, ben.access_token);
    const { invite: second } = await run('invite.create', { community_id }, token);
    await run('invite.accept', { code: second.code }, ben.access_token);
    const whom = { community_id, user_id: ben.user.id };
    await run('member.update', { ...whom, nick: 'Benny' }, token);
    await run('member.timeout', { ...whom, communication_disabled_until: null }, token);
    await run('member.warn', { ...whom, reason: 'Only a test' }, token);
    await run('member.note', { ...whom, reason: 'Only a test' }, token);
    await run('member.kick', { ...whom, reason: 'Only a test' }, token);
    await run('member.ban', { ...whom, duration: 60 }, token);
    expect((await run('ban.list', { community_id }, token)).bans).to.have.length(1);
    await run('member.unban', whom, token);
    await run('community.delete', { community_id }, token);
  }).timeout(60_000);

  it('does what it says among strangers in a public community [REST-1]', async () => {
    const token = ada.access_token;
    const rules = { key: 'rules', name: 'rules', type: 'rules' } as const;
    const talk = { key: 'talk', name: 'talk', type: 'text' } as const;
    const structure = { roles: [], categories: [], channels: [rules, talk] };
    const { community } = await run('community.create', { name: 'Lakes', privacy: 'public', structure }, token);
    const community_id = community.id;
    const found = await run('community.discover', { query: 'lak' }, ben.access_token);
    expect(found.communities.map(({ id }) => id)).to.deep.equal([community_id]);
    await run('community.join', { community_id }, ben.access_token);
    const channel_id = community.channels.find(({ type }) => type === 'text')!.id;
    const early = await send('message.send', { channel_id, content: 'Hello', nonce: 'early' }, ben.access_token);
    expect(early.body).to.include({ code: 'RULES_NOT_ACCEPTED' });
    await run('member.accept-rules', { community_id }, ben.access_token);
    await run('message.send', { channel_id, content: 'Hello', nonce: 'late' }, ben.access_token);
  }).timeout(60_000);

  it('does what it says among friends [REST-1]', async () => {
    const token = ada.access_token;
    await gather('Friends');
    const user_id = ben.user.id;
    await run('relationship.request', { username: 'ben' }, token);
    await run('relationship.accept', { user_id: ada.user.id }, ben.access_token);
    const { relationships } = await run('relationship.list', {}, token);
    expect(relationships.map(({ user, type }) => [user.id, type])).to.deep.equal([[user_id, 'friend']]);

    const { community: direct } = await run('direct.open', { user_id }, token);
    const ofDirect = { community_id: direct.id };
    expect((await run('direct.list', {}, token)).communities.map(({ id }) => id)).to.deep.equal([direct.id]);
    await run('direct.accept', ofDirect, ben.access_token);
    await run('direct.refuse', ofDirect, ben.access_token);
    await run('direct.close', ofDirect, token);

    const { community: group } = await run('group.create', { user_ids: [user_id], name: 'Sunday' }, token);
    const community_id = group.id;
    await run('group.update', { community_id, name: 'Monday' }, ben.access_token);
    await run('group.add', { community_id, user_id: cleo.user.id }, ben.access_token);
    await run('group.remove', { community_id, user_id: cleo.user.id }, token);

    await run('relationship.remove', { user_id }, token);
    await run('relationship.block', { user_id }, token);
    const again = await send('direct.open', { user_id }, token);
    expect(again.body).to.include({ code: 'BLOCKED_BY_YOU' });
    await run('relationship.unblock', { user_id }, token);
    expect((await run('relationship.list', {}, token)).relationships).to.be.empty;
  }).timeout(60_000);

  it('does what it says of what is kept for later [REST-1]', async () => {
    const token = ada.access_token;
    const { community_id, channel_id } = await gather('Later');
    const choice = { level: 'all', muted: false, muted_until: null, suppress_everyone: true } as const;
    const { settings } = await run('notification.update', { community_id, channel_id, ...choice }, token);
    expect(settings).to.deep.equal({ community_id, channel_id, ...choice });
    await run('notification.list', {}, token);
    const { draft } = await run('draft.set', { channel_id, content: 'Perhaps' }, token);
    expect(draft).to.include({ channel_id, content: 'Perhaps' });
    await run('draft.list', {}, token);

    const keys = { p256dh: `B${'k'.repeat(86)}`, auth: 's'.repeat(22) };
    await run('push.subscribe', { endpoint: 'https://push.example.org/ada', keys }, token);
    const { devices } = await run('push.list', {}, token);
    expect(devices.map(({ current }) => current)).to.deep.equal([true]);
    expect(JSON.stringify(devices)).not.to.contain('push.example.org');
    await run('push.unsubscribe', {}, token);
    expect((await run('push.list', {}, token)).devices).to.be.empty;

    const put = { channel_id, content: 'Good morning', send_at: new Date(Date.now() + 3_600_000).toISOString() };
    const { scheduled } = await run('message.schedule', put, token);
    const schedule_id = scheduled.id;
    await run('schedule.update', { schedule_id, content: 'Good evening' }, token);
    const listed = await run('schedule.list', {}, token);
    expect(listed.scheduled.map(({ id, content }) => [id, content])).to.deep.equal([[schedule_id, 'Good evening']]);
    await run('schedule.send', { schedule_id }, token);
    const { scheduled: second } = await run('message.schedule', put, token);
    await run('schedule.cancel', { schedule_id: second.id }, token);
    expect((await run('schedule.list', {}, token)).scheduled).to.be.empty;

    const file = { channel_id, filename: 'lake.jpg', size: 1000, content_type: 'image/jpeg' };
    const { attachment } = await run('attachment.create', file, token);
    const { urls } = await run('attachment.urls', { channel_id, ids: [attachment.id] }, token);
    expect(urls.map(({ id }) => id)).to.deep.equal([attachment.id]);
  }).timeout(60_000);

  it('does what it says of emoji and stickers [EX-1]', async () => {
    const token = ada.access_token;
    const { community } = await run('community.create', { name: 'Pictures' }, token);
    const community_id = community.id;
    const { image } = exampleOf(COMMANDS['emoji.create'].input) as { image: string };
    const { emoji } = await run('emoji.create', { community_id, name: 'fox', image }, token);
    const { sticker } = await run('sticker.create', { community_id, name: 'fox', image }, token);
    await run('emoji.update', { community_id, emoji_id: emoji.id, name: 'red_fox' }, token);
    await run('sticker.update', { community_id, sticker_id: sticker.id, name: 'big_fox' }, token);
    const { communities } = await run('expression.list', {}, token);
    expect(communities.find((one) => one.community_id === community_id)).to.deep.equal({
      community_id,
      emojis: [{ id: emoji.id, name: 'red_fox' }],
      stickers: [{ id: sticker.id, name: 'big_fox' }],
    });
    await run('emoji.delete', { community_id, emoji_id: emoji.id }, token);
    await run('sticker.delete', { community_id, sticker_id: sticker.id }, token);
    const again = await send('emoji.delete', { community_id, emoji_id: emoji.id }, token);
    expect(again.body).to.include({ code: 'UNKNOWN_EMOJI' });
  }).timeout(60_000);

  it('does what it says of those who want to join [REST-1]', async () => {
    const token = ada.access_token;
    const { community } = await run('community.create', { name: 'Careful', privacy: 'public' }, token);
    const community_id = community.id;
    const questions = [{ label: 'Why?', type: 'text' as const, required: true }];
    await run('community.update', { community_id, join: { approval: true, questions } }, token);
    const dora = await run('auth.register', { email: 'dora@example.org', username: 'dora', password: 'correct horse' });
    const early = await send('community.join', { community_id }, dora.access_token);
    expect(early.body).to.include({ code: 'JOIN_ANSWERS_NEEDED' });
    const { form } = await run('join.preview', { community_id }, dora.access_token);
    expect(form?.questions).to.deep.equal(questions);
    const answers = [{ question: 'Why?', answer: 'Because' }];
    await run('join.apply', { community_id, answers }, dora.access_token);
    expect((await run('join.me', {}, dora.access_token)).requests).to.have.length(1);
    await run('join.withdraw', { community_id }, dora.access_token);
    const gone = await send('join.withdraw', { community_id }, dora.access_token);
    expect(gone.body).to.include({ code: 'UNKNOWN_JOIN_REQUEST' });
    await run('join.apply', { community_id, answers }, dora.access_token);
    const { requests, waiting } = await run('join.list', { community_id }, token);
    expect([waiting, requests[0]?.answers]).to.deep.equal([1, answers]);
    const decided = await run('join.decide', { community_id, user_id: dora.user.id, approve: true }, token);
    expect(decided.request.status).to.equal('approved');
  }).timeout(60_000);

  it('does what it says between people and bots [REST-1] [INT-1]', async () => {
    const token = ada.access_token;
    const { community_id, channel_id } = await gather('Garden');
    const { bot, token: botToken } = await run('bot.create', { name: 'Gardener' }, token);
    await run('bot.add', { community_id, bot_id: bot.id }, token);
    const asBot = `Bot ${botToken}`;
    const water = { name: 'water', description: 'Waters the plants' };
    const { commands } = await run('application-command.set', { commands: [water] }, asBot);
    const command_id = commands[0]!.id;
    const listed = await run('application-command.list', { channel_id }, ben.access_token);
    expect(listed.commands.map(({ name }) => name)).to.include.members(['water', 'help']);

    const asked = context.replica.once('event', ({ event }) => event.name === 'INTERACTION_CREATE');
    const called = run('interaction.create', { channel_id, type: 2, command_id }, ben.access_token);
    const { id, token: interactionToken } = (await asked).event.data<Interaction>();
    const place = { interaction_id: id, token: interactionToken };
    const { message } = await run('interaction.respond', { ...place, type: 4, data: { content: 'Watered' } }, asBot);
    expect((await called).message?.id).to.equal(message!.id);
    const more = { ...place, content: 'All of them', nonce: 'more', flags: 64 as const };
    const { message: second } = await run('interaction.follow-up', more, asBot);
    await run('interaction.edit', { ...place, message_id: second.id, content: 'Nearly all of them' }, asBot);
    await run('interaction.delete', { ...place, message_id: second.id }, asBot);
    await run('application-command.delete', { command_id }, asBot);
  }).timeout(60_000);

  it('does what it says until the last log-out [REST-1]', async () => {
    const login = await run('auth.login', { email: 'ada@example.org', password: 'correct horse' });
    const refreshed = await run('auth.refresh', { refresh_token: login.refresh_token });
    const { sessions } = await run('session.list', {}, refreshed.access_token);
    const first = sessions.find(({ current }) => !current)!;
    await run('session.revoke', { session_id: first.id }, refreshed.access_token);
    await run('user.me', {}, refreshed.access_token);
    await run('auth.logout', {}, refreshed.access_token);
  }).timeout(60_000);

  it('was called, or is tried with messages that the projector has written [REST-1]', () => {
    // The tests of the gateway have these, because here no projector runs.
    const elsewhere: CommandName[] = [
      ...(['message.edit', 'message.edits', 'message.delete', 'message.delete-bulk', 'message.forward'] as const),
      'message.suppress-embeds',
      ...(['message.pin', 'message.unpin', 'message.search', 'reaction.add', 'reaction.remove'] as const),
      ...(['thread.get', 'thread.follow', 'thread.unfollow', 'thread.list'] as const),
      ...(['poll.vote', 'read.unmark'] as const),
      ...(['case.list', 'case.get', 'case.update', 'audit.list'] as const),
    ];
    expect([...succeeded, ...elsewhere]).to.have.members(Object.keys(COMMANDS));
  });
});
