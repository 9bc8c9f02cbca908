import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { STOP_WITHIN_MS } from '../process/native.ts';
import { launchServer } from '../process/server.ts';
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
  return launchServer({
    command: [binary, '--dbpath', dataDir, '--port', String(port), '--bind_ip', '127.0.0.1'],
    lockFile: join(dataDir, 'mongod.lock.cozy'),
    logFile,
    stopWithinMs: STOP_WITHIN_MS.database,
    ready: (exited) => awaitMongo(port, { name: 'mongod', exited, logFile }),
  });
}
