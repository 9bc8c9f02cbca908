import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { onPath } from '../engines/on-path.ts';
import { run } from './run.ts';

/** A Debian package, and how to see that what it gives is there. */
export interface SystemPackage {
  name: string;
  /** True when the machine has what the package gives, from wherever. */
  isPresent: () => Promise<boolean>;
}

/** bubblewrap: the sandbox in which the embedded database runs. */
export const BUBBLEWRAP: SystemPackage = { name: 'bubblewrap', isPresent: async () => Boolean(onPath('bwrap')) };
/** mmdebstrap: unpacks the embedded database from Debian's packages. */
export const MMDEBSTRAP: SystemPackage = { name: 'mmdebstrap', isPresent: async () => Boolean(onPath('mmdebstrap')) };
/** Python's venv module with pip, by which Go is installed, and the Python SDK tested. */
export const PYTHON_VENV: SystemPackage = {
  name: 'python3-venv',
  isPresent: async () => (await execa({ reject: false })`python3 -c ${'import venv, ensurepip'}`).exitCode === 0,
};
/** Chromium, for the browser tests. */
export const CHROMIUM: SystemPackage = { name: 'chromium', isPresent: async () => Boolean(onPath('chromium')) };

/** ffmpeg, by which workers prepare videos and sound. */
export const FFMPEG: SystemPackage = {
  name: 'ffmpeg',
  isPresent: async () => Boolean(process.env.FFMPEG_PATH || onPath('ffmpeg')),
};

/** Redis with RediSearch, on which the search index can be: for the tests, and for who sets COZY_SEARCH_URL. */
export const REDISEARCH: SystemPackage = {
  name: 'redis-redisearch',
  isPresent: async () => Boolean(onPath('redis-server')) && existsSync('/usr/lib/redis/modules/redisearch.so'),
};

/** What the machine allows: whether it has apt-get, and whether this process may install with it. */
export interface Machine {
  hasApt: boolean;
  isRoot: boolean;
}

/**
 * The sentence for a person on whose machine packages are missing that this process cannot install.
 * @param names the missing Debian packages, at least one.
 */
export function missingPackagesMessage(names: string[], machine: Machine): string {
  const list = names.join(' ');
  if (machine.hasApt) {
    return `System packages are missing that only an administrator can install. Run this once, then start again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}\n`;
  }
  return `This machine has no apt-get (Debian 12 is what Cozy is made for), and lacks what Debian calls ${list}. Install it, or run a MongoDB-protocol database and NATS with JetStream yourself and give their addresses in MONGODB_URI and NATS_URL.`;
}

/**
 * Installs the packages of which the machine lacks the program.
 * @param say told before something is installed.
 * @returns the outcome in a word.
 * @throws {Error} `missingPackagesMessage` when this process may not install, or what apt-get said.
 */
export async function installSystemPackages(packages: SystemPackage[], say: (what: string) => void): Promise<string> {
  const present = await Promise.all(packages.map((wanted) => wanted.isPresent()));
  const missing = packages.filter((_, index) => !present[index]).map((wanted) => wanted.name);
  if (missing.length === 0) return 'present';
  const machine: Machine = { hasApt: Boolean(onPath('apt-get')), isRoot: process.getuid?.() === 0 };
  if (!machine.hasApt || !machine.isRoot) throw new Error(missingPackagesMessage(missing, machine));
  say(`installing ${missing.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run(['apt-get', 'update', '-qq'], { env });
  await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
  return `installed ${missing.join(', ')}`;
}
