import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { COMMANDS, type CommandName, CozyError } from '@cozy/protocol';
import { expect } from 'chai';
import { Client } from '../harness/client.ts';
import { Cluster } from '../harness/cluster.ts';
import { RawSocket } from '../harness/rawSocket.ts';

/** Stands in everything that nobody may read in a log: passwords, addresses, messages, names, tokens. */
const WORD = `sesame${randomBytes(6).toString('hex')}`;

describe('the log at its most talkative', function () {
  this.timeout(240_000);
  let cluster: Cluster;
  let origin: string;
  let client: Client;
  /** Tokens that were given out. */
  const tokens: string[] = [];
  const account = {
    email: `${WORD}@example.org`,
    username: `u_${WORD.slice(-10)}`,
    password: `${WORD} is the password`,
  };

  before(async () => {
    cluster = await Cluster.start({ settings: { COZY_LOG_LEVEL: 'trace' } });
    origin = cluster.nodes[0]!.origin;
  });
  after(async () => {
    client?.close();
    await cluster?.end();
  });

  /** Calls over REST. @returns the status, and the body as text. */
  async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  /** Calls over the gateway; a refusal is an answer, too. */
  async function ask(name: string, input: unknown): Promise<void> {
    await client.request(name as CommandName, input as never).catch((error: unknown) => {
      if (!(error instanceof CozyError)) throw error;
    });
  }

  it('is written while people talk, err and attack', async () => {
    const registered = await post('/auth/register', account);
    expect(registered.status, registered.text).to.equal(200);
    const { access_token, refresh_token } = JSON.parse(registered.text);
    tokens.push(access_token, refresh_token);
    expect((await post('/auth/register', account)).status).to.equal(409);
    expect((await post('/auth/login', { email: account.email, password: WORD })).status).to.equal(401);
    expect((await post('/auth/login', `{"email": "${WORD}`)).status).to.equal(400);
    expect((await post('/communities', { name: WORD }, { Authorization: `Bearer ${WORD}` })).status).to.equal(401);
    await fetch(`${origin}/api/v1/invites/${WORD}?code=${WORD}`);
    await fetch(`${origin}/api/v1/${WORD}?token=${WORD}`);

    client = new Client(access_token, [origin]);
    await client.ready();
    const { community } = await client.request('community.create', { name: WORD });
    const channel_id = community.channels[0]!.id;
    const { message } = await client.request('message.send', { channel_id, content: WORD, nonce: WORD });
    await client.request('message.edit', { channel_id, message_id: message.id, content: `${WORD} edited` });
    await client.request('user.update', { bio: WORD });
    const { token } = await client.request('bot.create', { name: WORD });
    const { invite } = await client.request('invite.create', { community_id: community.id });
    tokens.push(token, invite.code);
    await fetch(`${origin}/api/v1/invites/${invite.code}`);
  });

  it('is written while every command is given what it cannot take', async () => {
    for (const [name, { input }] of Object.entries(COMMANDS)) {
      const fields = Object.keys((input as { properties: object }).properties);
      // One that takes nothing would be carried out, and auth.logout end the session.
      if (fields.length > 0) await ask(name, Object.fromEntries(fields.map((field) => [field, WORD])));
      await ask(name, { [WORD]: WORD });
    }
    await ask(WORD, {});
    const wrong = await RawSocket.open(origin);
    wrong.send({ op: 2, d: { token: WORD } });
    expect(await wrong.closed).to.equal(4004);
    const broken = await RawSocket.open(origin, 'json');
    broken.sendBytes(Buffer.from(`{"op": 2, "d": "${WORD}`), false);
    expect(await broken.closed).to.equal(4002);
  });

  it('is written while the engines are away', async () => {
    await cluster.engines.database!.stop();
    const refused = await post('/auth/register', { ...account, email: `2${account.email}`, username: 'second' });
    expect(refused.status, refused.text).to.equal(503);
    const { email, password } = account;
    expect((await post('/auth/login', { email, password })).status).to.equal(503);
    await cluster.engines.database!.start();
    await cluster.engines.nats!.stop();
    await ask('user.update', { bio: `${WORD} again` });
    await cluster.engines.nats!.start();
  });

  it('has a line for each of it', () => {
    const log = readFileSync(cluster.nodes[0]!.logFile, 'utf8');
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const told = new Set(lines.map(({ command }) => command));
    for (const name of Object.keys(COMMANDS)) expect(told, name).to.include(name);
    expect(lines.filter(({ result }) => result === 'INVALID_INPUT')).to.have.length.above(30);
    expect(lines.filter(({ level }) => level === 40)).to.have.length.above(1);
    expect(lines.filter(({ request }) => request !== undefined)).to.have.length.above(100);
  });

  it('holds no secret and no word of it', () => {
    for (const { logFile } of [...cluster.nodes, ...cluster.workers]) {
      const log = readFileSync(logFile, 'utf8');
      const found = [WORD, ...tokens].flatMap((secret) => log.split('\n').filter((line) => line.includes(secret)));
      expect(found).to.deep.equal([]);
    }
  });
});
