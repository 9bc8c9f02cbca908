import { decodeFrames, type Encoding, encodeFrame, GATEWAY_VERSION, Op } from '@cozy/protocol';
import { WebSocket } from 'ws';
import { within } from './within.ts';

/** A frame of the server, as far as tests look at it. */
export interface RawFrame {
  op: number;
  t?: string;
  n?: number;
  d?: unknown;
  e?: { code: string; retry_after?: number };
}

/** Ms that a frame or close is waited for. */
const WITHIN_MS = 20_000;

/** A connection that sends whatever it is told, as no client should. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #encoding: Encoding;
  readonly frames: RawFrame[] = [];
  /** The code with which the connection was closed. */
  readonly closed: Promise<number>;
  #watchers = new Set<() => void>();

  private constructor(socket: WebSocket, encoding: Encoding) {
    this.#socket = socket;
    this.#encoding = encoding;
    this.closed = new Promise((resolve) => socket.on('close', (code) => resolve(code)));
    // A close follows.
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.frames.push(...(decodeFrames(encoding, isBinary ? new Uint8Array(data) : data.toString()) as RawFrame[]));
      for (const watcher of this.#watchers) watcher();
    });
  }

  /** Connects, and waits for Hello. */
  static async open(origin: string, encoding: Encoding = 'msgpack'): Promise<RawSocket> {
    const url = `${origin.replace('http', 'ws')}/gateway?v=${GATEWAY_VERSION}&encoding=${encoding}`;
    const raw = new RawSocket(new WebSocket(url), encoding);
    await raw.frame((frame) => frame.op === Op.Hello, 'Hello');
    return raw;
  }

  /** Connects and identifies, and waits for READY. */
  static async identified(origin: string, token: string, encoding: Encoding = 'msgpack'): Promise<RawSocket> {
    const raw = await RawSocket.open(origin, encoding);
    raw.send({ op: Op.Identify, d: { token } });
    await raw.frame((frame) => frame.t === 'READY', 'READY');
    return raw;
  }

  /** Sends a frame in the connection's encoding. */
  send(frame: object): void {
    const bytes = encodeFrame(this.#encoding, frame);
    this.sendBytes(bytes, this.#encoding === 'msgpack');
  }

  /** Sends a message as it is; nothing once the connection is closed. */
  sendBytes(bytes: Uint8Array, binary = true): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(bytes, { binary });
  }

  /** Responses so far. */
  get answers(): RawFrame[] {
    return this.frames.filter(({ op }) => op === Op.Response);
  }

  /** Waits until a condition holds, looking after every message. @throws {Error} after 20 s, or at a close. */
  async until(condition: () => boolean, what: string): Promise<void> {
    let look: () => void = () => undefined;
    const holds = new Promise<void>((resolve) => {
      look = () => {
        if (condition()) resolve();
      };
    });
    this.#watchers.add(look);
    look();
    const closed = this.closed.then((code): never => {
      throw new Error(`Closed with ${code} while waiting: ${what}`);
    });
    try {
      await within(Promise.race([holds, closed]), WITHIN_MS, what);
    } finally {
      this.#watchers.delete(look);
      // It is closed at some time, and nobody waits for that here any more.
      closed.catch(() => undefined);
    }
  }

  /** Gives the first frame that fits, past or to come. @throws {Error} after 20 s, or when the connection is closed. */
  async frame(fits: (frame: RawFrame) => boolean, what: string): Promise<RawFrame> {
    let found: RawFrame | undefined;
    await this.until(() => {
      found = this.frames.find(fits);
      return found !== undefined;
    }, what);
    return found as RawFrame;
  }

  /** Calls a command. @returns the response, with `d` or `e`. */
  async request(t: string, n: number, d: unknown): Promise<RawFrame> {
    this.send({ op: Op.Request, t, n, d });
    return this.frame((frame) => frame.op === Op.Response && frame.n === n, `the answer to ${t}`);
  }

  /** Waits for the close. @throws {Error} after 20 s. */
  closeCode(what: string): Promise<number> {
    return within(this.closed, WITHIN_MS, `the close after ${what}`);
  }

  /** Ends the connection at once. */
  end(): void {
    this.#socket.terminate();
  }
}
