import {
  type ClientFrame,
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  CozyError,
  type Cursors,
  decodeFrames,
  EVENTS,
  type EventName,
  type Message,
  Op,
  type Place,
  type Socket,
} from '@cozy/protocol';
import { readFrame } from '@cozy/protocol/mock/read';
import { Value } from '@sinclair/typebox/value';
import { MemorySocket } from './socket.ts';
import { messageOf, PARTITION, WORLD } from './world.ts';

/** A command that the bot has called. */
export type Call = { [C in CommandName]: { name: C; input: CommandInput<C> } }[CommandName];

/** What the kit answers a command with: its output, an error, or what a function gives for the input. */
export type Answer<C extends CommandName> =
  | CommandOutput<C>
  | CozyError
  | ((input: CommandInput<C>) => CommandOutput<C> | CozyError);

/** Milliseconds; no test lasts so long. */
const HEARTBEAT_INTERVAL = 3_600_000;

/** The server's end of a bot's connection: a log of events, and answers to commands. */
export class MemoryGateway {
  /** The commands that the bot has called, in order. */
  readonly calls: Call[] = [];
  /** The messages that the bot has sent, each once, as they are now. */
  readonly sent: Message[] = [];
  /** What the bot sent that no server would take. */
  readonly faults: Error[] = [];
  readonly #answers = new Map<CommandName, Answer<never>>();
  readonly #nonces = new Map<string, Message>();
  /** All that were written, by id. */
  readonly #messages = new Map<string, Message>();
  readonly #log: { op: Op; t: EventName; s: Place; d: unknown }[] = [];
  #socket: MemorySocket | undefined;
  /** Set from READY or RESUMED on. */
  #live = false;

  /** Whether something has not arrived yet. */
  get busy(): boolean {
    return this.#socket?.busy ?? false;
  }

  /** Opens a connection in place of the one before. */
  open(): Socket {
    this.#live = false;
    const socket = new MemorySocket(
      () => socket.deliver({ op: Op.Hello, d: { heartbeat_interval: HEARTBEAT_INTERVAL } }),
      (data) => this.#receive(socket, data),
    );
    this.#socket = socket;
    return socket;
  }

  /** Sets what a command is answered with from now on. */
  answer<C extends CommandName>(name: C, answer: Answer<C>): void {
    this.#answers.set(name, answer as Answer<never>);
  }

  /** Has something happen: the bot hears of it now, or of what is stored when it resumes. */
  emit(name: EventName, d: unknown): void {
    if (name === 'MESSAGE_CREATE') this.#messages.set((d as Message).id, d as Message);
    const s: Place = [PARTITION, this.#last + 1];
    const frame = EVENTS[name].stored ? { op: Op.Dispatch, t: name, s, d } : { op: Op.Dispatch, t: name, d };
    if ('s' in frame) this.#log.push({ ...frame, s });
    if (this.#live) this.#socket?.deliver(frame);
  }

  get #last(): number {
    return WORLD.ready.d.cursors[PARTITION]! + this.#log.length;
  }

  #receive(socket: MemorySocket, data: Uint8Array): void {
    const read = readFrame('msgpack', data, true);
    if ('fault' in read) {
      const error = new CozyError('INVALID_INPUT', { message: `The bot sent ${read.fault}` });
      const [{ op, n }] = decodeFrames('msgpack', data) as [{ op: Op; n?: number }];
      if (op === Op.Request) socket.deliver({ op: Op.Response, n, e: error.toBody() });
      else this.faults.push(error);
      return;
    }
    const { op, d } = read.frame;
    const cursors: Cursors = { [PARTITION]: this.#last };
    if (op === Op.Identify) {
      this.#live = true;
      socket.deliver({ ...WORLD.ready, d: { ...WORLD.ready.d, cursors } });
    } else if (op === Op.Resume) {
      this.#live = true;
      const from = (d as { cursors: Cursors }).cursors[PARTITION] ?? 0;
      const missed = this.#log.filter(({ s }) => s[1] > from);
      for (const frame of missed) socket.deliver(frame);
      socket.deliver({ ...WORLD.resumed, d: { ...WORLD.resumed.d, cursors, replayed: missed.length } });
    } else if (op === Op.Heartbeat) socket.deliver({ op: Op.HeartbeatAck });
    else if (op === Op.Request) this.#respond(socket, read.frame);
  }

  #respond(socket: MemorySocket, { t, n, d }: ClientFrame): void {
    const call = { name: t, input: d } as Call;
    this.calls.push(call);
    const output = this.#outputOf(call);
    if (output instanceof CozyError) socket.deliver({ op: Op.Response, n, e: output.toBody() });
    else socket.deliver({ op: Op.Response, n, d: output });
  }

  #outputOf({ name, input }: Call): object | CozyError {
    const answer = this.#answers.get(name);
    if (answer !== undefined) return typeof answer === 'function' ? answer(input as never) : answer;
    if (name === 'message.send') return { message: this.#send(input) };
    if (name === 'message.edit') return this.#edit(input);
    if (name === 'message.history') return { messages: this.#history(input) };
    if (name === 'community.list') return { communities: [WORLD.community] };
    if (Value.Check(COMMANDS[name].output, {})) return {};
    const message = `The test kit does not know what ${name} gives: say so with kit.answer('${name}', …).`;
    return new CozyError('UNKNOWN_COMMAND', { message });
  }

  #send({ nonce, channel_id, content, reply_to }: CommandInput<'message.send'>): Message {
    const first = this.#nonces.get(nonce);
    if (first) return first;
    const replied = this.#messages.get(reply_to ?? '');
    const answered = replied && { id: replied.id, author: replied.author, content: replied.content };
    const message = messageOf({ author: WORLD.bot, channel_id, content, reply_to: answered ?? null });
    this.#nonces.set(nonce, message);
    this.sent.push(message);
    this.emit('MESSAGE_CREATE', message);
    return message;
  }

  #history({ channel_id, limit = 50 }: CommandInput<'message.history'>): Message[] {
    const all = [...this.#messages.values()].filter((message) => message.channel_id === channel_id);
    return all.reverse().slice(0, limit);
  }

  #edit({ message_id, content }: CommandInput<'message.edit'>): object | CozyError {
    const message = this.sent.find(({ id }) => id === message_id);
    if (!message) return new CozyError('UNKNOWN_MESSAGE');
    message.content = content;
    return { message };
  }
}
