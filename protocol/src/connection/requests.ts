import type { CommandInput, CommandName, CommandOutput } from '../commands/index.ts';
import { CozyError, type ErrorBody } from '../errors.ts';

interface Waiting {
  resolve: (output: unknown) => void;
  reject: (error: CozyError) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** Numbers requests and matches the responses of one connection. */
export class Requests {
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;

  /**
   * Starts waiting for a response.
   *
   * @param timeout milliseconds until it is given up with a retryable UNAVAILABLE.
   * @returns the request's number, and its output or CozyError to come.
   */
  open<C extends CommandName>(timeout: number): { n: number; output: Promise<CommandOutput<C>> } {
    const n = ++this.#number;
    const output = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(n);
        reject(new CozyError('UNAVAILABLE', { message: 'The server did not answer in time.' }));
      }, timeout);
      this.#waiting.set(n, { resolve, reject, timer });
    });
    return { n, output: output as Promise<CommandOutput<C>> };
  }

  /** Gives a response to who waits for it. Answers that came too late are dropped. */
  settle(n: number, output: unknown, error?: ErrorBody): void {
    const waiting = this.#waiting.get(n);
    if (!waiting) return;
    this.#waiting.delete(n);
    clearTimeout(waiting.timer);
    if (error) waiting.reject(CozyError.fromBody(error));
    else waiting.resolve(output);
  }

  /** Fails all that wait, because the connection is lost; whether the commands were carried out is unknown. */
  failAll(): void {
    const waiting = [...this.#waiting.keys()];
    for (const n of waiting) {
      this.settle(n, undefined, { code: 'UNAVAILABLE', message: 'The connection was lost before the answer came.' });
    }
  }
}

/** Calls a command by name; what connections and REST clients have in common. */
export type CallCommand = <C extends CommandName>(name: C, input: CommandInput<C>) => Promise<CommandOutput<C>>;

/** `commands.message.send(input)` for every command of the registry, e.g. `commands.bot['token-reset']`. */
export type Commands = {
  [N in CommandName as N extends `${infer Noun}.${string}` ? Noun : never]: {
    [C in CommandName as C extends `${N extends `${infer Noun}.${string}` ? Noun : never}.${infer Verb}`
      ? Verb
      : never]: (input: CommandInput<C>) => Promise<CommandOutput<C>>;
  };
};
