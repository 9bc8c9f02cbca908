import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A held lock. The kernel drops it when this process ends, however it ends. */
export interface Lock {
  /** Gives the lock up; resolves once another process can take it. */
  release(): Promise<void>;
}

// Any number that no failure of flock itself uses (64 to 71).
const LOCK_IS_HELD = 100;

/**
 * Takes an exclusive lock on a file through flock(1): a child holds the lock for as long as the pipe from this process
 * is open, so that not even SIGKILL leaves a stale lock behind.
 * @param file path of the lock file; it and its folder are made. It holds the process id of the last holder.
 * @param options.onWait called once, with the holder's process id, when another process has the lock; the call then
 *   waits for it without limit. Without `onWait` a held lock is an error at once.
 * @returns the lock.
 * @throws {LockHeldError} when another process has the lock and no `onWait` was given.
 */
export async function takeLock(file: string, options: { onWait?: (holder: string) => void } = {}): Promise<Lock> {
  mkdirSync(dirname(file), { recursive: true });
  const first = await hold(file, ['--nonblock']);
  if (first) return first;
  const holder = readHolder(file);
  if (!options.onWait) throw new LockHeldError(file, holder);
  options.onWait(holder);
  const waited = await hold(file, []);
  if (!waited) throw new LockHeldError(file, holder);
  return waited;
}

/** Another process has the lock. */
export class LockHeldError extends Error {
  /** Process id that the lock file names, `(unknown)` where it names none. */
  readonly holder: string;
  constructor(file: string, holder: string) {
    super(`${file} is locked by process ${holder}.`);
    this.holder = holder;
  }
}

async function hold(file: string, flags: string[]): Promise<Lock | undefined> {
  // `cat` says that the lock is held by answering a line, and holds it until its input ends.
  const holder = spawn('flock', [...flags, '-E', String(LOCK_IS_HELD), '--no-fork', file, 'cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A terminal's Ctrl-C goes to the whole foreground group; the lock must outlive the orderly stop.
    detached: true,
  });
  const ended = once(holder, 'close');
  const answered = once(holder.stdout, 'data');
  holder.stdin.on('error', () => holder.stdin.destroy());
  holder.stdin.write('held\n');
  const isHeld = await Promise.race([answered.then(() => true), ended.then(() => false)]);
  if (!isHeld) {
    if (holder.exitCode !== LOCK_IS_HELD)
      throw new Error(`flock could not lock ${file} (exit code ${holder.exitCode}).`);
    return undefined;
  }
  writeFileSync(file, `${process.pid}\n`);
  holder.unref();
  return {
    release: async () => {
      holder.ref();
      holder.stdin.end();
      await ended;
    },
  };
}

function readHolder(file: string): string {
  // Empty for the moment between taking the lock and writing the file.
  return readFileSync(file, 'utf8').trim() || '(unknown)';
}
