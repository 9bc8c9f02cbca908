import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Channel, CommandName, Community, EventData, EventName, Member, Message, User } from '@cozy/protocol';
import type { Bot } from '../bot.ts';
import type { CursorStore, Progress } from '../cursor-store.ts';
import { type Actor, onStage } from '../stage.ts';
import { type Answer, type Call, MemoryGateway } from './gateway.ts';
import { memberOf, messageOf, WORLD } from './world.ts';

/** Milliseconds after which a bot that still has work is taken for stuck. */
const STUCK = 10_000;

/** An event as it was recorded, a frame of the gateway. */
export type Recorded = { [E in EventName]: { t: E; d: EventData<E> } }[EventName];

let loads = 0;

/**
 * Plays events to a bot without a server and tells what the bot did. The bot runs as it does in earnest, with its
 * handlers, queues and resuming; only its connection ends in memory, its cursors are kept there too, and its timers run
 * when the test says so.
 */
export class TestKit {
  /** The bot's own account. */
  readonly me: User = WORLD.bot;
  /** A person, who writes and reacts unless a test says otherwise. */
  readonly ada: User = WORLD.ada;
  /** The community that both are in, and its only channel, where everything happens unless a test says otherwise. */
  readonly community: Community = WORLD.community;
  readonly channel: Channel = WORLD.channel;
  readonly #program: () => unknown;
  readonly #gateway = new MemoryGateway();
  readonly #store = new MemoryStore();
  readonly #errors: unknown[] = [];
  #actor: Actor | undefined;

  private constructor(program: () => unknown) {
    this.#program = program;
  }

  /**
   * Runs a function that makes a bot, and starts the bot unless the function does.
   *
   * @throws Error when it makes none, or more than one; what the bot's handlers throw meanwhile.
   */
  static async run(program: () => unknown): Promise<TestKit> {
    const kit = new TestKit(program);
    await kit.#begin();
    return kit;
  }

  /**
   * Runs a bot's program, as `node` would.
   *
   * @param path of the module, from the working folder; or its address, `new URL('./bot.js', import.meta.url)`.
   */
  static load(path: string | URL): Promise<TestKit> {
    const address = typeof path === 'string' ? pathToFileURL(resolve(path)) : path;
    // A module runs once for each address.
    return TestKit.run(() => import(`${address}?run=${++loads}`));
  }

  /** The bot that is being tested. */
  get bot(): Bot {
    if (!this.#actor) throw new Error('The bot is not running.');
    return this.#actor.bot;
  }

  /** The commands that the bot has called so far, in order. */
  get calls(): readonly Call[] {
    return this.#gateway.calls;
  }

  /** The messages that the bot has sent so far, in order, as they are now. */
  get sent(): readonly Message[] {
    return this.#gateway.sent;
  }

  /**
   * Sets what a command is answered with, from now on. Commands that give nothing, `message.send`, `message.edit`,
   * `message.history` and `community.list` are answered without.
   *
   * @param answer the output, an error, or a function of the input that gives either.
   */
  answer<C extends CommandName>(name: C, answer: Answer<C>): void {
    this.#gateway.answer(name, answer);
  }

  /**
   * Has a message written, by Ada in the channel unless the fields say otherwise, and waits until the bot has nothing
   * left to do.
   *
   * @throws what the bot's handlers throw; the same goes for everything below that waits.
   */
  async message(content: string, fields: Partial<Message> = {}): Promise<Message> {
    const message = messageOf({ content, ...fields });
    await this.emit('MESSAGE_CREATE', message);
    return message;
  }

  /** Has somebody, Ada by default, react to a message. */
  async reaction(message: Message, emoji: string, user: User = this.ada): Promise<void> {
    const { id: message_id, channel_id, community_id } = message;
    await this.emit('MESSAGE_REACTION_ADD', { community_id, channel_id, message_id, user_id: user.id, emoji });
  }

  /** Has somebody join, of whom `user` says what matters. */
  async join(user: Partial<User> = {}): Promise<Member> {
    const member = memberOf(user);
    await this.emit('COMMUNITY_MEMBER_ADD', member);
    return member;
  }

  /** Has anything happen, by its event. */
  async emit<E extends EventName>(name: E, data: EventData<E>): Promise<void> {
    this.#gateway.emit(name, data);
    await this.idle();
  }

  /**
   * Plays recorded events, one after another.
   *
   * @param events frames, or the path of a file with one as JSON on each line.
   */
  async play(events: Iterable<Recorded> | string): Promise<void> {
    const frames = typeof events === 'string' ? readRecording(events) : events;
    for (const { t, d } of frames) await this.emit(t, d);
  }

  /** Runs the bot's timers, each once. */
  async tick(): Promise<void> {
    this.#actor?.tick();
    await this.idle();
  }

  /**
   * Stops the bot and runs its program again, which resumes.
   *
   * @param meanwhile what happens while the bot is away.
   */
  async restart(meanwhile: () => unknown = () => undefined): Promise<void> {
    await this.stop();
    await meanwhile();
    await this.#begin();
  }

  /**
   * Waits until the bot has nothing left to do.
   *
   * @throws what its handlers have thrown, or Error when they do not end.
   */
  async idle(): Promise<void> {
    const deadline = Date.now() + STUCK;
    while (this.#gateway.busy || this.#actor?.busy()) {
      if (Date.now() > deadline)
        throw new Error(`The bot still works after ${STUCK / 1000} seconds. ${this.#lastCall}`);
      await new Promise(setImmediate);
    }
    const [error] = [...this.#gateway.faults.splice(0), ...this.#errors.splice(0)];
    if (error) throw error;
  }

  /** Stops the bot, as Ctrl-C does in earnest. */
  async stop(): Promise<void> {
    const actor = this.#actor;
    this.#actor = undefined;
    await actor?.bot.stop();
  }

  get #lastCall(): string {
    const call = this.calls.at(-1);
    return call ? `The last command that it called is ${call.name}.` : 'It has called no command.';
  }

  async #begin(): Promise<void> {
    const stage = {
      url: 'http://test-kit.invalid',
      token: `bot.${this.me.id}.test-kit`,
      store: this.#store,
      open: () => this.#gateway.open(),
      enter: (actor: Actor) => {
        if (this.#actor) throw new Error('The program makes a second bot; a test kit plays to one.');
        actor.bot.on('error', (error) => this.#errors.push(error));
        this.#actor = actor;
      },
    };
    await onStage(stage, this.#program);
    if (!this.#actor) throw new Error('The program has made no bot: it must call new Bot(…).');
    await this.bot.start();
    await this.idle();
  }
}

/** Keeps the cursors of a bot that is being tested. */
class MemoryStore implements CursorStore {
  #progress: Progress | undefined;

  async load(): Promise<Progress | undefined> {
    return this.#progress;
  }

  async save(progress: Progress): Promise<void> {
    this.#progress = progress;
  }
}

function readRecording(path: string): Recorded[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Recorded);
}
