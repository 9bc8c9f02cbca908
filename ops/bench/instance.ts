import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@cozy/core/settings';
import { COMMANDS, type CommandInput, type CommandName, type CommandOutput } from '@cozy/protocol';
import { startEngines } from '../src/engines/index.ts';
import { freePort } from '../src/engines/ports.ts';
import { launchNodeChild } from '../src/process/node-child.ts';

/** A Cozy of its own: private engines, a server process and a worker process. */
export interface Instance {
  url: string;
  gateway: string;
  mongodbUri: string;
  natsUrl: string;
  /** Process id of the server: gateway and REST. */
  server: number;
  /** Calls a command over REST. */
  call<C extends CommandName>(name: C, input: CommandInput<C>, token?: string): Promise<CommandOutput<C>>;
  stop(): Promise<void>;
}

const CLI = new URL('../src/cozy.ts', import.meta.url).pathname;

/** Starts a Cozy with a data folder of its own, on free ports of loopback. */
export async function startInstance(): Promise<Instance> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cozy-bench-'));
  const { cache } = readSettings(process.env);
  const engines = await startEngines({ dataDir, cacheDir: cache });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const common = {
    ...process.env,
    COZY_DATA: dataDir,
    COZY_HOST: '127.0.0.1',
    COZY_PUBLIC_URL: url,
    COZY_LOG_LEVEL: 'warn',
    MONGODB_URI: engines.mongodbUri,
    NATS_URL: engines.natsUrl,
  };
  const launch = (name: string, args: string[], env: NodeJS.ProcessEnv) =>
    launchNodeChild({ name, file: CLI, args, env, logFile: join(dataDir, `${name}.log`), stopWithinMs: 5_000 });
  const server = await launch('server', ['gateway', 'rest'], { ...common, COZY_PORT: String(port) });
  const worker = await launch('worker', ['worker'], common);
  for (;;) {
    const health = await fetch(`${url}/health`);
    await health.arrayBuffer();
    if (health.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    gateway: `${url.replace('http', 'ws')}/gateway`,
    mongodbUri: engines.mongodbUri,
    natsUrl: engines.natsUrl,
    server: server.pids[0]!,
    call: (name, input, token) => callRest(url, name, input, token),
    stop: async () => {
      await Promise.all([server.stop(), worker.stop()]);
      await engines.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function callRest<C extends CommandName>(
  url: string,
  name: C,
  input: CommandInput<C>,
  token?: string,
): Promise<CommandOutput<C>> {
  const [method, path] = COMMANDS[name].route;
  const rest: Record<string, unknown> = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(rest[field]);
    delete rest[field];
    return encodeURIComponent(value);
  });
  const response = await fetch(`${url}/api/v1${filled}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: method === 'GET' || method === 'DELETE' ? null : JSON.stringify(rest),
  });
  const body = (await response.json()) as CommandOutput<C>;
  if (!response.ok) throw new Error(`${name} failed: ${JSON.stringify(body)}`);
  return body;
}
