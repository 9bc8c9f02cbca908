import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@cozy/ops/ports';
import { ROOT } from '@cozy/ops/root';
import { environment } from './environment.ts';
import { healthy } from './health.ts';
import { allGone, descendants, killAll } from './processes.ts';
import { scratchFolder } from './scratch.ts';

const START = join(ROOT, 'ops/start.mjs');
/** The supervisor itself gives up earlier; before that it may have to build the client. */
const HEALTHY_WITHIN_MS = 180_000;

/** A whole Cozy as `npm start` runs it: supervisor, engines, server and worker, on its own port and data folder. */
export class Tree {
  readonly origin: string;
  readonly #port: number;
  readonly #folder = scratchFolder();
  #process: ChildProcess | undefined;
  #printed = '';
  #pids: number[] = [];

  private constructor(port: number) {
    this.#port = port;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** Starts a Cozy without data. @returns once it is healthy. */
  static async start(): Promise<Tree> {
    const tree = new Tree(await freePort());
    try {
      await tree.start();
    } catch (error) {
      await tree.end();
      throw error;
    }
    return tree;
  }

  /** Starts it again on the same port and data. @returns the ms until it was healthy, without those of building the client. */
  async start(): Promise<number> {
    const since = performance.now();
    // The kernel ends it if the test run is killed.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', process.execPath, START], {
      env: environment({
        COZY_DATA: join(this.#folder.path, 'data'),
        COZY_PORT: String(this.#port),
        COZY_PUBLIC_URL: this.origin,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#printed += chunk.toString();
      });
    }
    const ended = once(child, 'exit').then(() => {
      throw new Error('Cozy ended before it was healthy.');
    });
    try {
      await Promise.race([healthy(this.origin, HEALTHY_WITHIN_MS), ended]);
    } catch (error) {
      throw new Error(`Cozy did not become healthy. It said:\n${this.#printed}\n${this.#logs()}`, { cause: error });
    }
    // From now on its end is no failure.
    ended.catch(() => undefined);
    const built = /Web client: built \(([\d.]+) s\)/.exec(this.#printed)?.[1] ?? 0;
    return performance.now() - since - Number(built) * 1000;
  }

  // The last lines of every log of its data folder.
  #logs(): string {
    const folder = join(this.#folder.path, 'data/logs');
    if (!existsSync(folder)) return '';
    const tail = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').slice(-8).join('\n');
    return readdirSync(folder)
      .map((file) => `== ${file}\n${tail(file)}`)
      .join('\n');
  }

  /** Process ids of the supervisor and of everything below it. */
  get pids(): number[] {
    const pid = this.#process?.pid;
    return pid === undefined ? [] : [pid, ...descendants(pid)];
  }

  /** What the supervisor has printed since its last start. */
  get printed(): string {
    return this.#printed;
  }

  /** `kill -9` of every process at once. @returns once all are gone. */
  async kill(): Promise<void> {
    const { pids } = this;
    killAll(pids);
    await allGone(pids, 10_000);
  }

  /** `kill -9` of the supervisor alone. @returns the ids of the processes it had. */
  killSupervisor(): number[] {
    this.#pids = this.pids;
    this.#process?.kill('SIGKILL');
    return this.#pids;
  }

  /**
   * SIGTERM, as `systemctl stop` sends it.
   * @returns the ms until the supervisor was gone, and its exit code.
   */
  async terminate(): Promise<{ ms: number; exitCode: number | null }> {
    const child = this.#process;
    if (!child) throw new Error('This Cozy does not run.');
    this.#pids = this.pids;
    const since = performance.now();
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const [exitCode] = (await exited) as [number | null];
    return { ms: performance.now() - since, exitCode };
  }

  /** Ends it however it stands, and removes its data. @throws {Error} when a process of it stays behind. */
  async end(): Promise<void> {
    const pids = [...new Set([...this.#pids, ...this.pids])];
    killAll(pids);
    await allGone(pids, 10_000);
    this.#folder.remove();
  }
}
