/** Shows what a setup does, one line for each step, in plain words with its time. */
export class Progress {
  readonly #print: (line: string) => void;

  /** @param print takes one line; standard output when not given. */
  constructor(print: (line: string) => void = (line) => console.log(line)) {
    this.#print = print;
  }

  /**
   * Runs a step and prints its title, its outcome and its time when it is done.
   * @param title what the step provides, as "nats-server 2.15.2".
   * @param run the step. It resolves with its outcome in a word or two ("present", "installed"), and may call `say` with
   *   what it is about to do, for the person who waits.
   * @throws what `run` throws, after naming the step that failed.
   */
  async step(title: string, run: (say: (what: string) => void) => Promise<string>): Promise<void> {
    const since = performance.now();
    const seconds = () => `${((performance.now() - since) / 1000).toFixed(1)} s`;
    try {
      const outcome = await run((what) => this.#print(`${title}: ${what} …`));
      this.#print(`${title}: ${outcome} (${seconds()})`);
    } catch (error) {
      this.#print(`${title}: failed (${seconds()})`);
      throw error;
    }
  }

  /** Prints a line that belongs to no step. */
  say(line: string): void {
    this.#print(line);
  }
}
