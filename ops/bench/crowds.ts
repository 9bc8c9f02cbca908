import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { CrowdOptions, CrowdReport } from './crowd.ts';

/** Many sockets in a process of their own, which count what they receive. */
export class Crowd {
  readonly #process: ChildProcess;
  #received = 0;
  #waiting: { count: number; resolve: () => void } | null = null;

  private constructor(child: ChildProcess) {
    this.#process = child;
    child.on('message', (report: CrowdReport) => {
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
    const child = fork(new URL('./crowd.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
    const crowd = new Crowd(child);
    child.send(options);
    await once(child, 'message');
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
    this.#process.kill();
    await once(this.#process, 'exit');
  }
}
