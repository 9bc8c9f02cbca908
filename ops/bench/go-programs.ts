import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readSettings } from '@cozy/core/settings';
import { findGo, installGo } from '../src/setup/go.ts';
import { run } from '../src/setup/run.ts';
import { sourceHash } from '../src/setup/source-hash.ts';

/**
 * Builds a Go program of this folder, unless its sources are those of the last time. Go is installed where it is missing.
 *
 * @param folder of the program, from this one.
 * @returns path of the program.
 */
export async function goProgram(folder: 'load' | 'peers/centrifuge'): Promise<string> {
  const { cache } = readSettings(process.env);
  const source = join(import.meta.dirname, folder);
  const hash = sourceHash([source]).slice(0, 16);
  const file = join(cache, `bench-${basename(folder)}-${hash}`, basename(folder));
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true });
  const go = (await findGo(cache)) ?? (await installGo(cache));
  await run([go, 'build', '-trimpath', '-o', file, '.'], { cwd: source, env: { CGO_ENABLED: '0' } });
  return file;
}
