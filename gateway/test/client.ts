import { inflateRawSync } from 'node:zlib';
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  CozyError,
  type Cursors,
  DICTIONARIES,
  decodeFrames,
  type Encoding,
  type ErrorBody,
  type EventData,
  type EventName,
  encodeFrame,
  Op,
  type Place,
  type ServerFrame,
} from '@cozy/protocol';
import { WebSocket } from 'ws';

/** An event as it came. */
export interface Received<E extends EventName = EventName> {
  name: E;
  data: EventData<E>;
  place: Place | null;
}

/** How to open a connection. */
export interface ConnectOptions {
  encoding?: Encoding;
  /** The address's query in place of the usual one. */
  query?: string;
  /** Asks for messages that are compressed with the dictionary. */
  compressed?: boolean;
}

interface Waiter {
  look: () => boolean;
}

/** Milliseconds after which a wait fails and says what it waited for: far more than any answer takes. */
const PATIENCE = 15_000;

/**
 * A client that does nothing by itself: it writes down what it is sent, and sends what a test tells it to. Unlike
 * protocol's connection it lets tests break the rules.
 */
export class TestClient {
  readonly frames: ServerFrame[] = [];
  readonly events: Received[] = [];
  /** What came, as it came, when messages are compressed. */
  readonly messages: Uint8Array[] = [];
  readonly #encoding: Encoding;
  readonly #socket: WebSocket;
  readonly #waiters = new Set<Waiter>();
  readonly #cursors: Cursors = {};
  #close: { code: number; reason: string } | null = null;
  #requests = 0;

  constructor(socket: WebSocket, encoding: Encoding, compressed: boolean) {
    this.#socket = socket;
    this.#encoding = encoding;
    socket.binaryType = 'arraybuffer';
    socket.on('message', (data: ArrayBuffer, isBinary: boolean) => {
      const bytes = compressed ? this.#unwrap(new Uint8Array(data)) : isBinary ? data : String(data);
      for (const frame of decodeFrames(encoding, bytes) as ServerFrame[]) this.#take(frame);
      this.#wake();
    });
    socket.on('close', (code, reason) => {
      this.#close = { code, reason: String(reason) };
      this.#wake();
    });
  }

  /** The last place of every partition that came, as a client would keep them. */
  get cursors(): Cursors {
    return { ...this.#cursors };
  }

  /** Names of the events so far. */
  get names(): EventName[] {
    return this.events.map(({ name }) => name);
  }

  #unwrap(message: Uint8Array): Uint8Array {
    this.messages.push(message);
    const [tag = 0] = message;
    return tag === 0
      ? message.subarray(1)
      : inflateRawSync(message.subarray(1), { dictionary: DICTIONARIES.get(tag)! });
  }

  #take(frame: ServerFrame): void {
    this.frames.push(frame);
    if (frame.op !== Op.Dispatch) return;
    const { t, d, s } = frame;
    if (s && s[1] > (this.#cursors[String(s[0])] ?? 0)) this.#cursors[String(s[0])] = s[1];
    if (t === 'READY' || t === 'RESUMED') {
      for (const [partition, sequence] of Object.entries((d as EventData<'READY'>).cursors)) {
        this.#cursors[partition] = Math.max(sequence, this.#cursors[partition] ?? 0);
      }
    }
    this.events.push({ name: t as EventName, data: d as never, place: s ?? null });
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) if (waiter.look()) this.#waiters.delete(waiter);
  }

