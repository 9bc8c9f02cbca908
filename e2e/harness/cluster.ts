import { join } from 'node:path';
import { type Engines, startEngines } from '@cozy/ops/engines';
import { logTail } from '@cozy/ops/native';
import { launchNodeChild } from '@cozy/ops/node-child';
import { freePorts } from '@cozy/ops/ports';
import { ROOT } from '@cozy/ops/root';
import { environment } from './environment.ts';
import { healthy } from './health.ts';
import { allGone } from './processes.ts';
import { CACHE, scratchFolder } from './scratch.ts';

const CLI = join(ROOT, 'ops/src/cozy.ts');
const STOP_WITHIN_MS = 5000;

type Running = Awaited<ReturnType<typeof launchNodeChild>>;

/** One Cozy process of a cluster: a node (gateway and rest) or a worker. */
export class Part {
  readonly origin: string;
  /** What it has written, in JSON lines. */
  readonly logFile: string;
  readonly #launch: () => Promise<Running>;
  #running: Running | undefined;

  constructor(origin: string, logFile: string, launch: () => Promise<Running>) {
    this.origin = origin;
    this.logFile = logFile;
    this.#launch = launch;
  }

  /** Its process id. @throws {Error} when it does not run. */
  get pid(): number {
    const pid = this.#running?.pids[0];
    if (pid === undefined) throw new Error(`The process at ${this.origin} does not run.`);
    return pid;
  }

  /** Starts it on its port. @returns once it is healthy. */
  async start(): Promise<void> {
    this.#running = await this.#launch();
    try {
      await healthy(this.origin);
    } catch (error) {
      throw new Error(`${(error as Error).message}. The end of its log:\n${logTail(this.logFile)}`, { cause: error });
    }
  }

  /** `kill -9`. @returns once it is gone. */
  async kill(): Promise<void> {
    this.#running?.kill();
    await this.#running?.exited;
    this.#running = undefined;
  }

  /** SIGTERM. @returns once it is gone. */
  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }
}

/** Parts of Cozy as processes of their own around engines of their own; each can be killed and started again. */
export class Cluster {
  readonly engines: Engines;
  /** Gateway and rest. */
  readonly nodes: Part[] = [];
  readonly workers: Part[] = [];
  readonly #folder: ReturnType<typeof scratchFolder>;

  private constructor(engines: Engines, folder: ReturnType<typeof scratchFolder>) {
    this.engines = engines;
    this.#folder = folder;
  }

  /**
   * Starts a cluster.
   * @param options.nodes how many processes of gateway and rest; one when not given. There is one worker.
   * @param options.settings further settings of each process.
   * @param options.ofNode further settings of a node, by its index, once the engines run.
   * @param options.prepare what is done with the empty engines before the processes start.
   * @returns once all of it is healthy.
   */
  static async start(
    options: {
      nodes?: number;
      settings?: Record<string, string>;
      ofNode?: (index: number, engines: Engines) => Promise<Record<string, string>>;
      prepare?: (engines: Engines) => Promise<void>;
    } = {},
  ): Promise<Cluster> {
    const folder = scratchFolder();
    const engines = await startEngines({ dataDir: join(folder.path, 'data'), cacheDir: CACHE }).catch((error) => {
      folder.remove();
      throw error;
    });
    const cluster = new Cluster(engines, folder);
    try {
      await options.prepare?.(engines);
      const ports = await freePorts((options.nodes ?? 1) + 1);
      // Access tokens name the public address, which all nodes share.
      const settings = { COZY_PUBLIC_URL: `http://127.0.0.1:${ports[1]}`, ...options.settings };
      cluster.workers.push(cluster.#part(ports[0]!, ['worker'], settings));
      for (const [index, port] of ports.slice(1).entries()) {
        const own = await options.ofNode?.(index, engines);
        cluster.nodes.push(cluster.#part(port, ['gateway', 'rest'], { ...settings, ...own }));
      }
      await Promise.all([...cluster.workers, ...cluster.nodes].map((part) => part.start()));
      return cluster;
    } catch (error) {
      await cluster.end();
      throw error;
    }
  }

  #part(port: number, parts: string[], settings: Record<string, string>): Part {
    const name = `${parts.join('+')} at ${port}`;
    const logFile = join(this.#folder.path, `${port}.log`);
    const launch = () =>
      launchNodeChild({
        name,
        file: CLI,
        args: parts,
        env: environment({
          MONGODB_URI: this.engines.mongodbUri,
          NATS_URL: this.engines.natsUrl,
          COZY_DATA: join(this.#folder.path, 'data'),
          COZY_PORT: String(port),
          ...settings,
        }),
        logFile,
        stopWithinMs: STOP_WITHIN_MS,
      });
    return new Part(`http://127.0.0.1:${port}`, logFile, launch);
  }

  /** Ends everything and removes the data. @throws {Error} when a process stays behind. */
  async end(): Promise<void> {
    const parts = [...this.nodes, ...this.workers];
    const { database, nats } = this.engines;
    const pids = [...(database?.pids ?? []), ...(nats?.pids ?? [])];
    await Promise.all(parts.map((part) => part.kill()));
    await this.engines.stop();
    await allGone(pids, 10_000);
    this.#folder.remove();
  }
}
