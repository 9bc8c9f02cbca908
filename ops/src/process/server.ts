import { ending, spawnNative, stopChild, withLogFile } from './native.ts';
import type { Running } from './supervised.ts';

/** A server that is one process. */
export interface ServerOptions {
  /** Program and arguments. */
  command: [string, ...string[]];
  /** Lock for as long as it lives, on its data. */
  lockFile: string;
  /** Where what it prints goes. */
  logFile: string;
  /** Milliseconds that it gets to end by itself. */
  stopWithinMs: number;
  /** Resolves once it answers; rejects when it does not, or has ended. */
  ready: (exited: Promise<string>) => Promise<void>;
}

/**
 * Starts a server and waits until it answers.
 * @throws what `ready` rejects with; nothing is left running then.
 */
export async function launchServer(options: ServerOptions): Promise<Running> {
  const { command, lockFile, logFile, stopWithinMs, ready } = options;
  const child = withLogFile(logFile, (log) => spawnNative(command, { lockFile, stdio: ['ignore', log, log] }));
  const exited = ending(child);
  try {
    await ready(exited);
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
  return {
    pids: child.pid === undefined ? [] : [child.pid],
    exited,
    stop: () => stopChild(child, 'SIGTERM', stopWithinMs),
    kill: () => child.kill('SIGKILL'),
  };
}
