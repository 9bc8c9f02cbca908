import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import {
  backoffDelay,
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  CozyError,
  type ErrorCode,
} from '@cozy/protocol';
import type { Gateway } from './gateway.ts';
import { KeyedQueue } from './keyed-queue.ts';

/** Errors that say for certain that nothing was done, so that any command may be sent again. */
const NOTHING_DONE: readonly ErrorCode[] = ['RATE_LIMITED', 'CONFLICT'];

/**
 * Tells whether a command may be sent again when it is unknown whether it was carried out: HTTP's idempotent methods,
 * PATCH, which sets fields here, and what carries a nonce.
 */
function repeatable(name: CommandName, input: object): boolean {
  return COMMANDS[name].route[0] !== 'POST' || 'nonce' in input;
}

/** Calls that keep their order among themselves: those of one command in one channel, or else in one community. */
function turnOf(name: CommandName, input: object): string {
  const { channel_id, community_id } = input as { channel_id?: string; community_id?: string };
  return `${name} ${channel_id ?? community_id ?? ''}`;
}

/** Carries commands out, through lost connections, rate limits and errors that go away by themselves. */
export class Calls {
  readonly #gateway: Gateway;
  readonly #stopped: AbortSignal;
  readonly #turns = new KeyedQueue();
  /** Unix milliseconds until which the server wants no more of a command. */
  readonly #limited = new Map<CommandName, number>();

  /** @param stopped ends every wait with UNAVAILABLE. */
  constructor(gateway: Gateway, stopped: AbortSignal) {
    this.#gateway = gateway;
    this.#stopped = stopped;
    // One for each call that waits; Node would take more than ten for a leak.
    setMaxListeners(0, stopped);
  }

  /** Calls that wait or run. */
  get size(): number {
    return this.#turns.size;
  }

  /**
   * Calls a command and waits for its answer as long as it takes. Calls of the same command in the same channel, or
   * else community, are sent one after another, in the order in which they were made.
   *
   * @throws CozyError that will not go away by itself, or UNAVAILABLE when the bot is stopped, or when a command that is
   *   not safe to repeat lost its answer.
   */
  call<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    return this.#turns.run(turnOf(name, input), () => this.#insist(name, input));
  }

  async #insist<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    for (let attempt = 0; ; attempt++) {
      await this.#sleep((this.#limited.get(name) ?? 0) - Date.now());
      const connection = await this.#gateway.ready();
      if (connection.state !== 'ready') continue;
      try {
        return await connection.request(name, input);
      } catch (error) {
        if (!(error instanceof CozyError) || !error.retryable) throw error;
        if (!NOTHING_DONE.includes(error.code) && !repeatable(name, input)) throw error;
        if (error.code === 'RATE_LIMITED') this.#limited.set(name, Date.now() + (error.retryAfter ?? 1) * 1000);
        else if (connection.state === 'ready') await this.#sleep(backoffDelay(attempt, (error.retryAfter ?? 0) * 1000));
      }
    }
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    try {
      await setTimeout(milliseconds, undefined, { signal: this.#stopped });
    } catch (cause) {
      throw new CozyError('UNAVAILABLE', { message: 'The bot was stopped.', cause });
    }
  }
}
