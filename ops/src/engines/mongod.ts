import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ending, STOP_WITHIN_MS, spawnNative, stopChild, withLogFile } from '../process/native.ts';
import type { Running } from '../process/supervised.ts';
import { awaitMongo } from './mongo-ready.ts';

/**
 * Starts a private mongod on loopback.
 * @param options.binary the mongod found on PATH.
 * @param options.dataDir its own folder, which is made.
 * @returns the running server, once it answers a client.
 * @throws {Error} when it does not come up, with its last log lines; nothing is left running then.
 */
export async function launchMongod(options: {
  binary: string;
  dataDir: string;
  port: number;
  logFile: string;
}): Promise<Running> {
  const { binary, dataDir, port, logFile } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const child = withLogFile(logFile, (log) =>
    spawnNative([binary, '--dbpath', dataDir, '--port', String(port), '--bind_ip', '127.0.0.1'], {
      lockFile: join(dataDir, 'mongod.lock.cozy'),
      stdio: ['ignore', log, log],
    }),
  );
  const exited = ending(child);
  try {
    await awaitMongo(port, { name: 'mongod', exited, logFile });
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
  return {
    pids: child.pid === undefined ? [] : [child.pid],
    exited,
    stop: () => stopChild(child, 'SIGTERM', STOP_WITHIN_MS.database),
    kill: () => child.kill('SIGKILL'),
  };
}
