import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { freePort } from '../src/engines/ports.ts';
import { ROOT } from '../src/root.ts';
import { figure, type Report } from './measure.ts';

/** Later starts that are measured, after the first. */
const LATER = 3;

/**
 * Seconds from `npm start` to healthy: the first time, in a fresh clone with an empty data folder and nothing installed
 * besides Debian's packages, and the times after it.
 */
export async function coldStart(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'cozy-cold-'));
  try {
    const clone = join(folder, 'clone');
    await execa('git', ['clone', '--quiet', ROOT, clone]);
    const env = { ...process.env, COZY_DATA: join(folder, 'data'), COZY_CACHE: join(folder, 'cache') };
    const first = await secondsToHealthy(clone, env);
    const later: number[] = [];
    for (let i = 0; i < LATER; i++) later.push(await secondsToHealthy(clone, env));
    const again = figure(later, 's');
    return {
      bench: 'cold-start',
      figures: { first: figure([first], 's'), again },
      goals: [{ name: 'again in s', value: again.median, goal: 10, met: again.median <= 10 }],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function secondsToHealthy(clone: string, env: NodeJS.ProcessEnv): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...env, COZY_PORT: String(port), COZY_HOST: '127.0.0.1' },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    while (child.exitCode === null) {
      const healthy = await fetch(`http://127.0.0.1:${port}/health`).then(
        (response) => response.ok,
        // Nobody listens yet.
        () => false,
      );
      if (healthy) return (performance.now() - start) / 1_000;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`npm start ended with ${await ended}.`);
  } finally {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  }
}
