import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

const COUNT = cpus().length;
const ALL = `0-${COUNT - 1}`;
/** The last processor is the server's; everything else, the load generator and the engines with it, has the others. */
const SERVER = String(COUNT - 1);
const OTHERS = COUNT > 2 ? `0-${COUNT - 2}` : '0';

function pin(pid: number, list: string): void {
  if (COUNT > 1)
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', list, String(pid)], { stdio: 'ignore' });
}

/** Gives the last processor to servers alone: this process, and what it starts from now on, keeps off it. */
export function keepOffServerCpu(): void {
  pin(process.pid, OTHERS);
}

/** Puts a process that measures as a server does, with all its threads, on the servers' processor and on no other. */
export function toServerCpu(pid: number): void {
  pin(pid, SERVER);
}

/** Lets this process, and what it starts from now on, use every processor. */
export function useAllCpus(): void {
  pin(process.pid, ALL);
}

/** A command that runs as `toServerCpu` says, from its beginning. */
export function onServerCpu(command: string[]): string[] {
  return COUNT > 1 ? ['taskset', '--cpu-list', SERVER, ...command] : command;
}
