import { setTimeout as sleep } from 'node:timers/promises';
import {
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  CozyError,
  type ErrorBody,
} from '@cozy/protocol';

/** Milliseconds to wait before a refused request is sent again, when the server does not say. */
const RETRY_AFTER = 200;
/** Milliseconds that one request may take. */
const ANSWER_WITHIN = 20_000;

/** Calls commands over REST, at one of several nodes. */
export class Rest {
  readonly #origins: readonly string[];
  #calls = 0;

  /** @param origins nodes, `http://…`; each call goes to the next one. */
  constructor(origins: readonly string[]) {
    this.#origins = origins;
  }

  /**
   * Calls a command, and again for as long as the server says that it may help.
   * @param token of the account; left out for commands that need none.
   * @throws CozyError that waiting cannot mend.
   */
  async call<C extends CommandName>(name: C, input: CommandInput<C>, token?: string): Promise<CommandOutput<C>> {
    for (;;) {
      try {
        return await this.once(name, input, token);
      } catch (error) {
        if (!(error instanceof CozyError) || !error.retryable) throw error;
        await sleep(error.retryAfter ? error.retryAfter * 1000 : RETRY_AFTER);
      }
    }
  }

  /**
   * Calls a command once.
   * @throws CozyError as the server says; UNAVAILABLE when it does not answer.
   */
  async once<C extends CommandName>(name: C, input: CommandInput<C>, token?: string): Promise<CommandOutput<C>> {
    const origin = this.#origins[this.#calls++ % this.#origins.length]!;
    const [method, path] = COMMANDS[name].route;
    const fields: Record<string, unknown> = { ...input };
    const filled = path.replace(/\{(\w+)\}/g, (_, field: string) => {
      const value = String(fields[field]);
      delete fields[field];
      return encodeURIComponent(value);
    });
    const hasBody = method !== 'GET' && method !== 'DELETE';
    const query = hasBody ? '' : `?${new URLSearchParams(fields as Record<string, string>)}`;
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(`${origin}/api/v1${filled}${query}`, {
        method,
        headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
        body: hasBody ? JSON.stringify(fields) : null,
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      body = await response.json();
    } catch (cause) {
      throw new CozyError('UNAVAILABLE', { cause });
    }
    if (!response.ok) throw CozyError.fromBody(body as ErrorBody);
    return body as CommandOutput<C>;
  }
}
