import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ROOT } from '../root.ts';
import { junitTally, type Tally, tallyOf } from './tally.ts';

/** Where the suites of a run write their reports, and what they are given. */
export interface SuiteOptions {
  /** Folder for reports; it exists. */
  reportDir: string;
  /** Variables on top of this process's own. */
  env: NodeJS.ProcessEnv;
}

const REPORTER = fileURLToPath(new URL('./reporter.ts', import.meta.url));
const MOCHA = join(dirname(createRequire(import.meta.url).resolve('mocha/package.json')), 'bin/mocha.js');
/** A suite that takes longer hangs: the whole run has 25 minutes. */
const SUITE_WITHIN_MS = 18 * 60_000;

/**
 * Runs all mocha tests of a folder, showing them as they run.
 * @param folder path below the root; its files `*.test.ts` at any depth are the tests. None at all is a failure.
 */
export async function runMocha(folder: string, { reportDir, env }: SuiteOptions): Promise<Tally> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !/(^|\/)(node_modules|dist)\//.test(file))
    .sort();
  if (files.length === 0) {
    return tallyOf(folder, { passed: 0, failed: 0, skipped: 0 }, 0);
  }
  const report = join(reportDir, `${folder.replaceAll('/', '-')}.json`);
  const options = ['--reporter', REPORTER, '--reporter-option', `output=${report}`];
  const exitCode = await show(process.execPath, [MOCHA, ...options, ...files.map((file) => join(folder, file))], env);
  return tallyOf(
    folder,
    existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Tally) : undefined,
    exitCode,
  );
}

/**
 * Runs the Python SDK's tests and its strict type check, which counts as one test.
 * @param python the interpreter of a virtual environment with the SDK and its development requirements.
 */
export async function runPython(folder: string, python: string, { reportDir, env }: SuiteOptions): Promise<Tally[]> {
  const report = join(reportDir, 'pytest.xml');
  const cwd = join(ROOT, folder);
  const exitCode = await show(python, ['-m', 'pytest', '-q', `--junitxml=${report}`], env, cwd);
  const tests = tallyOf(folder, existsSync(report) ? junitTally(readFileSync(report, 'utf8')) : undefined, exitCode);
  const types = await show(python, ['-m', 'mypy', '--strict'], env, cwd);
  const typed = { passed: types === 0 ? 1 : 0, failed: types === 0 ? 0 : 1, skipped: 0 };
  return [tests, types === 0 ? typed : { ...typed, failures: [`${folder} › mypy --strict`] }];
}

/** Runs a program with its output shown. @returns its exit code, undefined when it was killed or took too long. */
async function show(command: string, args: string[], env: NodeJS.ProcessEnv, cwd = ROOT): Promise<number | undefined> {
  const result = await execa(command, args, {
    cwd,
    env,
    reject: false,
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    timeout: SUITE_WITHIN_MS,
    forceKillAfterDelay: 5000,
  });
  if (result.timedOut) console.log(`${command} was stopped after ${SUITE_WITHIN_MS / 60_000} minutes.`);
  return result.exitCode;
}
