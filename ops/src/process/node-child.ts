import { spawn } from 'node:child_process';
import { ending, logTail, stopChild, withLogFile } from './native.ts';
import type { Running } from './supervised.ts';

/** A TypeScript program of Cozy to run as a child process. */
export interface NodeChildOptions {
  /** Name for messages. */
  name: string;
  /** Path of the program. It calls `exitWithParent`, and `tellParentReady` once it is up. */
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** File that its output is appended to. */
  logFile: string;
  /** How long it gets to stop in order, in ms. */
  stopWithinMs: number;
}

const TSX = import.meta.resolve('tsx');
const READY = 'ready';
const READY_WITHIN_MS = 60_000;

/**
 * Starts a Node child process that ends by itself when this process dies.
 * @returns once the child has told that it is ready.
 * @throws {Error} when it ended before, or is not ready after 60 s, with its last log lines.
 */
export async function launchNodeChild(options: NodeChildOptions): Promise<Running> {
  const { name, file, args, env, logFile, stopWithinMs } = options;
  const child = withLogFile(logFile, (log) =>
    spawn(process.execPath, ['--import', TSX, file, ...args], {
      env,
      stdio: ['ignore', log, log, 'ipc'],
      // In a group of its own, so that a terminal's Ctrl-C leaves the order of stopping to this process.
      detached: true,
    }),
  );
  const exited = ending(child);
  const ready = new Promise<boolean>((resolve) => {
    child.once('message', (message) => resolve(message === READY));
    const timer = setTimeout(() => resolve(false), READY_WITHIN_MS);
    void exited.then(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
  if (!(await ready)) {
    child.kill('SIGKILL');
    throw new Error(`${name} did not start (${await exited}).\n${logTail(logFile)}`);
  }
  return {
    pids: child.pid === undefined ? [] : [child.pid],
    exited,
    stop: () => stopChild(child, 'SIGTERM', stopWithinMs),
    kill: () => child.kill('SIGKILL'),
  };
}

/** In a child: ends this process when its parent is gone, however that ended. Nothing for a process started by hand. */
export function exitWithParent(): void {
  process.once('disconnect', () => process.exit(1));
}

/** In a child: tells the parent that this process is up. Nothing for a process started by hand. */
export function tellParentReady(): void {
  process.send?.(READY);
}
