/** Milliseconds between two looks at those who wait. */
const TURN = 5;
/** Milliseconds that a turn may be late before the node counts as busy. */
const LATE = 15;
/** By what the rate falls when the node is busy, and grows in each turn when it is not. */
const FALL = 0.7;
const GROWTH = 1.02;
/** Starts per second below which the rate does not fall. */
const LEAST = 50;
/** Sessions that are being started at the same time: enough that engines answer many at once. */
const AT_ONCE = 128;
/** Seconds that somebody may have to wait here; who would wait longer is asked to come back. */
const LONGEST_WAIT = 4;

/**
 * Lets sessions start, so many in a second that those which live do not have to wait: when a node dies, all its clients
 * come at once. The rate falls while the event loop is late, and grows again when it is not (additive-increase,
 * multiplicative-decrease in spirit: Chiu and Jain, 1989), up to what the operator allows.
 */
export class Admission {
  readonly #most: number;
  /** Runs while somebody waits. */
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting: (() => Promise<void>)[] = [];
  #rate: number;
  #tokens = 0;
  #running = 0;
  #lastTurn = performance.now();

  /** @param most starts per second. */
  constructor(most: number) {
    this.#most = most;
    this.#rate = most;
  }

  /**
   * Lets a session start now or soon.
   *
   * @param start does it; it handles its own errors.
   * @returns 0, or the seconds after which to come back; then `start` is not called.
   */
  request(start: () => Promise<void>): number {
    const wait = this.#waiting.length / this.#rate;
    if (wait > LONGEST_WAIT) return Math.ceil(wait);
    this.#waiting.push(start);
    if (!this.#timer) {
      this.#refill(performance.now() - this.#lastTurn);
      this.#lastTurn = performance.now();
      this.#timer = setInterval(() => this.#turn(), TURN);
    }
    this.#admit();
    return 0;
  }

  #turn(): void {
    const now = performance.now();
    const passed = now - this.#lastTurn;
    this.#lastTurn = now;
    this.#rate =
      passed > TURN + LATE
        ? Math.max(Math.min(LEAST, this.#most), this.#rate * FALL)
        : Math.min(this.#most, this.#rate * GROWTH);
    this.#refill(passed);
    this.#admit();
    if (this.#waiting.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #refill(passed: number): void {
    // What was saved up while nobody came lets a few start at once, and no crowd.
    const burst = Math.max(1, this.#rate / 20);
    this.#tokens = Math.min(burst, this.#tokens + (passed / 1_000) * this.#rate);
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#tokens >= 1 && this.#running < AT_ONCE) {
      this.#tokens -= 1;
      this.#running += 1;
      const start = this.#waiting.shift()!;
      void start().finally(() => {
        this.#running -= 1;
        this.#admit();
      });
    }
  }

  /** Lets nobody start any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#waiting.length = 0;
  }
}
