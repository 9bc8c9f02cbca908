import type { EventData, EventName, Message } from '@cozy/protocol';
import type { CommandLine } from './command-line.ts';
import type { Context } from './context.ts';

/** Does something with what has happened. The next thing in the same channel waits until it is done. */
export type Handler<T> = (value: T, context: Context) => unknown;

/** A message that calls one of the bot's commands. */
export interface Command extends CommandLine {
  message: Message;
}

type Handle = (data: never, context: Context) => unknown;

/** The handlers of a bot, by event. */
export class Hooks {
  readonly #handlers = new Map<EventName, Handle[]>();

  /** Adds a handler behind the event's others. */
  add<E extends EventName>(name: E, handler: Handler<EventData<E>>): void {
    const handlers = this.#handlers.get(name);
    if (handlers) handlers.push(handler as Handle);
    else this.#handlers.set(name, [handler as Handle]);
  }

  /** Tells whether anybody wants an event. */
  has(name: EventName): boolean {
    return this.#handlers.has(name);
  }

  /**
   * Runs an event's handlers one after another.
   *
   * @param report is told of a handler's error; the next handler runs all the same.
   */
  async run(name: EventName, data: unknown, context: Context, report: (error: unknown) => void): Promise<void> {
    for (const handler of this.#handlers.get(name) ?? []) {
      try {
        await (handler as Handler<unknown>)(data, context);
      } catch (error) {
        report(error);
      }
    }
  }
}
