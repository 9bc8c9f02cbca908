import { setTimeout as sleep } from 'node:timers/promises';

/** One running instance of something that is supervised: a process, or a few that live and die together. */
export interface Running {
  /** Process ids, the main one first. */
  readonly pids: number[];
  /** Resolves, never rejects, with how it ended in words ("exit code 1"). */
  readonly exited: Promise<string>;
  /** Ends it in order; resolves once every process is gone. */
  stop(): Promise<void>;
  /** SIGKILL to every process. */
  kill(): void;
}

/** How to run something supervised. */
export interface SupervisedOptions {
  /** Name for messages. */
  name: string;
  /** Starts an instance and resolves once it is ready. A launch that fails leaves nothing running and rejects. */
  launch: () => Promise<Running>;
  /** Told in a sentence when an instance died, could not be restarted, is back, or was stopped. */
  report: (sentence: string) => void;
  /** Pause before the first restart, in ms; it doubles up to `maxDelayMs` until an instance has lived 10 s. */
  minDelayMs?: number;
  maxDelayMs?: number;
}

const STABLE_AFTER_MS = 10_000;

/** Keeps one instance of something running: started, restarted with backoff when it dies, stopped on demand. */
export class Supervised {
  readonly name: string;
  readonly #options: Required<SupervisedOptions>;
  #running: Running | undefined;
  #wanted = false;
  #cancelPause = new AbortController();
  #watching: Promise<void> = Promise.resolve();

  constructor(options: SupervisedOptions) {
    this.name = options.name;
    this.#options = { minDelayMs: 200, maxDelayMs: 5000, ...options };
  }

  /** Process ids of the running instance, empty while there is none. */
  get pids(): number[] {
    return this.#running?.pids ?? [];
  }

  /**
   * Starts the first instance, and from then on restarts it whenever it dies. Does nothing when already started.
   * @throws what `launch` throws when the first instance does not come up; nothing is restarted then.
   */
  async start(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#cancelPause = new AbortController();
    try {
      const first = await this.#options.launch();
      this.#running = first;
      this.#watching = this.#watch(first);
    } catch (error) {
      this.#wanted = false;
      throw error;
    }
  }

  /** Stops the instance in order and restarts it no more until `start`. */
  async stop(): Promise<void> {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#cancelPause.abort();
    await this.#running?.stop();
    await this.#watching;
    this.#options.report(`${this.name} has stopped.`);
  }

  /** Kills the instance with SIGKILL, as a crash would; supervision then restarts it. */
  kill(): void {
    this.#running?.kill();
  }

  /** Stops the instance in order and starts the next one at once, as for new sources. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #watch(first: Running): Promise<void> {
    const { name, launch, report, minDelayMs, maxDelayMs } = this.#options;
    let delayMs = minDelayMs;
    let instance: Running | undefined = first;
    while (this.#wanted) {
      if (instance) {
        const since = Date.now();
        const how = await instance.exited;
        this.#running = undefined;
        if (!this.#wanted) return;
        if (Date.now() - since > STABLE_AFTER_MS) delayMs = minDelayMs;
        report(`${name} ended (${how}); restarting it in ${delayMs} ms.`);
      }
      await sleep(delayMs, undefined, { signal: this.#cancelPause.signal }).catch(ignoreAbort);
      delayMs = Math.min(delayMs * 2, maxDelayMs);
      if (!this.#wanted) return;
      instance = await launch().catch((error: unknown) => {
        report(`${name} could not be restarted: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      });
      if (!instance) continue;
      this.#running = instance;
      // A stop that came during the launch found nothing to stop.
      if (!this.#wanted) await instance.stop();
      else report(`${name} is running again.`);
    }
    this.#running = undefined;
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
