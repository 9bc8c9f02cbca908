import { join } from 'node:path';
import { ending, STOP_WITHIN_MS, spawnNative, stopChild, withLogFile } from '../process/native.ts';
import type { Running } from '../process/supervised.ts';
import { awaitMongo } from './mongo-ready.ts';
import { launchPostgres, type PostgresOptions, postgresUrl } from './postgres.ts';

/** What the embedded database needs: PostgreSQL's options, the FerretDB binary and the port it listens on. */
export interface DocumentDbOptions extends PostgresOptions {
  ferretdb: string;
  mongodbPort: number;
}

/**
 * Starts the embedded database: PostgreSQL with DocumentDB, and FerretDB before it, which speaks the MongoDB protocol.
 * The two live and die together.
 * @returns the running pair, once a MongoDB client is answered.
 * @throws {Error} when either does not come up, with its last log lines; nothing is left running then.
 */
export async function launchDocumentDb(options: DocumentDbOptions): Promise<Running> {
  const { dataDir, ferretdb, mongodbPort, logFile } = options;
  const postgres = await launchPostgres(options);
  const child = withLogFile(logFile, (log) =>
    spawnNative(
      [
        ferretdb,
        `--postgresql-url=${postgresUrl(options.port)}`,
        '--no-auth',
        `--listen-addr=127.0.0.1:${mongodbPort}`,
        '--debug-addr=-',
        '--telemetry=disable',
        `--state-dir=${dataDir}`,
        '--log-level=error',
      ],
      { lockFile: join(dataDir, 'ferretdb.lock'), stdio: ['ignore', log, log] },
    ),
  );
  const kill = () => {
    child.kill('SIGKILL');
    postgres.kill();
  };
  const gateway = ending(child).then((how) => `FerretDB: ${how}`);
  const server = postgres.exited.then((how) => `PostgreSQL: ${how}`);
  const both = Promise.all([gateway, server]);
  let stopping = false;
  const exited = Promise.race([gateway, server]).then(async (how) => {
    // One is of no use without the other.
    if (!stopping) kill();
    await both;
    return how;
  });
  try {
    await awaitMongo(mongodbPort, { name: 'FerretDB', exited, logFile });
  } catch (error) {
    kill();
    await both;
    throw error;
  }
  return {
    pids: [...postgres.pids, ...(child.pid === undefined ? [] : [child.pid])],
    exited,
    stop: async () => {
      stopping = true;
      await stopChild(child, 'SIGTERM', STOP_WITHIN_MS.ferretdb);
      await postgres.stop();
    },
    kill,
  };
}
