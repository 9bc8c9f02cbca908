import { readFileSync } from 'node:fs';
import { alive, until } from '@cozy/ops/processes';

export { alive, commandOf, descendants, until } from '@cozy/ops/processes';

/** Resident memory of a process in bytes, as the kernel counts it. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error(`Process ${pid} has no memory; it has ended.`);
  return Number(kib) * 1024;
}

/** SIGKILL to each of the processes that still run. */
export function killAll(pids: number[]): void {
  for (const pid of alive(pids)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // One that another's death has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Waits until none of the processes runs any more. @throws {Error} after `withinMs`, with those that do. */
export async function allGone(pids: number[], withinMs: number): Promise<void> {
  await until(
    () => alive(pids).length === 0,
    () => `processes ${alive(pids).join(', ')} are gone`,
    withinMs,
  );
}