  /** Waits until `look` gives something other than undefined. Fails when the connection closes first or nothing comes. */
  async until<T>(what: string, look: () => T | undefined): Promise<T> {
    return await new Promise<T>((resolve, reject) => {
      const seen = () =>
        `after ${this.frames.length} frames, the last ${JSON.stringify(this.frames.at(-1))?.slice(0, 300)}`;
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`${what} did not come, ${seen()}`));
      }, PATIENCE);
      const waiter: Waiter = {
        look: () => {
          const found = look();
          if (found === undefined && this.#close === null) return false;
          clearTimeout(timer);
          if (found !== undefined) resolve(found);
          else reject(new Error(`${what} did not come before close ${this.#close?.code}, ${seen()}`));
          return true;
        },
      };
      if (!waiter.look()) this.#waiters.add(waiter);
    });
  }

  /** Waits for an event, which may have come already. */
  async event<E extends EventName>(
    name: E,
    accept: (data: EventData<E>) => boolean = () => true,
    from = 0,
  ): Promise<Received<E>> {
    return await this.until(name, () => {
      const found = this.events.slice(from).find((event) => event.name === name && accept(event.data as never));
      return found as Received<E> | undefined;
    });
  }

  /** Waits for a frame with an opcode. */
  async frame(op: number, from = 0): Promise<ServerFrame> {
    return await this.until(`opcode ${op}`, () => this.frames.slice(from).find((frame) => frame.op === op));
  }

  /** Waits for the connection's end. */
  async closed(): Promise<number> {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The server did not close the connection')), 2 * PATIENCE);
      const waiter: Waiter = {
        look: () => {
          if (!this.#close) return false;
          clearTimeout(timer);
          resolve(this.#close.code);
          return true;
        },
      };
      if (!waiter.look()) this.#waiters.add(waiter);
    });
  }

  /** Sends a frame. */
  send(frame: object): void {
    const bytes = encodeFrame(this.#encoding, frame);
    this.#socket.send(this.#encoding === 'json' ? new TextDecoder().decode(bytes) : bytes);
  }

  /** Sends bytes or text as they are; bytes in a binary message unless told otherwise. */
  sendRaw(data: string | Uint8Array, binary = typeof data !== 'string'): void {
    this.#socket.send(data, { binary });
  }

  /** Sends Identify. */
  identify(token: string, options: object = {}): void {
    this.send({ op: Op.Identify, d: { token, ...options } });
  }

  /** Sends Identify and waits for READY. */
  async ready(token: string, options: object = {}): Promise<EventData<'READY'>> {
    this.identify(token, options);
    return (await this.event('READY')).data;
  }

  /** Sends Resume and waits for RESUMED. */
  async resumed(token: string, cursors: Cursors, options: object = {}): Promise<EventData<'RESUMED'>> {
    this.send({ op: Op.Resume, d: { token, cursors, ...options } });
    return (await this.event('RESUMED')).data;
  }

  /** Sends Request and waits for its answer. */
  async request<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    const response = await this.respond(name, input);
    if (response.e) throw CozyError.fromBody(response.e as ErrorBody);
    return response.d as CommandOutput<C>;
  }

  /** Sends Request, of whatever kind, and gives the whole Response. */
  async respond(name: string, input: unknown): Promise<{ n: number; d?: unknown; e?: ErrorBody }> {
    const n = ++this.#requests;
    this.send({ op: Op.Request, t: name, n, d: input });
    return await this.until(`the answer of ${name}`, () => {
      const found = this.frames.find((frame) => frame.op === Op.Response && frame.n === n);
      return found as { n: number; d?: unknown; e?: ErrorBody } | undefined;
    });
  }

  /** Waits until everything that was sent to this connection so far has come: the server answers in order. */
  async settled(): Promise<void> {
    const from = this.frames.length;
    this.send({ op: Op.Heartbeat });
    await this.frame(Op.HeartbeatAck, from);
  }

  /** Stops reading, so that the server's frames pile up. */
  pause(): void {
    this.#socket.pause();
  }

  /** Ends the connection as a lost network would. */
  drop(): void {
    this.#socket.terminate();
  }
}

/** Opens a connection. */
export async function connect(
  port: number,
  { encoding = 'msgpack', query, compressed = false }: ConnectOptions = {},
): Promise<TestClient> {
  const usual = `v=1&encoding=${encoding}&compress=${compressed ? 'dict' : 'none'}`;
  const address = `ws://127.0.0.1:${port}/gateway?${query ?? usual}`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  const client = new TestClient(socket, encoding, compressed);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return client;
}
