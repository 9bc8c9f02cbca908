/** Runs jobs of one key one after another, and jobs of different keys at the same time. */
export class KeyedQueue {
  readonly #waiting = new Map<string, (() => Promise<void>)[]>();
  #size = 0;
  #stopped = false;
  #onIdle: (() => void)[] = [];

  /** Jobs that wait or run. */
  get size(): number {
    return this.#size;
  }

  /** Whether `stop` was called. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Tells whether a key has a job that waits or runs. */
  busy(key: string): boolean {
    return this.#waiting.has(key);
  }

  /**
   * Adds a job behind those of the same key.
   *
   * @param key whose jobs keep their order.
   * @param job reports its own errors: a rejection here would be an unhandled one.
   */
  push(key: string, job: () => Promise<void>): void {
    if (this.#stopped) return;
    this.#size += 1;
    const waiting = this.#waiting.get(key);
    if (waiting) {
      waiting.push(job);
      return;
    }
    const jobs = [job];
    this.#waiting.set(key, jobs);
    void this.#drain(key, jobs);
  }

  /** Adds a job as `push` does and gives its result or error. */
  run<T>(key: string, job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.push(key, () => job().then(resolve, reject)));
  }

  /** Drops the jobs that wait, takes no more, and resolves when those that run are done. */
  stop(): Promise<void> {
    this.#stopped = true;
    for (const jobs of this.#waiting.values()) this.#size -= jobs.splice(1).length;
    return this.#size === 0 ? Promise.resolve() : new Promise((resolve) => this.#onIdle.push(resolve));
  }

  async #drain(key: string, jobs: (() => Promise<void>)[]): Promise<void> {
    // The running job stays first, so that a key has an entry as long as it has work.
    for (let job = jobs[0]; job; job = jobs[0]) {
      await job();
      jobs.shift();
      this.#size -= 1;
    }
    this.#waiting.delete(key);
    if (this.#size > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}
