import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@cozy/core/settings';
import { startEngines } from './engines/index.ts';
import { ROOT } from './root.ts';
import { setup } from './setup/index.ts';
import { Progress } from './setup/progress.ts';
import { PYTHON_SDK, preparePythonSdk, sdkPython } from './setup/python-sdk.ts';
import { installS3Server } from './setup/s3-server.ts';
import { CHROMIUM, PYTHON_VENV, REDISEARCH } from './setup/system-packages.ts';
import { runChecks } from './testing/checks.ts';
import { runMocha, runPython, type SuiteOptions } from './testing/suites.ts';
import { closingLine, type Tally, total } from './testing/tally.ts';

const UNIT_FOLDERS = [
  'protocol',
  'templates',
  'core',
  'gateway',
  'rest',
  'workers',
  'ops',
  'clients/bot-js',
  'clients/web',
] as const;

/** Runs everything that proves Cozy, and prints the counts. @returns the counts of all together. */
async function testAll(scratch: string): Promise<Tally> {
  const settings = readSettings(process.env);
  const progress = new Progress();
  await setup(settings, progress, { alsoPackages: [CHROMIUM, PYTHON_VENV, REDISEARCH] });
  await progress.step('S3 server', async () => {
    await installS3Server(settings.cache);
    return 'present';
  });
  const hasPythonSdk = existsSync(join(ROOT, PYTHON_SDK, 'pyproject.toml'));
  if (hasPythonSdk) await progress.step('Python SDK', (say) => preparePythonSdk(settings.cache, say));

  heading('checks');
  const checks = (await runChecks()).map(({ name, complaint }) => ({
    passed: complaint ? 0 : 1,
    failed: complaint ? 1 : 0,
    skipped: 0,
    failures: complaint ? [name] : [],
  }));

  const engines = await startEngines({
    dataDir: join(scratch, 'data'),
    cacheDir: settings.cache,
    mongodbUri: settings.mongodbUri,
    natsUrl: settings.natsUrl,
    report: (sentence) => console.log(sentence),
  });
  const own = { MONGODB_URI: engines.mongodbUri, NATS_URL: engines.natsUrl };
  const options: SuiteOptions = { reportDir: scratch, env: own };
  const tallies: Tally[] = [...checks];
  try {
    for (const folder of UNIT_FOLDERS) {
      heading(folder);
      tallies.push(await runMocha(folder, options));
    }
    if (hasPythonSdk) {
      heading(PYTHON_SDK);
      tallies.push(...(await runPython(PYTHON_SDK, sdkPython(settings.cache), options)));
    }
  } finally {
    await engines.stop();
  }
  // The tests of the whole start their own engines, to stop and kill them.
  heading('e2e');
  tallies.push(await runMocha('e2e', { reportDir: scratch, env: {} }));
  return total(tallies);
}

function heading(title: string): void {
  console.log(`\n== ${title}`);
}

const scratch = mkdtempSync(join(tmpdir(), 'cozy-test-'));
let tally: Tally = { passed: 0, failed: 1, skipped: 0 };
try {
  tally = await testAll(scratch);
} catch (error) {
  console.error(error instanceof Error && error.constructor === Error ? error.message : error);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const failure of tally.failures ?? []) console.log(`failed: ${failure}`);
console.log(`\n${closingLine(tally)}`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
