import { type FSWatcher, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Settings } from '@cozy/core/settings';
import { execa } from 'execa';
import type { Supervised } from './process/supervised.ts';
import { ROOT } from './root.ts';
import type { Progress } from './setup/progress.ts';

/** Which processes run the sources of a folder. */
const RUNS_IN = {
  protocol: ['server', 'worker'],
  core: ['server', 'worker'],
  gateway: ['server'],
  rest: ['server'],
  workers: ['worker'],
} as const;

/** An editor saves in several steps, and a checkout changes many files: they are one change. */
const SETTLE_MS = 150;

/**
 * Restarts a process when a file of its sources changed, and only then. Watches until this process ends.
 * @param processes what is restarted.
 * @param report told in a sentence what is restarted or failed to.
 */
export function watchSources(
  processes: { server: Supervised; worker: Supervised },
  report: (sentence: string) => void,
): FSWatcher[] {
  const due = new Set<'server' | 'worker'>();
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const restartDue = async () => {
    const names = [...due];
    due.clear();
    for (const name of names) {
      report(`Restarting the ${name}: its sources changed.`);
      try {
        await processes[name].restart();
        report(`The ${name} is running again.`);
      } catch (error) {
        report(error instanceof Error ? error.message : String(error));
      }
    }
  };
  return Object.entries(RUNS_IN).map(([folder, names]) =>
    watch(join(ROOT, folder, 'src'), { recursive: true }, (_event, file) => {
      if (!file?.endsWith('.ts')) return;
      for (const name of names) due.add(name);
      clearTimeout(timer);
      timer = setTimeout(() => {
        last = last.then(restartDue);
      }, SETTLE_MS);
    }),
  );
}

/**
 * Starts Vite's server for the web client, with hot replacement; it passes /api and /gateway on to Cozy's server.
 * @returns a handle that stops it.
 */
export async function startDevClient(settings: Settings, progress: Progress): Promise<{ stop(): Promise<void> }> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const child = execa(process.execPath, [vite, '--host', '127.0.0.1', '--clearScreen', 'false'], {
    cwd: join(ROOT, 'clients/web'),
    env: { COZY_PORT: String(settings.port) },
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    reject: false,
  });
  progress.say('\nCozy is in development: open the address that Vite prints below. Ctrl-C stops everything.');
  return {
    stop: async () => {
      child.kill();
      await child;
    },
  };
}
