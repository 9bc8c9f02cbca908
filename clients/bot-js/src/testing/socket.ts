import { encodeFrame, type Socket } from '@cozy/protocol';

/** A bot's connection without a network: what either end sends arrives a turn of the event loop later, in order. */
export class MemorySocket implements Socket {
  binaryType = '';
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: never }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly #receive: (data: Uint8Array) => void;
  #closed = false;
  #waiting = 0;

  /**
   * @param greet called when the socket is open.
   * @param receive takes what the bot sends.
   */
  constructor(greet: () => void, receive: (data: Uint8Array) => void) {
    this.#receive = receive;
    this.#later(() => {
      this.onopen?.(undefined as never);
      greet();
    });
  }

  /** Whether something has not arrived yet. */
  get busy(): boolean {
    return this.#waiting > 0 && !this.#closed;
  }

  send(data: string | Uint8Array): void {
    if (typeof data === 'string') throw new TypeError('The test kit speaks MessagePack only.');
    this.#later(() => this.#receive(data));
  }

  /** Sends a frame to the bot. */
  deliver(frame: object): void {
    const bytes = encodeFrame('msgpack', frame);
    // Connections ask for compress=dict, where a first byte of 0 says that what follows is not compressed.
    const message = new Uint8Array(bytes.length + 1);
    message.set(bytes, 1);
    this.#later(() => this.onmessage?.({ data: message.buffer as never }));
  }

  close(): void {
    this.#closed = true;
  }

  #later(job: () => void): void {
    this.#waiting += 1;
    setImmediate(() => {
      this.#waiting -= 1;
      if (!this.#closed) job();
    });
  }
}
