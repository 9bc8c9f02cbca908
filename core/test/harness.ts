import { randomBytes } from 'node:crypto';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import type { CommandInput, CommandName, CommandOutput } from '@cozy/protocol';
import { pino } from 'pino';
import { type Context, createContext, RateLimits, readSettings } from '../src/index.ts';

/** A logger that says nothing. */
export const quiet = pino({ level: 'silent' });

/** Settings of the engines that the test run provides, with the name of a new database. */
export function testSettings(overrides: Record<string, string> = {}) {
  const { MONGODB_URI, NATS_URL } = process.env;
  if (!MONGODB_URI || !NATS_URL) throw new Error('These tests need MONGODB_URI and NATS_URL; npm test sets them.');
  const MONGODB_DB = `core_test_${randomBytes(6).toString('hex')}`;
  return readSettings({ MONGODB_URI, NATS_URL, MONGODB_DB, COZY_PORT: '8080', ...overrides });
}

/** Token buckets that are never empty. */
export class NoLimits extends RateLimits {
  override take(): number {
    return 0;
  }
}

/** Opens a real context with a database of its own. */
export async function openContext(
  overrides: Record<string, string> = {},
): Promise<{ context: Context; drop(): Promise<void> }> {
  const context = await createContext(testSettings(overrides), quiet);
  context.rates = new NoLimits();
  await beginHere(context);
  return {
    context,
    drop: async () => {
      await context.database.connection.dropDatabase();
      await context.close();
    },
  };
}

/** Lets a new database's projection begin now: the log holds what other tests have written, who share it. */
async function beginHere({ log, database }: Context): Promise<void> {
  for (let partition = 0; partition < log.partitions; partition++) {
    const { last } = await log.bounds(partition);
    await database.progress.insertOne({ _id: String(partition), sequence: last });
  }
}

/** Someone who can act. */
export interface TestUser {
  id: string;
  token: string;
}

/** Carries a command out as someone, or as nobody. */
export async function run<C extends CommandName>(
  context: Context,
  who: TestUser | null,
  name: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  const actor = who ? await context.authenticate(who.token) : null;
  return (await context.execute(name, input, { actor, address: '127.0.0.1', userAgent: 'test' })) as never;
}

/** Makes an account. */
export async function person(context: Context): Promise<TestUser> {
  const username = `p_${randomBytes(5).toString('hex')}`;
  const account = { email: `${username}@example.org`, username, password: 'a good password' };
  const { access_token, user } = await run(context, null, 'auth.register', account);
  return { id: user.id, token: access_token };
}

/** A wire to an engine that can be cut, as when the engine is away. */
export interface Wire {
  port: number;
  /** Ends all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Lets nothing through, and keeps the connections: what an engine does that has stopped without a word. */
  silence(): void;
  /** Lets connections through again. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Puts a wire before an engine at `host:port`. */
export async function wireTo(host: string, port: number): Promise<Wire> {
  const open = new Set<Socket>();
  let server: Server;
  let own = 0;
  const listen = async () => {
    server = createServer((near) => {
      const far = dial(port, host);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          open.delete(one);
          other.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
    const address = server.address();
    if (address && typeof address === 'object') own = address.port;
  };
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  };
  await listen();
  const silence = () => {
    for (const socket of open) socket.unpipe().pause();
  };
  return { port: own, silence, cut, mend: listen, close: cut };
}

/** Puts a wire before NATS. */
export async function wireToNats(): Promise<Wire & { url: string }> {
  const { hostname, port } = new URL(process.env.NATS_URL!.split(',')[0]!);
  const wire = await wireTo(hostname, Number(port || 4222));
  return { ...wire, url: `nats://127.0.0.1:${wire.port}` };
}

/** Puts a wire before the database. */
export async function wireToDatabase(): Promise<Wire & { uri: string }> {
  const address = new URL(process.env.MONGODB_URI!);
  const wire = await wireTo(address.hostname, Number(address.port || 27017));
  address.host = `127.0.0.1:${wire.port}`;
  address.searchParams.set('directConnection', 'true');
  return { ...wire, uri: address.toString() };
}

/** Waits until something outside this process is so, of which nothing tells; fails after 15 seconds. */
export async function eventually(what: string, look: () => Promise<boolean> | boolean): Promise<void> {
  const until = performance.now() + 15_000;
  while (!(await look())) {
    if (performance.now() > until) throw new Error(`It did not come to be that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
