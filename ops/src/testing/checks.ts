import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { outdatedPages } from '../docs.ts';
import { ROOT } from '../root.ts';

/** How a check ended. */
export interface CheckResult {
  name: string;
  /** What is wrong, as its tool says it; empty when nothing is. */
  complaint: string;
  seconds: number;
}

const require = createRequire(join(ROOT, 'package.json'));

/** Runs a tool of node_modules; its output is the complaint when it fails. */
async function complaintOf(packageName: string, bin: string, args: string[]): Promise<string> {
  const program = join(dirname(require.resolve(`${packageName}/package.json`)), bin);
  const result = await execa(process.execPath, [program, ...args], { cwd: ROOT, reject: false, all: true });
  return result.exitCode === 0 ? '' : result.all || result.shortMessage || 'failed';
}

/** Checks a project's types, from what the last check left in node_modules where nothing changed. */
function typesComplaint(project: string, name: string): Promise<string> {
  const memory = join(ROOT, 'node_modules/.cache', `types-${name}.tsbuildinfo`);
  return complaintOf('typescript', 'bin/tsc', [
    '--noEmit',
    '-p',
    project,
    '--incremental',
    '--tsBuildInfoFile',
    memory,
  ]);
}

interface Lockfile {
  packages: Record<string, { resolved?: string; optional?: boolean; optionalDependencies?: Record<string, string> }>;
}

/**
 * A registry's address in the lockfile would bind everyone to one registry; and where a platform's package is missing,
 * as when a registry did not have it, `npm ci` refuses the whole lockfile.
 */
async function lockfileComplaint(): Promise<string> {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lockfile;
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const complaints = Object.entries(packages).flatMap(([path, { resolved, optional, optionalDependencies = {} }]) => {
    const bound = resolved?.startsWith('http') ? [`package-lock.json names a registry for ${path}.`] : [];
    const missing = optional ? [] : Object.keys(optionalDependencies).filter((name) => !names.has(name));
    return [...bound, ...missing.map((name) => `package-lock.json lacks ${name}, an optional package of ${path}.`)];
  });
  return complaints.join('\n');
}

/** Asks a generator whether what it writes is what stands there. */
async function scriptComplaint(script: string): Promise<string> {
  const tsx = import.meta.resolve('tsx');
  const result = await execa(process.execPath, ['--import', tsx, script, '--check'], {
    cwd: ROOT,
    reject: false,
    all: true,
  });
  return result.exitCode === 0 ? '' : result.all || result.shortMessage || 'failed';
}

const CHECKS: Record<string, () => Promise<string>> = {
  'types of server, bots and tests': () => typesComplaint('.', 'root'),
  'types of the web client': () => typesComplaint('clients/web', 'web'),
  'types of its service worker': () => typesComplaint('clients/web/src/serviceWorker', 'service-worker'),
  'lint, format and import direction': () =>
    complaintOf('@biomejs/biome', 'bin/biome', ['check', '--error-on-warnings', '--colors=off']),
  'generated pages of docs are current': async () => {
    const outdated = await outdatedPages();
    return outdated.length > 0 ? `${outdated.join(', ')}: run npm run docs.` : '';
  },
  'tables of SPEC.md are current': () => scriptComplaint('protocol/script/spec.ts'),
  'Python types are current': () => scriptComplaint('protocol/generate/python.ts'),
  'lockfile is complete and names no registry': lockfileComplaint,
};

/**
 * Runs every check at once and prints one line for each as it ends, with the complaint below where there is one.
 * @returns how each ended.
 */
export async function runChecks(): Promise<CheckResult[]> {
  return Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => {
      const since = performance.now();
      const complaint = await check().catch((error: unknown) => String(error));
      const seconds = (performance.now() - since) / 1000;
      console.log(`${complaint ? '✗' : '✓'} ${name} (${seconds.toFixed(1)} s)${complaint ? `\n${complaint}` : ''}`);
      return { name, complaint, seconds };
    }),
  );
}
