import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, createContext } from '@cozy/core';
import { readSettings } from '@cozy/core/settings';
import { pino } from 'pino';
import { startEngines } from '../src/engines/index.ts';
import { freePort } from '../src/engines/ports.ts';
import { launchNodeChild } from '../src/process/node-child.ts';
import { toServerCpu } from './cpus.ts';

/** A process of Cozy's. */
export interface Process {
  pid: number;
  stop(): Promise<void>;
}

/** A process of gateway and REST. */
export interface Server extends Process {
  /** Address of its gateway, without the query. */
  gateway: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** A Cozy of its own: private engines, and servers and a worker as they are started. */
export interface Instance {
  mongodbUri: string;
  natsUrl: string;
  /** Process id of nats-server. */
  nats: number;
  /** Starts one more server, alone on the servers' processor. */
  startServer(): Promise<Server>;
  /**
   * Starts a worker.
   *
   * @param givesWay false when it is what is measured: the log is a buffer before it, so else others go before it.
   */
  startWorker(givesWay?: boolean): Promise<Process>;
  /** Everything that a part works with, to seed data and to write to the log. It is closed with `use`. */
  withContext<T>(use: (context: Context) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const CLI = join(import.meta.dirname, '../src/cozy.ts');
/** The lowest priority. */
const GIVES_WAY = 19;
const STOP_WITHIN = 5_000;
const LOOK_EVERY = 50;

/**
 * Starts engines with a data folder of its own, on free ports of loopback.
 *
 * @param settings further ones of each process.
 */
export async function startInstance(settings: Record<string, string> = {}): Promise<Instance> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cozy-bench-'));
  const { cache } = readSettings(process.env);
  const engines = await startEngines({ dataDir, cacheDir: cache });
  const { mongodbUri, natsUrl } = engines;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    COZY_DATA: dataDir,
    COZY_HOST: '127.0.0.1',
    COZY_DOMAIN: 'bench.example',
    COZY_LOG_LEVEL: 'warn',
    MONGODB_URI: mongodbUri,
    NATS_URL: natsUrl,
    ...settings,
  };
  const running = new Set<{ stop(): Promise<void> }>();
  const launch = async (name: string, parts: string[], port: number) => {
    const child = await launchNodeChild({
      name,
      file: CLI,
      args: parts,
      env: { ...env, COZY_PORT: String(port) },
      logFile: join(dataDir, `${name}.log`),
      stopWithinMs: STOP_WITHIN,
    });
    running.add(child);
    return child;
  };
  const end = async (child: { stop(): Promise<void> }) => {
    running.delete(child);
    await child.stop();
  };
  return {
    mongodbUri,
    natsUrl,
    nats: engines.nats!.pids[0]!,
    startServer: async () => {
      const port = await freePort();
      const child = await launch(`server-${port}`, ['gateway', 'rest'], port);
      const pid = child.pids[0]!;
      toServerCpu(pid);
      await healthy(port);
      return {
        gateway: `ws://127.0.0.1:${port}/gateway`,
        pid,
        stop: () => end(child),
        kill: async () => {
          running.delete(child);
          child.kill();
          await child.exited;
        },
      };
    },
    startWorker: async (givesWay = true) => {
      const port = await freePort();
      const child = await launch(`worker-${port}`, ['worker'], port);
      const pid = child.pids[0]!;
      if (givesWay) setPriority(pid, GIVES_WAY);
      await healthy(port);
      return { pid, stop: () => end(child) };
    },
    withContext: async (use) => {
      const context = await createContext(readSettings(env), pino({ level: 'warn' }));
      try {
        return await use(context);
      } finally {
        await context.close();
      }
    },
    stop: async () => {
      await Promise.all([...running].map((child) => child.stop()));
      await engines.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function healthy(port: number): Promise<void> {
  for (;;) {
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    await health.arrayBuffer();
    if (health.ok) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
