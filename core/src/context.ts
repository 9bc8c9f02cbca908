import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { CozyError, type EventData, type User } from '@cozy/protocol';
import type { KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { verifyAccessToken } from './auth/accessTokens.ts';
import { InstallationTokens } from './auth/installationTokens.ts';
import { loadSigningKeys, type SigningKeys } from './auth/keys.ts';
import { parseBotToken, parseInstallationToken, secretMatches } from './auth/secrets.ts';
import type { Actor, Caller } from './commands/command.ts';
import { execute } from './commands/execute.ts';
import { type Database, openDatabase } from './database/database.ts';
import type { UserDocument } from './database/documents.ts';
import { type Loaders, makeLoaders } from './database/loaders.ts';
import { Outbox } from './database/outbox.ts';
import { isDatabaseUnavailable } from './database/unavailable.ts';
import { IdSource } from './ids/idSource.ts';
import { Lease } from './ids/lease.ts';
import { Ephemerals } from './log/ephemerals.ts';
import { EventLog } from './log/eventLog.ts';
import { JobQueue } from './log/jobQueue.ts';
import type { LogEvent } from './log/logEvent.ts';
import { LogTail } from './log/logTail.ts';
import { connectNats } from './log/nats.ts';
import { MessagePlaces } from './projection/messagePlaces.ts';
import { ProjectionProgress } from './projection/progress.ts';
import { loadVapidKeys, type VapidKeys } from './push/vapid.ts';
import { RateLimits } from './rates.ts';
import { DatabaseIndex } from './search/databaseIndex.ts';
import { RedisIndex } from './search/redisIndex.ts';
import type { SearchIndex } from './search/searchIndex.ts';
import type { Settings } from './settings.ts';
import { Relationships } from './state/relationships.ts';
import { Replica } from './state/replica.ts';
import { openSlowmode } from './state/slowmode.ts';
import { publicUser, Users } from './state/users.ts';
import { openStorage } from './storage/openStorage.ts';
import type { FileStorage } from './storage/storage.ts';

/** Log-ins that are remembered as valid, and for how many milliseconds; the bound for when the news of an end gets lost. */
const VALID_SESSIONS = { max: 50_000, ttl: 10_000 };

/** Everything a part of Cozy works with: connections, log, state, and the door to all commands. */
export interface Context {
  settings: Settings;
  logger: Logger;
  /** Names this process among all. */
  node: string;
  nats: NatsConnection;
  leases: KV;
  /** When members have last written in channels with slow mode. */
  slowmode: KV;
  database: Database;
  loaders: Loaders;
  log: EventLog;
  outbox: Outbox;
  replica: Replica;
  users: Users;
  relationships: Relationships;
  installationTokens: InstallationTokens;
  progress: ProjectionProgress;
  places: MessagePlaces;
  search: SearchIndex;
  rates: RateLimits;
  keys: SigningKeys;
  /** Where files are, and what is to be done with them. */
  storage: FileStorage;
  fileJobs: JobQueue;
  /** Messages whose links are to be looked up. */
  linkJobs: JobQueue;
  /** What devices are to be told by Web Push, and the keys that say who tells it. */
  pushJobs: JobQueue;
  vapid: VapidKeys;
  /** A new snowflake. */
  nextId(): string;
  /**
   * Tells who is behind an access token or a bot's token.
   *
   * @param fresh does not rely on what this process remembers of the account and its log-in.
   * @throws CozyError UNAUTHENTICATED; DATABASE_UNAVAILABLE when it cannot be told now.
   */
  authenticate(token: string, fresh?: boolean): Promise<Actor>;
  /** Forgets that a log-in was valid, because it was ended here. */
  forgetSession(id: string): void;
  /** Carries out a command; see commands/execute.ts. */
  execute(name: string, input: unknown, caller: Caller): Promise<unknown>;
  /** Whether the engines can be reached now. */
  health(): { ready: boolean; detail: Record<string, string> };
  close(): Promise<void>;
}

/**
 * Connects to the engines, waiting for them as long as it takes, and puts the parts together.
 *
 * @param settings with `natsUrl` and `mongodbUri` set.
 */
export async function createContext(settings: Settings, logger: Logger): Promise<Context> {
  if (!settings.natsUrl || !settings.mongodbUri) throw new Error('A part needs MONGODB_URI and NATS_URL.');
  const node = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  let onState = (_connected: boolean): void => undefined;
  const [nats, database] = await Promise.all([
    connectNats(settings.natsUrl, logger, (connected) => onState(connected)),
    openDatabase(settings.mongodbUri, settings.mongodbDb, logger),
  ]);
  const log = await EventLog.open(
    nats,
    {
      partitions: settings.partitions,
      retentionHours: settings.retentionHours,
      dedupeSeconds: settings.dedupeSeconds,
      replicas: settings.natsReplicas,
    },
    logger,
  );
  const storage = await openStorage(settings);
  const fileJobs = await JobQueue.open(nats, settings.mongodbDb, 'file', settings.natsReplicas);
  const linkJobs = await JobQueue.open(nats, settings.mongodbDb, 'link', settings.natsReplicas);
  const pushJobs = await JobQueue.open(nats, settings.mongodbDb, 'push', settings.natsReplicas);
  const leases = await Lease.bucket(nats, settings.natsReplicas);
  const slowmode = await openSlowmode(nats, settings.natsReplicas);
  const ids = await IdSource.open(leases, node, logger);
  const nextId = () => ids.next();
  const loaders = makeLoaders(database);
  const replica = new Replica(database, loaders, log, logger);
  const keys = await loadSigningKeys(database.keys);
  const vapid = await loadVapidKeys(database.vapidKeys);
  const users = new Users(database, loaders);
  const relationships = new Relationships(database);
  const progress = new ProjectionProgress(nats, database);
  const search = settings.searchUrl
    ? new RedisIndex(settings.searchUrl, settings.mongodbDb, logger)
    : await DatabaseIndex.open(database, logger);
  const installationTokens = new InstallationTokens(database);
  const validSessions = new LRUCache<string, true>(VALID_SESSIONS);

  // What is remembered of accounts and log-ins is forgotten on every node as soon as it changes on one.
  const forget = (event: LogEvent) => {
    if (event.name.startsWith('RELATIONSHIP_')) {
      const { user, user_id = user?.id } = event.data<{ user?: User; user_id?: string }>();
      relationships.forget(event.owner.id, user_id!);
    }
    if (event.name.startsWith('INSTALLATION_')) {
      const { community_id, user_id } = event.data<EventData<'INSTALLATION_DELETE'>>();
      installationTokens.forget(community_id, user_id);
    }
    if (event.name !== 'SESSION_DELETE' && event.name !== 'USER_UPDATE') return;
    users.forget(event.owner.id);
    if (event.name === 'SESSION_DELETE') validSessions.delete(event.data<EventData<'SESSION_DELETE'>>().id);
  };
  replica.ephemerals = new Ephemerals(nats, log.partitions, logger, (event, from) => replica.receive(event, from));
  replica.tail = await LogTail.open(
    log,
    (event) => {
      forget(event);
      replica.receive(event, '');
    },
    settings.recentMb * 1024 * 1024,
  );
  onState = (connected) => {
    log.reachable = connected;
  };
  const outbox = new Outbox(log, nextId, logger, settings.dedupeSeconds);
  replica.outbox = outbox;

  const context: Context = {
    settings,
    logger,
    node,
    nats,
    leases,
    slowmode,
    database,
    loaders,
    log,
    outbox,
    replica,
    users,
    relationships,
    installationTokens,
    progress,
    places: new MessagePlaces(database),
    search,
    rates: new RateLimits(),
    keys,
    storage,
    fileJobs,
    linkJobs,
    pushJobs,
    vapid,
    nextId,
    authenticate: (token, fresh = false) => authenticate(context, validSessions, token, fresh),
    forgetSession: (id) => void validSessions.delete(id),
    execute: (name, input, caller) => execute(context, name, input, caller),
    health: () => {
      const database = context.database.connection.readyState === 1 ? 'connected' : 'away';
      const nats = log.reachable ? 'connected' : 'away';
      return { ready: database === 'connected' && nats === 'connected', detail: { database, nats } };
    },
    close: async () => {
      replica.close();
      replica.ephemerals.close();
      await replica.tail.close();
      progress.close();
      await search.close();
      await ids.close().catch((error: unknown) => logger.debug({ error }, 'The node number runs out by itself'));
      await nats.drain().catch((error: unknown) => logger.debug({ error }, 'NATS was away at the end'));
      await database.close();
    },
  };
  return context;
}

// A bot's session is the bot itself.
function botActor(document: UserDocument, secret: string): Actor {
  const { token_hash, old_token, _id } = document;
  const actor = { kind: 'bot' as const, user: publicUser(document), sessionId: _id };
  if (!document.bot) throw new CozyError('UNAUTHENTICATED');
  if (token_hash && secretMatches(secret, token_hash)) return actor;
  const isOld = token_hash && old_token && old_token.until > Date.now() && secretMatches(secret, old_token.hash);
  if (!isOld) throw new CozyError('UNAUTHENTICATED');
  return { ...actor, until: old_token.until };
}

async function authenticate(
  context: Context,
  valid: LRUCache<string, true>,
  token: string,
  fresh: boolean,
): Promise<Actor> {
  const { users, loaders, keys, settings } = context;
  const account = (id: string) => (fresh ? users.load(id) : users.get(id));
  try {
    const bot = parseBotToken(token);
    if (bot) return botActor(await account(bot.botId), bot.secret);
    const installed = parseInstallationToken(token);
    if (installed) {
      const document = await account(installed.botId);
      const id = await context.installationTokens.find(installed, fresh);
      return { kind: 'bot', user: publicUser(document), sessionId: id, boundTo: installed.communityId };
    }
    const { userId, sessionId } = await verifyAccessToken(keys, token, settings.domain);
    const [document, session] = await Promise.all([
      account(userId),
      fresh || !valid.has(sessionId) ? loaders.session.load(sessionId) : null,
    ]);
    if (session) {
      if (session.user_id !== userId || session.revoked) throw new CozyError('UNAUTHENTICATED');
      // Who asks afresh keeps the answer: a gateway's session is told when its log-in ends.
      if (!fresh) valid.set(sessionId, true);
    } else if (fresh || !valid.has(sessionId)) throw new CozyError('UNAUTHENTICATED');
    return { kind: 'person', user: publicUser(document), sessionId };
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw new CozyError('DATABASE_UNAVAILABLE', { retryAfter: 1, cause: error });
    throw error;
  }
}
