import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Engines } from '@cozy/ops/engines';
import { ROOT } from '@cozy/ops/root';
import { environment } from './environment.ts';

/**
 * Runs `cozy` to its end, as a person would.
 * @param engines that it works with.
 * @returns its exit code, and all that it printed.
 */
export function runCozy(args: string[], { mongodbUri, natsUrl }: Engines): Promise<{ code: number; printed: string }> {
  const env = environment({ MONGODB_URI: mongodbUri, NATS_URL: natsUrl });
  const command = ['--import', import.meta.resolve('tsx'), join(ROOT, 'ops/src/cozy.ts'), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, printed: stdout + stderr });
    });
  });
}
