import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Opcodes of WebSocket frames (RFC 6455, 5.2). */
export const WS = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** What is unusual about a WebSocket frame. */
export interface FrameOptions {
  fin?: boolean;
  masked?: boolean;
  /** Reserved bits; the first says that the frame is compressed (RFC 7692). */
  reserved?: number;
  /** The length that the header claims, in place of the payload's. */
  length?: bigint;
}

/** Milliseconds in which an answer must come: far more than any takes. */
const PATIENCE = 30_000;

/** A TCP connection that speaks WebSocket as badly as a test wants it to. */
export class RawPeer {
  readonly socket: Socket;
  /** Everything that came, as it came. */
  received = Buffer.alloc(0);
  readonly #looks = new Set<() => void>();
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (part) => {
      this.received = Buffer.concat([this.received, part]);
      for (const look of [...this.#looks]) look();
    });
    // A close follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#ended = true;
      for (const look of [...this.#looks]) look();
    });
  }

  /** Connects, and says nothing. */
  static async connect(port: number): Promise<RawPeer> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawPeer(socket);
  }

  /** Connects and opens a WebSocket. @param fields of the request besides those that are needed. */
  static async open(port: number, fields = ''): Promise<RawPeer> {
    const peer = await RawPeer.connect(port);
    peer.socket.write(upgradeRequest(fields));
    await peer.until('the upgrade', () => peer.received.includes('\r\n\r\n'));
    return peer;
  }

  /** Whether the server has ended the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The code of the close frame that came last; 1006 when the connection ended without one. */
  get closeCode(): number | null {
    // Closing is the last thing that the server says: 0x88, the length, two bytes of code.
    const at = this.received.lastIndexOf(0x88);
    const length = at < 0 ? -1 : (this.received[at + 1] ?? -1);
    if (length >= 2 && at + 2 + length === this.received.length) return this.received.readUInt16BE(at + 2);
    return this.#ended ? 1006 : null;
  }

  /** Sends a WebSocket frame. */
  frame(opcode: number, payload: Uint8Array, options: FrameOptions = {}): void {
    this.socket.write(webSocketFrame(opcode, payload, options));
  }

  /** Waits until a condition holds, looking after everything that comes. @throws {Error} at the end of the connection. */
  async until(what: string, holds: () => boolean, patience = PATIENCE): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        this.#looks.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const look = () => {
        if (holds()) settle();
        else if (this.#ended) settle(new Error(`The connection ended before ${what}`));
      };
      const timer = setTimeout(() => settle(new Error(`Not within ${patience / 1000} s: ${what}`)), patience);
      this.#looks.add(look);
      look();
    });
  }

  /** Waits until the server has said why it closes, or has cut the connection off. @returns the code. */
  async closed(patience = PATIENCE): Promise<number> {
    await this.until('the close', () => this.closeCode !== null, patience);
    return this.closeCode!;
  }

  /** Cuts the connection off. */
  drop(): void {
    this.socket.destroy();
  }
}

/** The request that opens a WebSocket. */
export function upgradeRequest(fields = ''): string {
  const key = randomBytes(16).toString('base64');
  return `GET /gateway?v=1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n${fields}\r\n`;
}

/** Writes a WebSocket frame as a client does, or as none should (RFC 6455, 5.2). */
export function webSocketFrame(opcode: number, payload: Uint8Array, options: FrameOptions = {}): Buffer {
  const { fin = true, masked = true, reserved = 0, length = BigInt(payload.length) } = options;
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = masked ? 0x80 : 0;
  const head = Buffer.alloc(length < 126n ? 2 : length < 65_536n ? 4 : 10);
  head[0] = first;
  if (head.length === 2) head[1] = mask | Number(length);
  else if (head.length === 4) {
    head[1] = mask | 126;
    head.writeUInt16BE(Number(length), 2);
  } else {
    head[1] = mask | 127;
    head.writeBigUInt64BE(length, 2);
  }
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), payload]);
}
