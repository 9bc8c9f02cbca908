import {
  type Commands,
  type ConnectionState,
  type CozyError,
  type Cursors,
  commandMethods,
  type Dispatch,
  EVENTS,
  type EventData,
  type EventName,
  INTENTS,
  type Intent,
  type Member,
  type User,
} from '@cozy/protocol';
import packageJson from '../package.json' with { type: 'json' };
import { Calls } from './calls.ts';
import { parseCommandLine } from './command-line.ts';
import { Context, type Origin } from './context.ts';
import { FileCursorStore } from './cursor-store.ts';
import { Gateway, gatewayUrl, missingIntent, NO_TOKEN, openSocket } from './gateway.ts';
import { type Command, type Handler, Hooks } from './hooks.ts';
import { parseInterval } from './interval.ts';
import { Journal } from './journal.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { BotEvents, BotOptions } from './options.ts';
import { cursorsFile, eventOrigin, queueKey } from './origin.ts';
import { currentStage, type Stage } from './stage.ts';

/** Milliseconds that `stop` waits for handlers that run. */
const STOP_TIMEOUT = 10_000;

type Listener = (value: never) => void;

/** A bot: handlers, timers, and a connection that keeps itself alive. */
export class Bot {
  readonly #hooks = new Hooks();
  readonly #listeners = new Map<string, Listener[]>();
  readonly #timers: { every: number; handler: (context: Context) => unknown }[] = [];
  readonly #running: ReturnType<typeof setInterval>[] = [];
  readonly #queue = new KeyedQueue();
  readonly #stopping = new AbortController();
  readonly #gateway: Gateway;
  readonly #journal: Journal;
  readonly #url: string;
  readonly #queueLimit: number;
  readonly #otherBots: boolean;
  readonly #firstChannels = new Map<string, string>();
  readonly #stage: Stage | undefined;
  readonly #intents: readonly Intent[] | undefined;
  readonly #skipsMissed: boolean;
  #starting: Promise<void> | undefined;
  /** Set while events are left to the server's log, because the queue was full. */
  #overflowed = false;
  #started = false;
  /** Whether a first try to connect has ended, well or badly. */
  #tried = false;
  #user: User | undefined;
  /** Every command of the server as a typed method. */
  readonly commands: Commands;

  /** @throws TypeError when the address or the token is missing or malformed. */
  constructor(options: BotOptions) {
    const stage = currentStage();
    const url = gatewayUrl(stage?.url ?? options.url);
    const token = stage?.token ?? options.token;
    if (!token) throw new TypeError(NO_TOKEN);
    const {
      cursors = cursorsFile(token, options.shard),
      missed = 'handle',
      intents,
      shard,
      otherBots = false,
    } = options;
    const file = (path: string) => stage?.store ?? new FileCursorStore(path);
    const store = typeof cursors === 'string' ? file(cursors) : cursors || undefined;
    this.#url = url;
    this.#stage = stage;
    this.#intents = intents;
    this.#skipsMissed = missed === 'skip';
    this.#otherBots = otherBots;
    this.#queueLimit = options.queueLimit ?? 10_000;
    this.#journal = new Journal(url, store, (error) => this.#report(error));
    const bits = intents?.reduce((all, name) => all | INTENTS[name], 0);
    const socket = stage ? () => stage.open() : openSocket;
    this.#gateway = new Gateway(
      { url, token, intents: bits, shard, version: packageJson.version, socket },
      {
        dispatch: (event) => this.#dispatch(event),
        advance: (cursors) => this.#advance(cursors),
        state: (state) => this.#entered(state),
        reset: (reason) => this.#emit('reset', reason),
        fatal: (error) => this.#fatal(error),
      },
    );
    const calls = new Calls(this.#gateway, this.#stopping.signal);
    this.commands = commandMethods((name, input) => calls.call(name, input));
    stage?.enter({
      bot: this,
      busy: () => this.#queue.size + calls.size > 0,

      tick: () => this.#timers.forEach((_, index) => void this.#tick(index)),
    });
  }

