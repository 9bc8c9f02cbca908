import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  Connection,
  type ConnectionState,
  CozyError,
  type Cursors,
  type Dispatch,
  type EventData,
  type EventName,
  type Message,
} from '@cozy/protocol';
import { WebSocket } from 'ws';
import { within } from './within.ts';

/** A message as a client was sent it, with its place in the log. */
export interface Received {
  sequence: number;
  message: Message;
}

/** Ms to wait before a refused request is sent again, when the server does not say. */
const RETRY_MS = 200;

/** A client of the gateway as everybody uses it, that remembers everything it was sent. */
export class Client {
  readonly connection: Connection;
  /** Every event that was dispatched, in order. */
  readonly events: Dispatch[] = [];
  /** Every state that the connection went through. */
  readonly states: ConnectionState[] = [];
  readonly #messages = new Map<string, Received[]>();
  #attempts = 0;

  /**
   * Starts connecting.
   * @param token an access token, or a bot's.
   * @param origins nodes, `http://…`; each try to connect goes to the next one.
   * @param cursors of an earlier connection, to resume it.
   */
  constructor(token: string, origins: string[], cursors?: Cursors) {
    this.connection = new Connection({
      url: '/gateway',
      token: () => token,
      cursors,
      socket: (path) => {
        const origin = origins[this.#attempts++ % origins.length]!;
        // The types of `ws` know more events than the interface that the connection asks for.
        return new WebSocket(`${origin.replace('http', 'ws')}${path}`) as never;
      },
    });
    this.connection.on('dispatch', (event) => this.#record(event));
    this.connection.on('state', (state) => this.states.push(state));
    this.connection.open();
  }

  #record(event: Dispatch): void {
    this.events.push(event);
    if (event.name !== 'MESSAGE_CREATE' || !event.place) return;
    const { channel_id } = event.data;
    const known = this.#messages.get(channel_id);
    const received = { sequence: event.place[1], message: event.data };
    if (known) known.push(received);
    else this.#messages.set(channel_id, [received]);
  }

  /** The messages of a channel that came as MESSAGE_CREATE, in the order in which they came. */
  messages(channelId: string): readonly Received[] {
    return this.#messages.get(channelId) ?? [];
  }

  /** Waits until the connection is ready. @throws {Error} after `withinMs`, or when it is closed for good. */
  async ready(withinMs = 30_000): Promise<void> {
    if (this.connection.state === 'ready') return;
    const fatal = this.connection.once('fatal').then(({ code, reason }) => {
      throw new Error(`The connection is closed for good: ${code} ${reason}`);
    });
    const ready = this.connection.once('state', (state) => state === 'ready');
    await within(Promise.race([ready, fatal]), withinMs, () => `ready; it is ${this.connection.state}`);
  }

  /** Calls a command once. @throws CozyError as the server says. */
  request<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    return this.connection.request(name, input);
  }

  /**
   * Calls a command until it succeeds, as clients do: it waits for the connection, and after errors that may go away by
   * themselves it asks again.
   * @param onRefused told of each such error.
   * @param wanted asked before each try; once false, the last error is thrown.
   * @throws CozyError that waiting cannot mend.
   */
  async insist<C extends CommandName>(
    name: C,
    input: CommandInput<C>,
    onRefused: (error: CozyError) => void = () => undefined,
    wanted: () => boolean = () => true,
  ): Promise<CommandOutput<C>> {
    for (;;) {
      try {
        await this.ready(120_000);
        return await this.request(name, input);
      } catch (error) {
        if (!(error instanceof CozyError) || !error.retryable || !wanted()) throw error;
        onRefused(error);
        await new Promise((resolve) => setTimeout(resolve, error.retryAfter ? error.retryAfter * 1000 : RETRY_MS));
      }
    }
  }

  /**
   * Gives the first event of a name that fits, whether it has come already or is yet to come.
   * @param what is waited for, to complete a sentence.
   * @param from index in `events` at which to begin to look.
   * @throws {Error} after `withinMs`.
   */
  async waitFor<E extends EventName>(
    name: E,
    accept: (data: EventData<E>) => boolean,
    what: string,
    { withinMs = 10_000, from = 0 } = {},
  ): Promise<EventData<E>> {
    const fits = (event: Dispatch) => event.name === name && accept(event.data as EventData<E>);
    const past = this.events.slice(from).find(fits);
    const event = past ?? (await within(this.connection.once('dispatch', fits), withinMs, `${name}: ${what}`));
    return event.data as EventData<E>;
  }

  /** Waits until a condition holds, looking after every event. @throws {Error} after `withinMs`. */
  async waitUntil(condition: () => boolean, what: string | (() => string), withinMs: number): Promise<void> {
    if (condition()) return;
    await within(this.connection.once('dispatch', condition), withinMs, what);
  }

  /** Reads a whole channel from history, oldest first, as of everything that this client has been sent. */
  async history(channelId: string): Promise<Message[]> {
    const newestFirst: Message[] = [];
    for (;;) {
      const before = newestFirst.at(-1)?.id;
      const page = { channel_id: channelId, limit: 100, at: this.connection.cursors, ...(before ? { before } : {}) };
      const { messages } = await this.insist('message.history', page);
      newestFirst.push(...messages);
      if (messages.length === 0) return newestFirst.reverse();
    }
  }

  /** Closes the connection for good. */
  close(): void {
    this.connection.close();
  }
}
