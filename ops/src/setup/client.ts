import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../process/lock.ts';
import { ROOT } from '../root.ts';
import { run } from './run.ts';
import { sourceHash } from './source-hash.ts';

/** Folder of the built web client. */
export const CLIENT_DIR = join(ROOT, 'clients/web/dist');
const STAMP = join(CLIENT_DIR, '.sources');

/**
 * Builds the web client if its sources, those of the protocol or the locked packages changed since the last build.
 * @param say told before a build.
 * @returns the outcome in a word.
 * @throws {Error} with what Vite said.
 */
export async function buildClient(say: (what: string) => void): Promise<string> {
  const sources = sourceHash([join(ROOT, 'clients/web'), join(ROOT, 'protocol/src'), join(ROOT, 'package-lock.json')]);
  if (isBuiltFrom(sources)) return 'up to date';
  const lock = await takeLock(join(ROOT, 'node_modules/.cozy-client-build.lock'), {
    onWait: (holder) => say(`waiting for process ${holder}, which is building it`),
  });
  try {
    if (isBuiltFrom(sources)) return 'up to date';
    say('building');
    await run(['npm', 'run', 'build', '--workspace', 'clients/web'], { cwd: ROOT });
    writeFileSync(STAMP, sources);
    return 'built';
  } finally {
    await lock.release();
  }
}

function isBuiltFrom(sources: string): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources;
}
