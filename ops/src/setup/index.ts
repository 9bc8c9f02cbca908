import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '@cozy/core/settings';
import { onPath } from '../engines/on-path.ts';
import { takeLock } from '../process/lock.ts';
import { buildClient } from './client.ts';
import { discardGoWork, findGo, goInstall, installGo } from './go.ts';
import { requireNativeServer } from './native-server.ts';
import { checkSandbox, unpackPostgres } from './postgres-root.ts';
import type { Progress } from './progress.ts';
import {
  BUBBLEWRAP,
  FFMPEG,
  installSystemPackages,
  MMDEBSTRAP,
  PYTHON_VENV,
  type SystemPackage,
} from './system-packages.ts';
import { enginePaths, FERRETDB, NATS_SERVER, POSTGRES } from './versions.ts';

/**
 * Installs and builds what a start on this machine needs and does not have yet; every step is quick when it is done.
 * @param settings which engines are given by address, and where the cache folder is.
 * @param options.client false leaves the web client unbuilt, as when Vite serves it.
 * @param options.alsoPackages Debian packages that the caller needs on top, so that all are asked for at once.
 * @throws {Error} a sentence about what is missing and who can install it.
 */
export async function setup(
  settings: Pick<Settings, 'cache' | 'mongodbUri' | 'natsUrl'>,
  progress: Progress,
  options: { client?: boolean; alsoPackages?: SystemPackage[] } = {},
): Promise<void> {
  await progress.step('uWebSockets', async () => {
    const { default: uws } = await import('uWebSockets.js');
    requireNativeServer(uws);
    return 'native';
  });
  await installEngines(settings, progress, options.alsoPackages);
  await progress.step('ffmpeg', installFfmpeg);
  if (options.client !== false) await progress.step('Web client', buildClient);
}

// Everything else works without it, so who cannot install it may start all the same.
async function installFfmpeg(say: (what: string) => void): Promise<string> {
  try {
    return await installSystemPackages([FFMPEG], say);
  } catch (error) {
    say(`missing, so that videos and sound can only be saved. ${(error as Error).message}`);
    return 'missing';
  }
}

/**
 * Installs the engines that are not given by address. Several processes may do so at once: the second waits.
 * @throws {Error} a sentence about what is missing and who can install it.
 */
export async function installEngines(
  settings: Pick<Settings, 'cache' | 'mongodbUri' | 'natsUrl'>,
  progress: Progress,
  alsoPackages: SystemPackage[] = [],
): Promise<void> {
  const paths = enginePaths(settings.cache);
  const isEmbedded = !settings.mongodbUri && !onPath('mongod');
  const needs = () => ({
    postgres: isEmbedded && !existsSync(paths.postgresRoot),
    ferretdb: isEmbedded && !existsSync(paths.ferretdb),
    natsServer: !settings.natsUrl && !existsSync(paths.natsServer),
  });
  const isComplete = () => Object.values(needs()).every((missing) => !missing);

  const packages = [...alsoPackages];
  if (isEmbedded) packages.push(BUBBLEWRAP);
  if (needs().postgres) packages.push(MMDEBSTRAP);
  if ((needs().ferretdb || needs().natsServer) && !(await findGo(settings.cache))) packages.push(PYTHON_VENV);
  await progress.step('System packages', (say) => installSystemPackages(packages, say));
  if (isEmbedded) await checkSandbox();

  if (isComplete()) {
    await progress.step('Engines', async () => 'present');
    return;
  }
  const lock = await takeLock(join(settings.cache, 'lock'), {
    onWait: (holder) => progress.say(`Engines: waiting for process ${holder}, which is installing them …`),
  });
  try {
    const missing = needs();
    const results = await Promise.allSettled([
      missing.postgres
        ? progress.step(`PostgreSQL ${POSTGRES}`, (say) => installPostgres(paths.postgresRoot, say))
        : null,
      missing.ferretdb || missing.natsServer ? buildGoEngines(settings.cache, missing, progress) : null,
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  } finally {
    await lock.release();
  }
}

async function installPostgres(folder: string, say: (what: string) => void): Promise<string> {
  say('unpacking, which takes about half a minute');
  await unpackPostgres(folder);
  return 'installed';
}

async function buildGoEngines(
  cacheDir: string,
  missing: { ferretdb: boolean; natsServer: boolean },
  progress: Progress,
): Promise<void> {
  const paths = enginePaths(cacheDir);
  let go = await findGo(cacheDir);
  if (!go) {
    await progress.step('Go', async (say) => {
      say('installing, which takes about half a minute');
      go = await installGo(cacheDir);
      return 'installed';
    });
  }
  const build = (title: string, module: string, file: string) =>
    progress.step(title, async (say) => {
      say('building, which takes about a minute');
      await goInstall(go ?? 'go', module, file, cacheDir);
      return 'installed';
    });
  if (missing.natsServer) {
    await build(`nats-server ${NATS_SERVER}`, `github.com/nats-io/nats-server/v2@v${NATS_SERVER}`, paths.natsServer);
  }
  if (missing.ferretdb) {
    await build(`FerretDB ${FERRETDB}`, `github.com/FerretDB/FerretDB/v2/cmd/ferretdb@v${FERRETDB}`, paths.ferretdb);
  }
  discardGoWork(cacheDir);
}
