import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { CrowdOrder, CrowdPlan, CrowdProgress, CrowdReport } from './crowd.ts';

const CROWD = new URL('./crowd.ts', import.meta.url);
const TSX = import.meta.resolve('tsx');

/** Many clients in a process of their own, as this process sees them. */
export class Crowd {
  readonly traceFile: string;
  /** How far it was when it last told. */
  progress: CrowdProgress = { ready: 0, received: 0, acknowledged: 0, waiting: 0, changes: 0, refused: {} };
  readonly #process: ChildProcess;
  readonly #exit: Promise<never>;

  /** Starts the process, whose clients begin to connect. */
  constructor(plan: CrowdPlan) {
    this.traceFile = plan.traceFile;
    this.#process = fork(CROWD, { execArgv: ['--import', TSX] });
    this.#exit = once(this.#process, 'exit').then(([code]) => {
      throw new Error(`A process with clients has ended (exit code ${code}); its messages are above.`);
    });
    // Its end is an error only for who waits for something.
    this.#exit.catch(() => undefined);
    this.#process.on('message', (message: CrowdReport) => {
      if (message.report === 'progress') this.progress = message.progress;
    });
    this.#process.send(plan);
  }

  /** Tells it to do something. */
  tell(order: CrowdOrder): void {
    this.#process.send(order);
  }

  /** Waits for a report of a kind. @throws {Error} when the process has ended. */
  async report<R extends CrowdReport['report']>(kind: R): Promise<Extract<CrowdReport, { report: R }>> {
    const told = new Promise<Extract<CrowdReport, { report: R }>>((resolve) => {
      const look = (message: CrowdReport) => {
        if (message.report !== kind) return;
        this.#process.off('message', look);
        resolve(message as Extract<CrowdReport, { report: R }>);
      };
      this.#process.on('message', look);
    });
    return Promise.race([told, this.#exit]);
  }

  /** Tells it to do something, and waits until it has. */
  ask<R extends CrowdReport['report']>(order: CrowdOrder, kind: R): Promise<Extract<CrowdReport, { report: R }>> {
    const told = this.report(kind);
    this.tell(order);
    return told;
  }

  /** Ends it. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}
