import type { WebSocket } from 'uWebSockets.js';
import type { Actor, LogEvent, Membership } from '@cozy/core';
import {
  ALL_INTENTS,
  CLOSE_CODES,
  type CloseCode,
  CozyError,
  type Encoding,
  type EventName,
  encodeFrame,
  Op,
  type Place,
  type Status,
} from '@cozy/protocol';
import { dispatch } from './frames.ts';

/** What a socket carries from its upgrade to its end. */
export interface SocketData {
  encoding: Encoding;
  /** False when the client asked for a version or encoding that does not exist: it is told so by 4012. */
  acceptable: boolean;
  address: string;
  userAgent: string;
  session?: Session;
}

/** Where a session is: not identified, working on Identify or Resume, live, or ended. */
export type SessionState = 'greeting' | 'starting' | 'live' | 'ended';

/** One gateway connection. */
export class Session {
  readonly id: string;
  readonly encoding: Encoding;
  readonly compression = 'none';
  readonly address: string;
  readonly userAgent: string;
  readonly #socket: WebSocket<SocketData>;
  state: SessionState = 'greeting';
  actor: Actor | null = null;
  intents = ALL_INTENTS;
  shard: readonly [number, number] = [0, 1];
  status: Status = 'online';
  /** Memberships by community; what this session is given events of. */
  readonly memberships = new Map<string, Membership>();
  /** While the session is started, live events of its account wait here; null otherwise. */
  backlog: LogEvent[] | null = null;
  /** While missed events are replayed, those of its communities wait there, too. */
  replaying = false;
  requestsInFlight = 0;
  /** Frames over the rate limit; each one within it makes up for one. */
  excess = 0;
  readonly openedAt = performance.now();
  lastFrameAt = performance.now();
  readonly #view = new Set<string>();

  constructor(id: string, socket: WebSocket<SocketData>) {
    this.id = id;
    this.#socket = socket;
    const { encoding, address, userAgent } = socket.getUserData();
    this.encoding = encoding;
    this.address = address;
    this.userAgent = userAgent;
    // A socket that leaves its last topic loses what was published to it but not flushed yet, so it always keeps one.
    socket.subscribe('open');
  }

  /** Whether frames can still be sent. State may change across any await. */
  get ended(): boolean {
    return this.state === 'ended';
  }

  /** Bytes that wait for the reader. */
  get waitingBytes(): number {
    return this.ended ? 0 : this.#socket.getBufferedAmount();
  }

  /** Sends one frame that is encoded already. */
  sendBytes(bytes: Uint8Array): void {
    if (!this.ended) this.#socket.send(bytes, this.encoding === 'msgpack');
  }

  /** Sends one frame. */
  send(frame: object): void {
    if (!this.ended) this.sendBytes(encodeFrame(this.encoding, frame));
  }

  /** Sends an event that is made for this session. */
  dispatch(name: EventName, data: unknown, place: Place | null = null): void {
    if (!this.ended) this.sendBytes(dispatch(this.encoding, name, data, place));
  }

  /** Receives what is published to a topic, in this session's encoding. */
  subscribe(topic: string): void {
    if (!this.ended) this.#socket.subscribe(`${topic}/${this.encoding}`);
  }

  /** Ends a `subscribe`. */
  unsubscribe(topic: string): void {
    if (!this.ended) this.#socket.unsubscribe(`${topic}/${this.encoding}`);
  }

  /** Receives what is published to a topic of the session's present view. */
  view(topic: string): void {
    if (this.#view.has(topic)) return;
    this.#view.add(topic);
    this.subscribe(topic);
  }

  /** Ends every `view` whose topic is in `topics`, or all of them. */
  resetView(topics: Iterable<string> = [...this.#view]): void {
    for (const topic of topics) if (this.#view.delete(topic)) this.unsubscribe(topic);
  }

  /** Answers a request that came too soon. */
  sendRateLimited(n: number, retryAfter: number): void {
    this.send({ op: Op.Response, n, e: new CozyError('RATE_LIMITED', { retryAfter }).toBody() });
  }

  /** Closes with a code; what was sent before still arrives. */
  close(code: CloseCode): void {
    if (this.ended) return;
    // `end` calls the close handler at once, which marks the session as ended. A peer that does not read is cut off by
    // the socket's own time-out.
    this.#socket.end(code, CLOSE_CODES[code].reason);
  }
}
