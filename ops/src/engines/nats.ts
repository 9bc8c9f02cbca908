import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Settings } from '@cozy/core/settings';
import { STOP_WITHIN_MS, waitUntilReady } from '../process/native.ts';
import { launchServer } from '../process/server.ts';
import type { Running } from '../process/supervised.ts';

/** What a private nats-server needs. */
export interface NatsOptions {
  binary: string;
  /** Its own folder: the configuration and JetStream's store. */
  dataDir: string;
  port: number;
  /** When the log is written through to disk. */
  logSync: Settings['logSync'];
  logFile: string;
  /** Its place in a cluster; one that stands alone when not given. */
  cluster?: NatsMembership;
}

/** What a nats-server of a cluster needs on top. All are on loopback. */
export interface NatsMembership {
  /** Its name, by which the cluster knows it again after a restart. */
  server: string;
  /** Ports on which the servers of the cluster reach each other; the first is its own. */
  ports: [number, ...number[]];
  /** Port on which it answers `/healthz`. */
  healthPort: number;
}

const MIB = 1024 * 1024;
// A message of 4,000 characters with its author and attachments is some 40 KiB; a batch of events must fit as well.
const MAX_PAYLOAD = 2 * MIB;
// A reader that is further behind than this is cut off, and catches up from the log.
const MAX_PENDING = 64 * MIB;

/** Address of a private nats-server. */
export function natsUrl(port: number): string {
  return `nats://127.0.0.1:${port}`;
}

/**
 * Starts a private nats-server with JetStream on disk, on loopback.
 * @returns the running server, once it greets clients with JetStream on, at most 60 s later.
 * @throws {Error} when it does not come up, with its last log lines; nothing is left running then.
 */
export async function launchNats(options: NatsOptions): Promise<Running> {
  const { binary, dataDir, port, logFile } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const configFile = join(dataDir, 'nats.conf');
  writeFileSync(configFile, configuration(options));
  return launchServer({
    command: [binary, '--config', configFile],
    lockFile: join(dataDir, 'nats.lock'),
    logFile,
    stopWithinMs: STOP_WITHIN_MS.nats,
    ready: (exited) => waitUntilReady(() => greets(port), { name: 'nats-server', exited, withinMs: 60_000, logFile }),
  });
}

function configuration({ dataDir, port, logSync, cluster }: NatsOptions): string {
  return [
    `server_name: ${cluster?.server ?? 'cozy'}`,
    `listen: "127.0.0.1:${port}"`,
    `max_payload: ${MAX_PAYLOAD}`,
    `max_pending: ${MAX_PENDING}`,
    'jetstream {',
    `  store_dir: ${JSON.stringify(join(dataDir, 'store'))}`,
    `  sync_interval: ${logSync}`,
    '}',
    ...(cluster ? membership(cluster) : []),
    '',
  ].join('\n');
}

function membership({ ports: [own, ...others], healthPort }: NatsMembership): string[] {
  const routes = others.map((port) => `"nats://127.0.0.1:${port}"`);
  return [
    `http: "127.0.0.1:${healthPort}"`,
    'cluster {',
    '  name: cozy',
    `  listen: "127.0.0.1:${own}"`,
    `  routes: [${routes.join(', ')}]`,
    '}',
  ];
}

/** True when the server's first line, which it sends after JetStream has recovered, says that JetStream is on. */
async function greets(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [line] = (await once(socket, 'data', { signal: AbortSignal.timeout(2000) })) as [Buffer];
    return line.toString().includes('"jetstream":true');
  } finally {
    socket.destroy();
  }
}
