import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { waitUntilReady } from '../process/native.ts';
import { launchServer } from '../process/server.ts';
import type { Running } from '../process/supervised.ts';

/** What a private S3 server needs. */
export interface VersityOptions {
  binary: string;
  /** Its own folder: buckets are the folders in its `buckets`. */
  dataDir: string;
  port: number;
  bucket: string;
  accessKey: string;
  secretKey: string;
}

const STOP_WITHIN_MS = 2_000;

/**
 * Starts a private S3 server, versitygw over a folder, on loopback, with one bucket. For tests and benchmarks.
 *
 * @returns the running server, once it takes connections, at most 30 s later.
 * @throws {Error} when it does not come up, with its last log lines; nothing is left running then.
 */
export async function launchVersity(options: VersityOptions): Promise<Running> {
  const { binary, dataDir, port, bucket, accessKey, secretKey } = options;
  const buckets = join(dataDir, 'buckets');
  mkdirSync(join(buckets, bucket), { recursive: true, mode: 0o700 });
  const logFile = join(dataDir, 'versitygw.log');
  const address = ['--port', `127.0.0.1:${port}`];
  return launchServer({
    command: [binary, ...address, '--access', accessKey, '--secret', secretKey, 'posix', buckets],
    lockFile: join(dataDir, 'versitygw.lock'),
    logFile,
    stopWithinMs: STOP_WITHIN_MS,
    ready: (exited) => waitUntilReady(() => answers(port), { name: 'versitygw', exited, withinMs: 30_000, logFile }),
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    // Nobody listens yet.
    socket.on('error', () => resolve(false));
  });
}
