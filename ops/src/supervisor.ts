import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Settings } from '@cozy/core/settings';
import { startDevClient, watchSources } from './dev.ts';
import { type Engines, startEngines } from './engines/index.ts';
import { freePort } from './engines/ports.ts';
import { STOP_WITHIN_MS } from './process/native.ts';
import { launchNodeChild } from './process/node-child.ts';
import { watchNpm } from './process/npm-parent.ts';
import { Supervised } from './process/supervised.ts';
import { setup } from './setup/index.ts';
import { Progress } from './setup/progress.ts';

const CLI = fileURLToPath(new URL('./cozy.ts', import.meta.url));
const HEALTHY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 9500;

/**
 * Runs everything on this machine: installs what is missing, starts the engines, the server (gateway and rest) and the
 * worker, restarts whichever dies, and stops all in order at SIGINT or SIGTERM. Resolves once everything has stopped.
 * @param options.dev restart a process when its sources changed, and serve the client by Vite.
 * @throws {Error} a sentence about what is missing or did not start; nothing is left running then.
 */
export async function supervise(settings: Settings, options: { dev: boolean }): Promise<void> {
  const since = performance.now();
  const progress = new Progress();
  await setup(settings, progress, { client: !options.dev });
  // Until here there is nothing to stop, so a signal just ends this process.
  const stopAsked = stopSignal();
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const one of started.reverse()) await one.stop();
  };
  try {
    await progress.step('Database and event log', async () => {
      started.push(await startPrivateEngines(settings, progress));
      return 'running';
    });
    const { server, worker } = await startParts(settings, started[0] as Engines, progress);
    started.push(worker, server);
    await progress.step('Server and worker', async () => {
      await Promise.all([worker.start(), server.start()]);
      await Promise.race([healthy(settings.port), stopAsked]);
      return 'running';
    });
    if (options.dev) {
      watchSources({ server, worker }, (sentence) => progress.say(sentence));
      started.push(await startDevClient(settings, progress));
    } else {
      const seconds = ((performance.now() - since) / 1000).toFixed(1);
      progress.say(
        `\nCozy is ready after ${seconds} s. Open ${settings.publicUrl}\nCtrl-C stops it; logs are in ${join(settings.data, 'logs')}.`,
      );
    }
    await stopAsked;
    progress.say('Stopping …');
  } finally {
    await stop();
  }
  progress.say('Stopped.');
}

/**
 * Resolves at the first SIGINT or SIGTERM, or when the npm that started this is gone. At the second, or when stopping takes too long, this process ends at once,
 * and its children with it.
 */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(1);
      asked = true;
      setTimeout(() => process.exit(1), STOPPED_WITHIN_MS).unref();
      resolve();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    watchNpm(onSignal);
  });
}

function startPrivateEngines(settings: Settings, progress: Progress): Promise<Engines> {
  return startEngines({
    dataDir: settings.data,
    cacheDir: settings.cache,
    mongodbUri: settings.mongodbUri,
    natsUrl: settings.natsUrl,
    logSync: settings.logSync,
    report: (sentence) => progress.say(sentence),
  });
}

/** The two supervised processes, not started yet. The server's health includes the worker's. */
async function startParts(
  settings: Settings,
  engines: Engines,
  progress: Progress,
): Promise<{ server: Supervised; worker: Supervised }> {
  const workerPort = await freePort();
  const env = {
    ...process.env,
    MONGODB_URI: engines.mongodbUri,
    NATS_URL: engines.natsUrl,
    COZY_DATA: settings.data,
    COZY_PUBLIC_URL: settings.publicUrl,
  };
  const report = (sentence: string) => progress.say(sentence);
  const logs = join(settings.data, 'logs');
  const server = new Supervised({
    name: 'The server',
    report,
    launch: () =>
      launchNodeChild({
        name: 'The server',
        file: CLI,
        args: ['gateway', 'rest', '--peer', `http://127.0.0.1:${workerPort}/health`],
        env,
        logFile: join(logs, 'server.log'),
        stopWithinMs: STOP_WITHIN_MS.server,
      }),
  });
  const worker = new Supervised({
    name: 'The worker',
    report,
    launch: () =>
      launchNodeChild({
        name: 'The worker',
        file: CLI,
        args: ['worker'],
        // Nobody but the server asks for its health.
        env: { ...env, COZY_HOST: '127.0.0.1', COZY_PORT: String(workerPort) },
        logFile: join(logs, 'worker.log'),
        stopWithinMs: STOP_WITHIN_MS.worker,
      }),
  });
  return { server, worker };
}

/**
 * Waits until `/health` answers 200.
 * @throws {Error} after 60 s, with the last answer.
 */
async function healthy(port: number): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  let last = 'no answer';
  while (Date.now() < deadline) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) });
      if (response.ok) return;
      last = await response.text();
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(50);
  }
  throw new Error(`The server was not healthy after ${HEALTHY_WITHIN_MS / 1000} s: ${last}`);
}
