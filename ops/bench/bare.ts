import { join } from 'node:path';
import { execa } from 'execa';
import { onServerCpu } from './cpus.ts';

const TSX = import.meta.resolve('tsx');

/**
 * Runs a program of peers/ that does by itself, in one Node process on the servers' processor, what Cozy is compared with.
 *
 * @returns what it printed last, read as JSON.
 * @throws Error when it fails.
 */
export async function runBare<R>(file: string, args: readonly (string | number)[]): Promise<R> {
  const program = join(import.meta.dirname, 'peers', file);
  const command = onServerCpu([process.execPath, '--import', TSX, program, ...args.map(String)]);
  const { stdout } = await execa({ stderr: 'inherit' })`${command}`;
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as R;
}