  /** The bot's own account; known once a session began afresh. */
  get user(): User | undefined {
    return this.#user;
  }

  /** Handles every message of others, in every channel that the bot sees. */
  onMessage(handler: Handler<EventData<'MESSAGE_CREATE'>>): this {
    return this.on('MESSAGE_CREATE', (message, context) => {
      if (!this.#ignores(message.author)) return handler(message, context);
    });
  }

  /** Handles every reaction that others add to a message. */
  onReaction(handler: Handler<EventData<'MESSAGE_REACTION_ADD'>>): this {
    return this.on('MESSAGE_REACTION_ADD', (reaction, context) => {
      if (reaction.user_id !== this.#journal.userId) return handler(reaction, context);
    });
  }

  /**
   * Handles messages that begin with `/name`.
   *
   * @param name letters, digits, `_` and `-`, without the slash.
   * @throws TypeError when it is no such name.
   */
  onCommand(name: string, handler: Handler<Command>): this {
    if (parseCommandLine(`/${name}`)?.name !== name) {
      throw new TypeError(`A command's name is 1 to 32 letters, digits, _ and -, not ${JSON.stringify(name)}.`);
    }
    return this.onMessage((message, context) => {
      const line = parseCommandLine(message.content);
      if (line?.name === name) return handler({ ...line, message }, context);
    });
  }

  /** Handles people who join a community that the bot is in. */
  onUserJoin(handler: Handler<Member>): this {
    return this.on('COMMUNITY_MEMBER_ADD', (member, context) => {
      if (!this.#ignores(member.user)) return handler(member, context);
    });
  }

  /**
   * Runs something again and again while the bot runs. A run that takes longer than the time between two is not
   * overlapped: the next one is left out.
   *
   * @param timer milliseconds, or a text such as `10m`.
   * @throws RangeError when the time is not between 0.1 seconds and 24 days.
   */
  onTimer(timer: { every: number | string }, handler: (context: Context) => unknown): this {
    this.#timers.push({ every: parseInterval(timer.every), handler });
    return this;
  }

  /**
   * Handles any gateway event, or hears of what happens to the bot itself (`error`, `reset`, `connected`, `state`).
   *
   * @throws TypeError when the bot's intents leave the event out.
   */
  on<E extends EventName>(name: E, handler: Handler<EventData<E>>): this;
  on<E extends keyof BotEvents>(name: E, listener: (value: BotEvents[E]) => void): this;
  on(name: EventName | keyof BotEvents, handler: Handler<never> | Listener): this {
    if (name in EVENTS) {
      const { intent } = EVENTS[name as EventName];
      if (intent && this.#intents && !this.#intents.includes(intent)) throw new TypeError(missingIntent(name, intent));
      this.#hooks.add(name as EventName, handler as Handler<EventData<EventName>>);
    } else this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), handler as Listener]);
    return this;
  }

  /**
   * Connects, and resumes where an earlier run has ended. Resolves when the bot is ready; keeps trying while the server
   * is away. Called again, waits for the first call.
   *
   * @throws CozyError UNAUTHENTICATED when the server refuses the token.
   */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    this.#gateway.open(this.#skipsMissed ? undefined : await this.#journal.load());
    await this.#gateway.ready();
    this.#started = true;
    // On a stage, time stands still.
    if (this.#stage) return;
    for (const [index, { every }] of this.#timers.entries()) {
      this.#running.push(setInterval(() => this.#tick(index), every));
    }
  }

  /** Waits for handlers that run, at most 10 seconds, saves how far the bot has got, and disconnects. */
  async stop(): Promise<void> {
    for (const timer of this.#running.splice(0)) clearInterval(timer);
    let late: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<void>((resolve) => {
      late = setTimeout(resolve, STOP_TIMEOUT);
    });
    await Promise.race([this.#queue.stop(), timeout]);
    clearTimeout(late);
    this.#stopping.abort();
    this.#gateway.close();
    await this.#journal.close();
  }

  #dispatch({ name, data, place }: Dispatch): void {
    if (name === 'READY') {
      this.#user = data.user;
      this.#overflowed = false;
      this.#journal.restart(data.user.id, data.cursors);
    }
    if (name === 'RESUMED') this.#advance(data.cursors);
    if (this.#overflowed || this.#queue.stopped) return;
    if (name.startsWith('CHANNEL_') || name.startsWith('COMMUNITY_')) this.#firstChannels.clear();
    if (!this.#hooks.has(name)) {
      if (place) this.#journal.skip(place);
      return;
    }
    if (this.#queue.size >= this.#queueLimit) {
      // The log is the queue: what is left there comes again by resuming, once there is room.
      this.#overflowed = true;
      return;
    }
    if (place && !this.#journal.begin(place)) return;
    const origin = eventOrigin(name, data);
    const context = this.#context(place ? { ...origin, place } : origin);
    this.#queue.push(queueKey(origin), async () => {
      await this.#hooks.run(name, data, context, (error) => this.#report(error));
      if (place) this.#journal.end(place);
      if (this.#overflowed && this.#queue.size <= this.#queueLimit / 2) this.#catchUp();
    });
  }

  #advance(cursors: Cursors): void {
    // What is left to the log must come again.
    if (!this.#overflowed && !this.#queue.stopped) this.#journal.advance(cursors);
  }

  #catchUp(): void {
    this.#overflowed = false;
    this.#gateway.open(this.#journal.received);
  }

  #tick(index: number): void {
    const key = `timer ${index}`;
    if (this.#queue.busy(key)) return;
    this.#queue.push(key, async () => {
      try {
        await this.#timers[index]?.handler(this.#context({}));
      } catch (error) {
        this.#report(error);
      }
    });
  }

  #context(origin: Origin): Context {
    const actions = {
      commands: this.commands,
      firstTextChannel: (communityId: string) => this.#firstTextChannel(communityId),
    };
    return new Context(actions, origin);
  }

