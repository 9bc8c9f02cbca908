import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CrowdOptions, CrowdReport } from './crowd.ts';

/** Many sockets in a thread of their own, which count what they receive. */
export class Crowd {
  readonly #worker: Worker;
  #received = 0;
  #waiting: { count: number; resolve: () => void } | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (report: CrowdReport) => {
      if (!('received' in report)) return;
      this.#received = report.received;
      if (this.#waiting && this.#received >= this.#waiting.count) {
        this.#waiting.resolve();
        this.#waiting = null;
      }
    });
  }

  /** Connects all sockets and waits until they are ready. */
  static async open(options: CrowdOptions): Promise<Crowd> {
    const worker = new Worker(new URL('./crowd.ts', import.meta.url), {
      workerData: options,
      execArgv: ['--import', 'tsx'],
    });
    const crowd = new Crowd(worker);
    await once(worker, 'message');
    return crowd;
  }

  /** Messages that all sockets together have received since they were ready. */
  get received(): number {
    return this.#received;
  }

  /** Waits until so many messages have been received. */
  reached(count: number): Promise<void> {
    if (this.#received >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting = { count, resolve };
    });
  }

  /** Closes all sockets. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
