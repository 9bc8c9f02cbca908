import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Engines, startEngines } from '../engines/index.ts';
import { type NatsCluster, type NatsNode, startNatsCluster } from '../engines/nats-cluster.ts';
import { freePorts } from '../engines/ports.ts';
import { launchNodeChild } from '../process/node-child.ts';
import { Supervised } from '../process/supervised.ts';

const CLI = new URL('../cozy.ts', import.meta.url).pathname;

/** How many of each run. */
export const SIZES = { gateways: 3, workers: 2, nats: 3 } as const;

/** Milliseconds that a process gets to drain its sockets and end. */
const STOP_WITHIN = 10_000;
const HEALTHY_WITHIN = 120_000;
const ANSWER_WITHIN = 2_000;

/** One process of a cluster, or the few of the database. Whatever ends is started again by its supervisor. */
export interface Piece {
  readonly name: string;
  /** Process ids, empty while it is down. */
  readonly pids: number[];
  /** `kill -9`. */
  kill(): void;
  isHealthy(): Promise<boolean>;
}

/** A whole Cozy on this machine, of several processes of each kind. */
export interface Machine {
  gateways: readonly Piece[];
  workers: readonly Piece[];
  nats: readonly NatsNode[];
  database: Piece;
  /** Addresses of the gateways, `http://…`. */
  origins: readonly string[];
  natsUrl: string;
  mongodbUri: string;
  /** Waits until every piece is healthy. @throws {Error} after two minutes, with those that are not. */
  healthy(): Promise<void>;
  /** Stops everything. */
  stop(): Promise<void>;
}

/** What `startMachine` needs to know. */
export interface MachineOptions {
  /** Folder for all data and logs; nothing is in it yet. */
  dataDir: string;
  /** The installed engines. */
  cacheDir: string;
  /** Settings of the processes on top of those that make them one cluster. */
  settings?: Record<string, string>;
  /** Told, in sentences, what died and what is back. */
  report: (sentence: string) => void;
}

/**
 * Starts three nats-servers that keep the log three times, a database, three gateways with REST and two workers.
 * @returns once all are healthy.
 * @throws {Error} when one does not come up; nothing is left running then.
 */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { dataDir, cacheDir, report } = options;
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const one of started.reverse()) await one.stop();
  };
  try {
    // Three copies on three servers make up for what one of them has not written through to disk.
    const natsDir = join(dataDir, 'nats');
    const nats = await startNatsCluster({ dataDir: natsDir, cacheDir, size: SIZES.nats, logSync: '2m', report });
    started.push(nats);
    const engines = await startEngines({ dataDir, cacheDir, natsUrl: nats.url, report });
    started.push(engines);
    await allHealthy(nats.nodes);
    const { gateways, workers, origins } = await cozyParts(options, engines, nats);
    const parts = [...gateways, ...workers];
    started.push({ stop: async () => void (await Promise.all(parts.map((part) => part.stop()))) });
    await Promise.all(parts.map((part) => part.start()));
    const database = databasePiece(engines);
    const pieces = [...nats.nodes, database, ...parts];
    await allHealthy(pieces);
    const { mongodbUri } = engines;
    const healthy = () => allHealthy(pieces);
    return { gateways, workers, nats: nats.nodes, database, origins, natsUrl: nats.url, mongodbUri, healthy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function cozyParts(options: MachineOptions, engines: Engines, nats: NatsCluster) {
  const { dataDir, cacheDir, settings = {}, report } = options;
  const ports = await freePorts(SIZES.gateways + SIZES.workers);
  const others = Object.entries(process.env).filter(([name]) => !/^(COZY|S3|MONGODB|NATS)_/.test(name));
  const env = {
    ...Object.fromEntries(others),
    COZY_CACHE: cacheDir,
    COZY_DATA: dataDir,
    COZY_HOST: '127.0.0.1',
    // Access tokens name the public address, which all nodes share.
    COZY_PUBLIC_URL: `http://127.0.0.1:${ports[0]}`,
    MONGODB_URI: engines.mongodbUri,
    NATS_URL: nats.url,
    NATS_REPLICAS: String(SIZES.nats),
    ...settings,
  };
  const part = (name: string, port: number, args: string[]) => {
    const logFile = join(dataDir, 'logs', `${name}.log`);
    const partEnv = { ...env, COZY_PORT: String(port) };
    const launch = () => launchNodeChild({ name, file: CLI, args, env: partEnv, logFile, stopWithinMs: STOP_WITHIN });
    const supervised = new Supervised({ name, report, launch });
    return Object.assign(supervised, { isHealthy: () => answersHealthy(port) });
  };
  const [gatewayPorts, workerPorts] = [ports.slice(0, SIZES.gateways), ports.slice(SIZES.gateways)];
  return {
    gateways: gatewayPorts.map((port, i) => part(`gateway-${i + 1}`, port, ['gateway', 'rest'])),
    workers: workerPorts.map((port, i) => part(`worker-${i + 1}`, port, ['worker'])),
    origins: gatewayPorts.map((port) => `http://127.0.0.1:${port}`),
  };
}

function databasePiece({ database, mongodbUri }: Engines): Piece {
  if (!database) throw new Error(`The database at ${mongodbUri} is not this cluster's own.`);
  return {
    name: 'database',
    get pids() {
      return database.pids;
    },
    kill: () => database.kill(),
    // It has process ids only once it has answered a client.
    isHealthy: async () => database.pids.length > 0,
  };
}

async function answersHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(ANSWER_WITHIN) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // It is down, or too busy to answer.
    return false;
  }
}

async function allHealthy(pieces: readonly Piece[]): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN;
  for (;;) {
    const states = await Promise.all(pieces.map(async (piece) => ({ piece, ok: await piece.isHealthy() })));
    const ill = states.filter(({ ok }) => !ok).map(({ piece }) => piece.name);
    if (ill.length === 0) return;
    if (Date.now() > deadline) throw new Error(`Not healthy within ${HEALTHY_WITHIN / 1000} s: ${ill.join(', ')}.`);
    await sleep(100);
  }
}