  async #firstTextChannel(communityId: string): Promise<string> {
    const known = this.#firstChannels.get(communityId);
    if (known) return known;
    const { communities } = await this.commands.community.list({});
    const channels = communities.find(({ id }) => id === communityId)?.channels ?? [];
    const [first] = channels.filter(({ type }) => type === 'text').sort((a, b) => a.position - b.position);
    if (!first) throw new TypeError('The bot sees no text channel here: sendMessage needs channelId in its options.');
    this.#firstChannels.set(communityId, first.id);
    return first.id;
  }

  #ignores(author: User): boolean {
    return author.id === this.#journal.userId || (author.bot && !this.#otherBots);
  }

  #entered(state: ConnectionState): void {
    const heard = this.#emit('state', state);
    if (state === 'waiting' && !this.#tried && !heard)
      console.warn(`No answer from ${this.#url} yet; trying until it comes.`);
    this.#tried ||= state === 'waiting' || state === 'ready';
    if (state === 'ready') this.#emit('connected', this.#journal.userId ?? '');
  }

  #fatal(error: CozyError): void {
    for (const timer of this.#running.splice(0)) clearInterval(timer);
    // Before that, `start` throws it.
    if (!this.#started) return;
    this.#report(error);
    // The process ends now that nothing is left to do; who watches it must see that it has failed.
    process.exitCode = 1;
  }

  #report(error: unknown): void {
    if (!this.#emit('error', error)) console.error(error);
  }

  #emit<E extends keyof BotEvents>(name: E, value: BotEvents[E]): boolean {
    const listeners = this.#listeners.get(name) ?? [];
    for (const listener of listeners) (listener as (value: BotEvents[E]) => void)(value);
    return listeners.length > 0;
  }
}
