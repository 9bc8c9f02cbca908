import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { run } from './run.ts';
import { POSTGRES } from './versions.ts';

// The Debian release that carries PostgreSQL 18 with DocumentDB.
const SUITE = 'forky';
const PACKAGES = [`postgresql-${POSTGRES}-documentdb`, `postgresql-${POSTGRES}`, 'libc-bin', 'coreutils', 'dash'];

/**
 * Unpacks PostgreSQL with the DocumentDB extension into a folder, from Debian's packages, beside and without touching
 * anything that the machine has installed. Takes about 30 s and 500 MB.
 * @param folder the new root; it appears only once it is complete.
 * @throws {Error} with what mmdebstrap said.
 */
export async function unpackPostgres(folder: string): Promise<void> {
  const unfinished = `${folder}.partial`;
  rmSync(unfinished, { recursive: true, force: true });
  await run([
    'mmdebstrap',
    '--quiet',
    // Unpacks without running the packages' scripts, so neither chroot nor mounts are needed.
    '--variant=extract',
    // By itself mmdebstrap wants root, or more user ids than a person has, though it then needs neither.
    `--mode=${process.getuid?.() === 0 ? 'root' : 'chrootless'}`,
    `--include=${PACKAGES.join(',')}`,
    '--aptopt=APT::Install-Recommends "false"',
    // A mirror's Release file can be past its date.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    SUITE,
    unfinished,
    `deb ${await debianMirror()} ${SUITE} main`,
  ]);
  // What the packages' scripts would have made, as far as it is needed.
  const extensions = join(unfinished, 'usr/share/postgresql', POSTGRES, 'extension');
  rmSync(join(extensions, 'postgis.control'), { force: true });
  symlinkSync('postgis-3.control', join(extensions, 'postgis.control'));
  writeFileSync(join(unfinished, 'etc/passwd'), 'postgres:x:1000:1000::/data:/bin/sh\n');
  writeFileSync(join(unfinished, 'etc/group'), 'postgres:x:1000:\n');
  // The extension connects back to localhost.
  writeFileSync(join(unfinished, 'etc/hosts'), '127.0.0.1 localhost\n');
  writeFileSync(join(unfinished, 'etc/nsswitch.conf'), 'hosts: files\n');
  for (const unused of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'var']) {
    rmSync(join(unfinished, unused), { recursive: true, force: true });
  }
  renameSync(unfinished, folder);
}

/**
 * Checks that this machine lets bubblewrap make the database's sandbox.
 * @throws {Error} a sentence that says how to allow it.
 */
export async function checkSandbox(): Promise<void> {
  const flags = ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--ro-bind', '/', '/', '--proc', '/proc'];
  const tried = await execa({ reject: false })`${['bwrap', ...flags, '--', 'true']}`;
  if (tried.exitCode === 0) return;
  throw new Error(
    `The embedded database runs in a bubblewrap sandbox, which this machine refuses (${tried.stderr}). Allow it (on most systems: sudo sysctl -w kernel.unprivileged_userns_clone=1), or give the address of a MongoDB-protocol database in MONGODB_URI.`,
  );
}

/** The mirror that this machine itself installs from. */
async function debianMirror(): Promise<string> {
  const targets = (await run(['apt-get', 'indextargets', '--format', '$(REPO_URI)'])).split('\n');
  const mirror = targets.find((uri) => uri.startsWith('http') && !uri.includes('security'));
  if (!mirror) throw new Error('apt names no mirror in /etc/apt/sources.list or sources.list.d to install from.');
  return mirror;
}
