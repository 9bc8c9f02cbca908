import { wrapMessage } from '../mock/compress.ts';
import { encodeFrame, type Socket } from '../src/index.ts';

/** A client's socket without a network: what the server sends waits until a test delivers it. */
export class ManualSocket implements Socket {
  binaryType = '';
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: never }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  /** Messages from the server that were not delivered yet. */
  readonly waiting: Uint8Array[] = [];
  /** Messages from the client that the server did not read yet. */
  readonly sent: Uint8Array[] = [];
  closed = false;

  send(data: string | Uint8Array): void {
    if (typeof data === 'string') throw new TypeError('This socket speaks MessagePack only.');
    if (!this.closed) this.sent.push(data);
  }

  close(): void {
    this.closed = true;
  }

  /** Tells the client that the socket is open. */
  open(): void {
    this.onopen?.(undefined as never);
  }

  /** Queues frames from the server, as one message on a connection with `compress=dict`. */
  queue(frames: readonly object[]): void {
    const written = Buffer.concat(frames.map((frame) => encodeFrame('msgpack', frame)));
    this.waiting.push(wrapMessage(written, 'dict'));
  }

  /** Delivers the oldest waiting message; gives false when there is none. */
  deliver(): boolean {
    const message = this.waiting.shift();
    if (!message || this.closed) return false;
    const { buffer, byteOffset, byteLength } = message;
    this.onmessage?.({ data: buffer.slice(byteOffset, byteOffset + byteLength) as never });
    return true;
  }

  /** Loses the connection with all that waits. */
  lose(code: number): void {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.({ code, reason: '' });
  }
}
