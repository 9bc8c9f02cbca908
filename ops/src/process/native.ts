import { type ChildProcess, type SpawnOptions, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
/** How long an engine waits for the last processes of its killed predecessor to be gone. */
const LOCK_WAIT_SECONDS = 15;

/**
 * Starts a native program that the kernel kills when this process dies, even by SIGKILL, and whose data folder no second
 * one can open meanwhile: the program and all its children hold a lock on `lockFile`.
 * @param command program and arguments.
 * @param options.lockFile lock for as long as any of its processes lives.
 * @param options.stdio as for `spawn`.
 */
export function spawnNative(
  command: [string, ...string[]],
  options: { lockFile: string; stdio: StdioOptions } & Pick<SpawnOptions, 'env' | 'cwd'>,
): ChildProcess {
  mkdirSync(dirname(options.lockFile), { recursive: true });
  const held = ['flock', '--wait', String(LOCK_WAIT_SECONDS), '--no-fork', options.lockFile, ...command];
  return spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...held], {
    ...options,
    // Ctrl-C reaches the whole foreground group: in a group of its own the engine is stopped in our order instead.
    detached: true,
  });
}

/** Resolves, never rejects, with how a child process ended, in words. */
export async function ending(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
  }
  if (child.signalCode) return child.signalCode;
  return child.exitCode === null ? 'could not be started' : `exit code ${child.exitCode}`;
}

/**
 * In ms, how long each process gets for an orderly end before it is killed. They stop one after the other, and all of
 * them together must be gone within 10 s.
 */
export const STOP_WITHIN_MS = { server: 2500, worker: 2000, nats: 1500, ferretdb: 1000, database: 2500 } as const;

/**
 * Sends a signal and waits for the end; SIGKILL once the time is over.
 * @param withinMs how long the process gets.
 * @param pid the process to signal when it is not the child itself, as inside a sandbox.
 */
export async function stopChild(
  child: ChildProcess,
  signal: NodeJS.Signals,
  withinMs: number,
  pid = child.pid,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || pid === undefined) return;
  const ended = once(child, 'exit');
  signalProcess(pid, signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await ended;
  clearTimeout(timer);
}

/** Signals a process; one that is gone already is no error. */
function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Opens a log file for an engine's output. One of over 10 MiB is first put aside as `FILE.1`.
 * @returns what `use` returns; the descriptor is closed afterwards, the child has its own copy.
 */
export function withLogFile<T>(file: string, use: (descriptor: number) => T): T {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  const descriptor = openSync(file, 'a', 0o600);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The last lines of a log file, at most 10, for an error message; empty when there is none. */
export function logTail(file: string): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}

/**
 * Repeats an attempt every 50 ms until it succeeds.
 * @param attempt resolves true when the thing is ready; false or an error mean not yet.
 * @param options.exited ends the wait early: what it resolves to says how the process ended.
 * @throws {Error} when the process ended or `withinMs` have passed, with the engine's last log lines.
 */
export async function waitUntilReady(
  attempt: () => Promise<boolean>,
  options: { name: string; exited: Promise<string>; withinMs: number; logFile: string },
): Promise<void> {
  let ended: string | undefined;
  void options.exited.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + options.withinMs;
  let last: unknown;
  while (Date.now() < deadline) {
    if (ended) throw new Error(`${options.name} ended (${ended}) before it was ready.\n${logTail(options.logFile)}`);
    try {
      if (await attempt()) return;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  }
  const why = last instanceof Error ? ` (${last.message})` : '';
  throw new Error(
    `${options.name} was not ready after ${options.withinMs / 1000} s${why}.\n${logTail(options.logFile)}`,
  );
}
