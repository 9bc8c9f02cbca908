import uws from 'uWebSockets.js';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, createContext, RateLimits, readSettings } from '@cozy/core';
import { attachGateway, type Gateway } from '@cozy/gateway';
import { type CommandInput, type CommandName, type CommandOutput, CozyError, type SelfUser } from '@cozy/protocol';
// biome-ignore lint/style/noRestrictedImports: only the test puts the parts together; the gateway itself knows no worker.
import { startWorker, type Worker } from '@cozy/workers';
import { pino } from 'pino';
import { type ConnectOptions, connect, type TestClient } from './client.ts';

/** Engines of the test run, and a database of one's own. */
export interface TestEngines {
  mongodbUri: string;
  natsUrl: string;
  mongodbDb: string;
}

/** A person or bot, and how to act as them. */
export interface TestUser {
  id: string;
  token: string;
  user: SelfUser;
}

/** One process of Cozy with its parts. */
export interface TestNode {
  context: Context;
  gateway: Gateway;
  worker: Worker | null;
  port: number;
  /** Opens a connection that is closed with the node. */
  connect(options?: ConnectOptions): Promise<TestClient>;
  /** Carries a command out as REST would. */
  run<C extends CommandName>(who: TestUser | null, name: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
  /** Makes an account. */
  person(name?: string): Promise<TestUser>;
  stop(): Promise<void>;
}

/** What differs between nodes of a test. */
export interface NodeOptions {
  heartbeatMs?: number;
  worker?: boolean;
  natsUrl?: string;
  mongodbUri?: string;
  /** Keeps the commands' rate limits, which tests would otherwise run into. */
  limited?: boolean;
  startsPerSecond?: number;
  /** Also less than the least that is allowed, so that what was missed is read from the stream. */
  recentMb?: number;
  /** Private hosts whose pages may be previewed. */
  previewHosts?: string[];
  /** Starts without a gateway. */
  gateway?: boolean;
}

class NoLimits extends RateLimits {
  override take(): number {
    return 0;
  }
}

let made = 0;

/** The engines that the test run provides, with the name of a new database. */
export function testEngines(): TestEngines {
  const { MONGODB_URI, NATS_URL } = process.env;
  if (!MONGODB_URI || !NATS_URL) throw new Error('These tests need MONGODB_URI and NATS_URL; npm test sets them.');
  return { mongodbUri: MONGODB_URI, natsUrl: NATS_URL, mongodbDb: `gw_test_${randomBytes(6).toString('hex')}` };
}

/** Starts a node on a free port. */
export async function startNode(engines: TestEngines, options: NodeOptions = {}): Promise<TestNode> {
  const settings = readSettings({
    MONGODB_URI: options.mongodbUri ?? engines.mongodbUri,
    NATS_URL: options.natsUrl ?? engines.natsUrl,
    MONGODB_DB: engines.mongodbDb,
    COZY_PORT: '8080',
    COZY_DATA: dataFolder(engines.mongodbDb),
    COZY_HEARTBEAT_MS: String(options.heartbeatMs ?? 30_000),
    COZY_STARTS_PER_SECOND: String(options.startsPerSecond ?? 1_000),
  });
  if (options.previewHosts) settings.previewPrivateHosts = options.previewHosts.join(',');
  if (options.recentMb !== undefined) settings.recentMb = options.recentMb;
  const context = await createContext(settings, pino({ level: process.env.TEST_LOG ?? 'silent' }));
  if (!options.limited) context.rates = new NoLimits();
  // The log holds what other tests have written, who share it: a new database's projection begins now.
  for (let partition = 0; partition < context.log.partitions; partition++) {
    const { last } = await context.log.bounds(partition);
    const place = { $setOnInsert: { sequence: last } };
    await context.database.progress.updateOne({ _id: String(partition) }, place, { upsert: true });
  }
  const app = uws.App();
  const gateway = await attachGateway(app, context);
  const worker = options.worker === false ? null : await startWorker(context);
  const socket = await new Promise<uws.us_listen_socket>((resolve, reject) => {
    app.listen('127.0.0.1', 0, (listening) => (listening ? resolve(listening) : reject(new Error('No port'))));
  });
  const port = uws.us_socket_local_port(socket as unknown as uws.us_socket);
  const clients: TestClient[] = [];
  const node: TestNode = {
    context,
    gateway,
    worker,
    port,
    connect: async (connectOptions) => {
      const client = await connect(port, connectOptions);
      clients.push(client);
      return client;
    },
    run: async (who, name, input) => {
      const actor = who ? await context.authenticate(who.token) : null;
      return (await context.execute(name, input, { actor, address: '127.0.0.1', userAgent: 'test' })) as never;
    },
    person: async (name = `person${made++}`) => {
      const username = `${name}_${randomBytes(4).toString('hex')}`;
      const account = { email: `${username}@example.org`, username, password: 'a good password' };
      const { access_token, user } = await node.run(null, 'auth.register', account);
      return { id: user.id, token: access_token, user };
    },
    stop: async () => {
      uws.us_listen_socket_close(socket);
      await gateway.close();
      for (const client of clients) client.drop();
      await worker?.close();
      await context.close();
    },
  };
  return node;
}

/** Where the files of a test's database are. */
const dataFolder = (database: string) => join(tmpdir(), `cozy-${database}`);

/** Removes a test's database and files; before the last node stops. */
export async function dropDatabase({ context }: TestNode): Promise<void> {
  await rm(dataFolder(context.settings.mongodbDb), { recursive: true, force: true });
  await context.database.connection.dropDatabase();
}

/** Makes a bot of somebody's. @param application what it asks for, if not the usual. */
export async function makeBot(
  node: TestNode,
  owner: TestUser,
  application: Partial<CommandInput<'bot.create'>> = {},
): Promise<TestUser> {
  const { bot, token } = await node.run(owner, 'bot.create', { name: 'Echo', ...application });
  return { id: bot.id, token, user: { ...bot.user, email: null } };
}

/** Waits until something was refused. @returns what with. @throws {Error} when it was done. */
export async function refusal(act: Promise<unknown>): Promise<CozyError> {
  try {
    await act;
  } catch (error) {
    if (error instanceof CozyError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** Waits until something has ended. @returns `done`, or the code with which it was refused. */
export async function outcome(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'done';
  } catch (error) {
    if (error instanceof CozyError) return error.code;
    throw error;
  }
}

/** A community with a first text channel, its owner, and members. */
export interface TestCommunity {
  id: string;
  channelId: string;
  ownerRole: string;
  moderatorRole: string;
}

/** Makes a community and lets people join it. */
export async function makeCommunity(node: TestNode, owner: TestUser, members: TestUser[] = []): Promise<TestCommunity> {
  const { community } = await node.run(owner, 'community.create', { name: 'Home' });
  for (const member of members) await joinAs(node, owner, community.id, member);
  return {
    id: community.id,
    channelId: community.channels[0]!.id,
    ownerRole: community.roles.find((role) => role.fixed === 'owner')!.id,
    moderatorRole: community.roles.find((role) => role.fixed === 'moderator')!.id,
  };
}

/** Lets someone join by an invitation of the owner. */
export async function joinAs(node: TestNode, owner: TestUser, communityId: string, who: TestUser): Promise<void> {
  const { invite } = await node.run(owner, 'invite.create', { community_id: communityId });
  await node.run(who, 'invite.accept', { code: invite.code });
}
