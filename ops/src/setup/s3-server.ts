import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../process/lock.ts';
import { discardGoWork, findGo, goInstall, installGo } from './go.ts';
import { enginePaths, VERSITYGW } from './versions.ts';

/**
 * Builds the S3 server against which files are tested, into the cache folder. Takes a minute or two the first time.
 *
 * @returns path of its binary.
 */
export async function installS3Server(cacheDir: string): Promise<string> {
  const { versitygw } = enginePaths(cacheDir);
  if (existsSync(versitygw)) return versitygw;
  const lock = await takeLock(join(cacheDir, 'lock'), { onWait: () => undefined });
  try {
    if (existsSync(versitygw)) return versitygw;
    const go = (await findGo(cacheDir)) ?? (await installGo(cacheDir));
    await goInstall(go, `github.com/versity/versitygw/cmd/versitygw@v${VERSITYGW}`, versitygw, cacheDir);
    discardGoWork(cacheDir);
    return versitygw;
  } finally {
    await lock.release();
  }
}
