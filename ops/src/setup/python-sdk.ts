import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { run } from './run.ts';
import { sourceHash } from './source-hash.ts';

/** The Python SDK's folder below the root. */
export const PYTHON_SDK = 'clients/bot-py';

/** Interpreter of the virtual environment in which the Python SDK is tested; it changes with the SDK's requirements. */
export function sdkPython(cacheDir: string): string {
  return join(venvFolder(cacheDir), 'bin', 'python');
}

/**
 * Makes the virtual environment with the SDK, as it stands in this folder, and its development requirements.
 * @param say told before it is made.
 * @returns the outcome in a word.
 */
export async function preparePythonSdk(cacheDir: string, say: (what: string) => void): Promise<string> {
  const folder = venvFolder(cacheDir);
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return 'present';
  say('installing its requirements');
  rmSync(folder, { recursive: true, force: true });
  await run(['python3', '-m', 'venv', folder]);
  const sdk = join(ROOT, PYTHON_SDK);
  const packages = ['--editable', sdk, '--requirement', join(sdk, 'requirements-dev.txt')];
  await run([sdkPython(cacheDir), '-m', 'pip', 'install', '--quiet', ...packages]);
  writeFileSync(complete, '');
  return 'installed';
}

function venvFolder(cacheDir: string): string {
  // An editable install points to its folder, so each clone has an environment of its own.
  const sdk = join(ROOT, PYTHON_SDK);
  const requirements = sourceHash([join(sdk, 'pyproject.toml'), join(sdk, 'requirements-dev.txt')]);
  return join(cacheDir, `bot-py-${requirements.slice(0, 16)}`);
}
