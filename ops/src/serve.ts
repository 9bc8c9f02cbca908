import uws, { type us_listen_socket } from 'uWebSockets.js';
import { createContext } from '@cozy/core';
import { createLogger } from '@cozy/core/logging';
import { startProbe } from '@cozy/core/probe';
import type { Settings } from '@cozy/core/settings';
import { attachHealth, type PartHealth } from './health.ts';
import { PARTS, type Part, type PartName } from './parts.ts';
import { exitWithParent, tellParentReady } from './process/node-child.ts';
import { requireNativeServer } from './setup/native-server.ts';
import { startTracing } from './telemetry.ts';

declare module 'uWebSockets.js' {
  // In the native module, but not in its types.
  export const LIBUS_LISTEN_EXCLUSIVE_PORT: number;
  interface TemplatedApp {
    listen(host: string, port: number, options: number, done: (socket: us_listen_socket | false) => void): TemplatedApp;
  }
}

/** How a process of parts is run. */
export interface ServeOptions {
  parts: PartName[];
  settings: Settings;
  /** Port to listen on; 0 takes a free one, which is logged. */
  port: number;
  /** Addresses of other processes' `/health` that this one's answer includes. */
  peers: string[];
}

/**
 * Runs one or more parts in this process behind one server, until SIGINT or SIGTERM.
 * `/health` and `/metrics` answer from the beginning, also while the engines are not reached yet.
 * @throws {Error} when an engine's address is missing, the port is taken, or uWebSockets is not native.
 */
export async function serve({ parts, settings, port, peers }: ServeOptions): Promise<void> {
  requireNativeServer(uws);
  requireEngines(settings);
  exitWithParent();
  const name = parts.join('+');
  const logger = createLogger(settings, name);
  const stopTracing = await startTracing(settings, name);
  const app = uws.App();
  const running = new Map<PartName, Part>();
  const waiting = (): PartHealth => ({ ready: false, detail: 'starting' });
  const health = parts.map((name) => [name, () => running.get(name)?.health() ?? waiting()] as const);
  attachHealth(app, new Map(health), peers);
  const socket = await listen(app, settings.host, port);
  logger.info({ port: uws.us_socket_local_port(socket) }, 'listening');
  tellParentReady();

  const context = await createContext(settings, logger);
  for (const name of parts) running.set(name, await PARTS[name](app, context));
  const probe = startProbe(context, { projection: parts.includes('worker') });
  logger.info('ready');

  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  logger.info({ signal }, 'stopping');
  uws.us_listen_socket_close(socket);
  probe.stop();
  await Promise.all([...running.values()].map((part) => part.close(settings.drainSeconds * 1000)));
  await context.close();
  await stopTracing().catch((error: unknown) => logger.warn({ error }, 'The last traces could not be sent'));
  process.exit(0);
}

function requireEngines(settings: Settings): void {
  const missing = [!settings.mongodbUri && 'MONGODB_URI', !settings.natsUrl && 'NATS_URL'].filter(Boolean);
  if (missing.length === 0) return;
  throw new Error(
    `A part that runs alone needs ${missing.join(' and ')}: the engines it shares with the others. To run everything with private engines, run \`cozy all\`.`,
  );
}

function listen(app: uws.TemplatedApp, host: string, port: number): Promise<us_listen_socket> {
  return new Promise((resolve, reject) => {
    // Exclusive: without it a second server would silently share the port.
    app.listen(host, port, uws.LIBUS_LISTEN_EXCLUSIVE_PORT, (socket) => {
      if (socket) resolve(socket);
      else reject(new Error(`Port ${port} on ${host} is taken or not allowed. Choose another with COZY_PORT.`));
    });
  });
}
