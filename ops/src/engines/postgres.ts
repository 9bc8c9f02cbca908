import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import {
  ending,
  logTail,
  STOP_WITHIN_MS,
  spawnNative,
  stopChild,
  waitUntilReady,
  withLogFile,
} from '../process/native.ts';
import type { Running } from '../process/supervised.ts';
import { POSTGRES } from '../setup/versions.ts';

/** Where the sandboxed PostgreSQL finds its files, and where it listens. */
export interface PostgresOptions {
  /** Unpacked Debian root with PostgreSQL and DocumentDB. */
  root: string;
  /** Folder of the database; `pg/` in it is PostgreSQL's own. */
  dataDir: string;
  port: number;
  logFile: string;
}

// Given on the command line at each start rather than written once, so that an upgrade of Cozy can change them.
const SERVER_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'shared_preload_libraries=pg_cron,pg_documentdb_core,pg_documentdb',
  'cron.database_name=postgres',
  'cron.log_run=off',
  'cron.log_statement=off',
  'unix_socket_directories=/tmp',
];

// Recovery of a large log after a crash takes its time.
const READY_WITHIN_MS = 60_000;

/** Address of the PostgreSQL server; only this machine reaches it. */
export function postgresUrl(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

/**
 * Starts PostgreSQL with the DocumentDB extension in a sandbox that sees only its own system files and data.
 * Makes the database at the first start.
 * @returns the running server, once it answers and has the extension.
 * @throws {Error} when it does not come up, with its last log lines; nothing is left running then.
 */
export async function launchPostgres(options: PostgresOptions): Promise<Running> {
  const { dataDir, port, logFile } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await initialize(options);
  // The lock of spawnNative says better than this file whether another server has the data.
  rmSync(join(dataDir, 'pg', 'postmaster.pid'), { force: true });
  const server = ['postgres', '-D', '/data/pg', '-p', String(port), ...SERVER_SETTINGS.flatMap((s) => ['-c', s])];
  const child = withLogFile(logFile, (log) =>
    spawnNative(sandboxed(options, server, ['--as-pid-1', '--info-fd', '3']), {
      lockFile: join(dataDir, 'postgres.lock'),
      stdio: ['ignore', log, log, 'pipe'],
    }),
  );
  const exited = ending(child);
  try {
    const serverPid = await sandboxedPid(child.stdio[3] as Readable, exited, logFile);
    const url = postgresUrl(port);
    const psql = (sql: string) => execa({ reject: false })`${sandboxed(options, ['psql', '-qX', url, '-c', sql])}`;
    await waitUntilReady(async () => (await psql('SELECT 1')).exitCode === 0, {
      name: 'PostgreSQL',
      exited,
      withinMs: READY_WITHIN_MS,
      logFile,
    });
    const extension = await psql('CREATE EXTENSION IF NOT EXISTS documentdb CASCADE');
    if (extension.exitCode !== 0) throw new Error(`The DocumentDB extension could not be made: ${extension.stderr}`);
    return {
      pids: [serverPid, ...(child.pid === undefined ? [] : [child.pid])],
      exited,
      // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything is written.
      stop: () => stopChild(child, 'SIGINT', STOP_WITHIN_MS.database, serverPid),
      kill: () => child.kill('SIGKILL'),
    };
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
}

async function initialize(options: PostgresOptions): Promise<void> {
  const finished = join(options.dataDir, 'pg');
  if (existsSync(join(finished, 'PG_VERSION'))) {
    const version = readFileSync(join(finished, 'PG_VERSION'), 'utf8').trim();
    if (version === POSTGRES) return;
    throw new Error(
      `${finished} was written by PostgreSQL ${version}; this Cozy has ${POSTGRES}. Start the Cozy that wrote it and move the data with mongodump.`,
    );
  }
  // Made beside its place and renamed, so that a crash meanwhile leaves no half of a database.
  const unfinished = join(options.dataDir, 'pg.new');
  rmSync(unfinished, { recursive: true, force: true });
  const initdb = ['initdb', '-D', '/data/pg.new', '--auth=trust', '-U', 'postgres', '--data-checksums', '-E', 'UTF8'];
  const made = await execa({
    reject: false,
    all: true,
  })`${sandboxed(options, [...initdb, '--locale-provider=builtin', '--builtin-locale=C.UTF-8'])}`;
  if (made.exitCode !== 0) throw new Error(`The embedded database could not be made: ${made.all || made.message}`);
  renameSync(unfinished, finished);
}

/** The command line that runs a program of the unpacked root with nothing else of this machine in sight but the data. */
function sandboxed(options: PostgresOptions, command: string[], flags: string[] = []): [string, ...string[]] {
  const { root, dataDir } = options;
  const system = [
    '--ro-bind',
    `${root}/usr`,
    '/usr',
    '--symlink',
    'usr/lib',
    '/lib',
    '--symlink',
    'usr/lib64',
    '/lib64',
  ];
  const paths = ['--symlink', 'usr/bin', '/bin', '--symlink', 'usr/sbin', '/sbin', '--ro-bind', `${root}/etc`, '/etc'];
  const mounts = ['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--bind', dataDir, '/data'];
  const environment = [
    '--setenv',
    'LC_ALL',
    'C.UTF-8',
    '--setenv',
    'PATH',
    `/usr/lib/postgresql/${POSTGRES}/bin:/usr/bin`,
  ];
  // PostgreSQL refuses to run as root, so inside it is user 1000 whoever runs Cozy.
  const identity = ['--unshare-user', '--uid', '1000', '--gid', '1000', '--unshare-pid', '--unshare-ipc'];
  return [
    'bwrap',
    ...identity,
    '--die-with-parent',
    ...flags,
    ...system,
    ...paths,
    ...mounts,
    ...environment,
    ...command,
  ];
}

/** The server's process id on this side of the sandbox, which bubblewrap tells as JSON. */
async function sandboxedPid(info: Readable, exited: Promise<string>, logFile: string): Promise<number> {
  let text = '';
  for await (const chunk of info) text += String(chunk);
  const pid = /"child-pid":\s*(\d+)/.exec(text)?.[1];
  if (!pid) throw new Error(`The sandbox of PostgreSQL did not start (${await exited}).\n${logTail(logFile)}`);
  return Number(pid);
}
