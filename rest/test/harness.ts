import uws from 'uWebSockets.js';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { type Actor, type Context, createContext, RateLimits, readSettings } from '@cozy/core';
import { type CommandName, type CommandOutput, CozyError, type ErrorBody } from '@cozy/protocol';
import { pino } from 'pino';
import { attachRest, type Rest, type RestContext } from '../src/index.ts';

/** A server on a free port of this machine. */
export interface TestServer {
  url: string;
  port: number;
  rest: Rest;
  stop(): Promise<void>;
}

/** Starts REST over a context, which stays open afterwards. */
export async function serve(context: RestContext, clientDir: string | null = null): Promise<TestServer> {
  const app = uws.App();
  const rest = await attachRest(app, context, { clientDir });
  const socket = await new Promise<uws.us_listen_socket>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (listening) => (listening ? resolve(listening) : reject(new Error('No port'))));
  });
  const port = uws.us_socket_local_port(socket as unknown as uws.us_socket);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    rest,
    stop: async () => {
      uws.us_listen_socket_close(socket);
      await rest.close(1000);
    },
  };
}

/** Opens a real context with a database of its own on the engines that the test run provides. */
export async function openContext(
  overrides: Record<string, string> = {},
): Promise<{ context: Context; drop(): Promise<void> }> {
  const { MONGODB_URI, NATS_URL } = process.env;
  if (!MONGODB_URI || !NATS_URL) throw new Error('These tests need MONGODB_URI and NATS_URL; npm test sets them.');
  const settings = readSettings({
    MONGODB_URI,
    NATS_URL,
    MONGODB_DB: `rest_test_${randomBytes(6).toString('hex')}`,
    COZY_PORT: '8080',
    ...overrides,
  });
  const context = await createContext(settings, pino({ level: 'silent' }));
  return {
    context,
    drop: async () => {
      await context.database.connection.dropDatabase();
      await context.close();
    },
  };
}

/** A domain of which each test says what it does; a command that it did not expect fails the test. */
export function fakeContext(
  fake: Partial<Omit<RestContext, 'settings'>> & { settings?: Partial<RestContext['settings']> } = {},
) {
  const context: RestContext = {
    authenticate: async () => {
      throw new CozyError('UNAUTHENTICATED');
    },
    execute: async (name) => {
      throw new Error(`Nobody expected ${name}`);
    },
    health: () => ({ ready: true, detail: {} }),
    keys: { jwks: { keys: [] } } as unknown as RestContext['keys'],
    logger: pino({ level: 'silent' }),
    rates: new RateLimits(),
    // Commands are answered by the fake alone; files have tests on real engines.
    database: {} as RestContext['database'],
    fileJobs: {} as RestContext['fileJobs'],
    vapid: { publicKey: 'public', privateKey: 'private' },
    nextId: () => '175928847299117065',
    outbox: {} as RestContext['outbox'],
    storage: {} as RestContext['storage'],
    ...fake,
    settings: { ...readSettings({}), ...fake.settings },
  };
  return context;
}

/** Someone who is logged in, for a fake domain. */
export function actor(kind: Actor['kind']): Actor {
  const id = '175928847299117063';
  const user = { id, username: 'ada', display_name: 'Ada', hue: 1, bio: '', bot: kind === 'bot', home: null };
  return { kind, user, sessionId: '175928847299117064' };
}

/** What a request was answered with. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** Sends a JSON request. `token` goes as Bearer unless it names its scheme. */
export async function call<T = ErrorBody>(
  { url }: TestServer,
  method: string,
  path: string,
  { token, body, headers }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(token !== undefined && { Authorization: token.includes(' ') ? token : `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as T };
}

/** The output type of a command's answer. */
export type Output<C extends CommandName> = CommandOutput<C>;

/**
 * Sends bytes as they are and gives all that comes back until the server closes, until `until` is found in it, or, if
 * given, until nothing has come for `silence` milliseconds.
 */
export function sendRaw(
  { port }: TestServer,
  request: string | Buffer,
  until?: RegExp,
  silence?: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    let received = '';
    socket.on('data', (part) => {
      received += part.toString('latin1');
      if (until?.test(received)) socket.destroy();
    });
    if (silence !== undefined) socket.setTimeout(silence, () => socket.destroy());
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}
