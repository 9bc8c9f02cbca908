import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../src/engines/ports.ts';
import { launchNodeChild } from '../src/process/node-child.ts';

/** Starts the reference server, see bare-server.ts. */
export async function startBare(): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'cozy-bare-'));
  const child = await launchNodeChild({
    name: 'bare',
    file: new URL('./bare-server.ts', import.meta.url).pathname,
    args: [String(port)],
    env: process.env,
    logFile: join(folder, 'bare.log'),
    stopWithinMs: 2_000,
  });
  return {
    url: `ws://127.0.0.1:${port}/gateway`,
    pid: child.pids[0]!,
    stop: async () => {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
