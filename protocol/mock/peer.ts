import type { WebSocket } from 'ws';
import { type ClientFrame, encodeFrame, Op } from '../src/index.ts';
import { wrapMessage } from './compress.ts';
import type { Wire } from './query.ts';
import { readFrame } from './read.ts';

/** What has happened on a connection and was not consumed by a step yet. */
export type Incident = { frame: ClientFrame } | { closed: number } | { fault: string };

/** One client's connection to the mock: checks what comes against the protocol, and queues it for the script. */
export class Peer {
  /** What answers heartbeats; null for nothing. */
  answer: object | null = { op: Op.HeartbeatAck };
  readonly #socket: WebSocket;
  readonly #wire: Wire;
  readonly #incidents: Incident[] = [];
  readonly #onIncident: () => void;

  /**
   * @param socket of the client.
   * @param wire that the client asked for.
   * @param onIncident called after each incident that was queued.
   */
  constructor(socket: WebSocket, wire: Wire, onIncident: () => void) {
    this.#socket = socket;
    this.#wire = wire;
    this.#onIncident = onIncident;
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#receive(data, isBinary));
    socket.on('close', (code: number) => this.#add({ closed: code }));
    socket.on('error', (error: Error) => this.#add({ fault: `a broken WebSocket (${error.message})` }));
  }

  /** Takes the next incident, if there is one. */
  take(): Incident | undefined {
    return this.#incidents.shift();
  }

  /** Sends frames in one WebSocket message, where the client asked for it as `how` says. */
  send(frames: readonly object[], how: 'dict' | 'plain' = 'dict'): void {
    const bytes = Buffer.concat(frames.map((frame) => encodeFrame(this.#wire.encoding, frame)));
    if (this.#wire.compress === 'dict') this.#socket.send(wrapMessage(bytes, how));
    else this.#socket.send(this.#wire.encoding === 'json' ? bytes.toString('utf8') : bytes);
  }

  /** Sends bytes, that need be no frames, in a binary message. */
  sendBytes(bytes: Uint8Array): void {
    this.#socket.send(this.#wire.compress === 'dict' ? wrapMessage(bytes, 'plain') : bytes);
  }

  /** Sends a message as it is: bytes as a binary message, a string as a text message. */
  sendRaw(data: Uint8Array | string): void {
    this.#socket.send(data);
  }

  /** Closes with a code. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the TCP connection, without a WebSocket close. */
  drop(): void {
    this.#socket.terminate();
  }

  #add(incident: Incident): void {
    this.#incidents.push(incident);
    this.#onIncident();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    const read = readFrame(this.#wire.encoding, data, isBinary);
    if ('frame' in read && read.frame.op === Op.Heartbeat && this.answer) this.send([this.answer]);
    this.#add(read);
  }
}
