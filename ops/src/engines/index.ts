import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@cozy/core/settings';
import { LockHeldError, takeLock } from '../process/lock.ts';
import { Supervised } from '../process/supervised.ts';
import { enginePaths } from '../setup/versions.ts';
import { launchDocumentDb } from './documentdb.ts';
import { mongoUri } from './mongo-ready.ts';
import { launchMongod } from './mongod.ts';
import { launchNats, natsUrl } from './nats.ts';
import { onPath } from './on-path.ts';
import { type EnginePorts, rememberedPorts } from './ports.ts';

/** What `startEngines` needs to know. */
export interface EngineOptions {
  /** Data folder; it is made, and locked for as long as the engines run. */
  dataDir: string;
  /** Folder where `npm start` installed the engines. */
  cacheDir: string;
  /** Address of a database; without it a private one is started. */
  mongodbUri?: string | undefined;
  /** Address of NATS; without it a private nats-server is started. */
  natsUrl?: string | undefined;
  /** When the private nats-server writes the log through to disk; `always` when not given. */
  logSync?: Settings['logSync'];
  /** Told, in sentences, when an engine died and when it is back. Nobody when not given. */
  report?: (sentence: string) => void;
}

/** A private engine under supervision. For an engine of someone else, named by address, there is none. */
export interface Engine {
  /** Process ids, empty while it is down. */
  readonly pids: number[];
  /** SIGKILL to all its processes; supervision then restarts it on the same port. */
  kill(): void;
  /** Stops it in order; it stays down until `start`. */
  stop(): Promise<void>;
  /** Starts it again on the same port with its data; resolves once it is ready. */
  start(): Promise<void>;
}

/** The running engines: where they are, and how to end them. */
export interface Engines {
  mongodbUri: string;
  natsUrl: string;
  /** The private database, undefined when `mongodbUri` was given. */
  database: Engine | undefined;
  /** The private nats-server, undefined when `natsUrl` was given. */
  nats: Engine | undefined;
  /** Stops nats-server, then the database, and frees the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts the engines that are not given by address: the database (a `mongod` on PATH, else the embedded one) and a
 * nats-server with JetStream, both on loopback, on ports that the data folder remembers, both supervised.
 * @returns once both answer.
 * @throws {Error} when another Cozy uses the data folder, or an engine is not installed or does not come up.
 */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDataDir(options.dataDir);
  const started: Supervised[] = [];
  const stop = async () => {
    for (const engine of started.reverse()) await engine.stop();
    await lock.release();
  };
  try {
    const ports = await rememberedPorts(options.dataDir);
    const database = options.mongodbUri ? undefined : supervisedDatabase(options, ports);
    const nats = options.natsUrl ? undefined : supervisedNats(options, ports);
    started.push(...[database, nats].filter((engine) => engine !== undefined));
    await allStarted(started);
    return {
      mongodbUri: options.mongodbUri ?? mongoUri(ports.mongodb),
      natsUrl: options.natsUrl ?? natsUrl(ports.nats),
      database,
      nats,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts all at once and waits for each, so that after a failure none is still on its way up. */
async function allStarted(engines: Supervised[]): Promise<void> {
  const results = await Promise.allSettled(engines.map((engine) => engine.start()));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function lockDataDir(dataDir: string) {
  try {
    return await takeLock(join(dataDir, 'lock'));
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new Error(
      `Another Cozy (process ${error.holder}) uses the data folder ${dataDir}. Stop it, or give this one a folder of its own with COZY_DATA.`,
    );
  }
}

function supervisedDatabase(options: EngineOptions, ports: EnginePorts): Supervised {
  const { dataDir, cacheDir, report = () => undefined } = options;
  const mongod = onPath('mongod');
  const logFile = join(dataDir, 'logs', 'database.log');
  if (mongod) {
    const launch = () =>
      launchMongod({ binary: mongod, dataDir: join(dataDir, 'mongod'), port: ports.mongodb, logFile });
    return new Supervised({ name: 'The database', launch, report });
  }
  const { postgresRoot, ferretdb } = enginePaths(cacheDir);
  const launch = () =>
    launchDocumentDb({
      root: postgresRoot,
      ferretdb,
      dataDir: join(dataDir, 'database'),
      port: ports.postgres,
      mongodbPort: ports.mongodb,
      logFile,
    });
  return new Supervised({ name: 'The database', launch, report });
}

function supervisedNats(options: EngineOptions, ports: EnginePorts): Supervised {
  const { dataDir, cacheDir, logSync = 'always', report = () => undefined } = options;
  const launch = () =>
    launchNats({
      binary: enginePaths(cacheDir).natsServer,
      dataDir: join(dataDir, 'nats'),
      port: ports.nats,
      logSync,
      logFile: join(dataDir, 'logs', 'nats.log'),
    });
  return new Supervised({ name: 'nats-server', launch, report });
}
