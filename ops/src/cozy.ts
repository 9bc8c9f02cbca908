import { parseArgs } from 'node:util';
import { readSettings } from '@cozy/core/settings';
import type { PartName } from './parts.ts';

const USAGE = `cozy [all] [--dev]      everything on this machine: engines, server, worker
cozy PART [PART …]     parts in one process: gateway, rest, worker; they need MONGODB_URI and NATS_URL
cozy backup FOLDER     write all that a running Cozy holds to a new folder
cozy restore FOLDER    put a backup into empty engines, before Cozy is started on them

--dev          watch the sources, and serve the web client by Vite
--peer URL     include the /health of another process in this one's; may be given several times
--help         this text

Settings are environment variables; docs/settings.md lists them.`;

const PART_NAMES = ['gateway', 'rest', 'worker'] as const satisfies PartName[];

/** What is done once, with a folder, and ends. */
const TASKS = ['backup', 'restore'] as const;

/** The command line's meaning. @throws {Error} a sentence about what is wrong with it. */
function readCommandLine(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      dev: { type: 'boolean', default: false },
      peer: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const task = TASKS.find((name) => name === positionals[0]);
  if (task) {
    const [, folder, ...more] = positionals;
    if (!folder || more.length > 0) throw new Error(`cozy ${task} takes one folder.\n\n${USAGE}`);
    return { ...values, task: { name: task, folder }, parts: [] };
  }
  const unknown = positionals.filter((word) => word !== 'all' && !PART_NAMES.some((name) => name === word));
  if (unknown.length > 0) throw new Error(`Cozy has no part called ${unknown.join(', ')}.\n\n${USAGE}`);
  const parts = PART_NAMES.filter((name) => positionals.includes(name));
  if (positionals.includes('all') && parts.length > 0) throw new Error('Name either all or single parts, not both.');
  return { ...values, task: undefined, parts };
}

/** Runs the command line to its end. */
async function main(): Promise<void> {
  const { parts, task, dev, peer, help } = readCommandLine(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return;
  }
  const settings = readSettings(process.env);
  if (task) {
    const { runBackup, runRestore } = await import('./backup/command.ts');
    await { backup: runBackup, restore: runRestore }[task.name](task.folder, settings);
    return;
  }
  // Each way loads only its own modules: the supervisor stays small, and a part does not load the setup.
  if (parts.length === 0) {
    const { supervise } = await import('./supervisor.ts');
    await supervise(settings, { dev });
    return;
  }
  const { serve } = await import('./serve.ts');
  const isLoneWorker = parts.every((name) => name === 'worker') && !process.env.COZY_PORT;
  await serve({ parts, settings, port: isLoneWorker ? 0 : settings.port, peers: peer });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // A plain Error is a sentence for the person who starts Cozy; any other is a fault of the program.
    const isSentence = error instanceof Error && error.constructor === Error;
    console.error(isSentence ? `\n${error.message}` : error);
    process.exit(1);
  },
);
