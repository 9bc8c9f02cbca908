// Plain JavaScript without dependencies: it runs before `npm ci` has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Makes the TypeScript of this repository runnable: checks Node, installs the locked npm packages if any is missing or
 * of another version, and registers tsx. Ends the process with a sentence when something is wrong.
 */
export async function bootstrap() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    console.error(`Cozy needs Node 20; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  process.chdir(root);
  if (!packagesInstalled()) installPackages();
  const { register } = await import('tsx/esm/api');
  register();
}

/** Whether what npm last installed is what the lockfile names; npm writes its own record once it has finished. */
function packagesInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      !path.includes('node_modules/') || optional || peer || present[path]?.version === version,
  );
}

function installPackages() {
  console.log('npm packages: installing, which takes about a minute …');
  const since = performance.now();
  // Two starts at once would delete each other's packages: the second waits and then finds them all.
  const place = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const lock = join(tmpdir(), `cozy-npm-${userInfo().uid}-${place}.lock`);
  const again = [process.execPath, fileURLToPath(import.meta.url), '--install-packages'];
  const { status, error } = spawnSync('flock', [lock, ...again], { cwd: root, stdio: 'inherit' });
  if (error || status !== 0) {
    console.error(`npm ci did not succeed${error ? ` (${error.message})` : ''}; its messages are above.`);
    process.exit(1);
  }
  console.log(`npm packages: installed (${((performance.now() - since) / 1000).toFixed(1)} s)`);
}

if (process.argv[2] === '--install-packages' && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(root);
  if (!packagesInstalled()) {
    const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  }
}
