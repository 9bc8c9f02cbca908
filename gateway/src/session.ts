import type { WebSocket } from 'uWebSockets.js';
import type { Actor } from '@cozy/core';
import {
  ALL_INTENTS,
  CLOSE_CODES,
  type CloseCode,
  CozyError,
  type EventName,
  encodeFrame,
  LIMITS,
  Op,
  type Place,
  type Status,
} from '@cozy/protocol';
import { frameOf, MadeEvent, type Outgoing } from './frames.ts';
import type { Room, View } from './room.ts';
import type { Topic } from './topic.ts';
import { type Wire, wrap } from './wire.ts';

/** What a socket carries from its upgrade to its end. */
export interface SocketData {
  wire: Wire;
  /** False when the client asked for a version or encoding that does not exist: it is told so by 4012. */
  acceptable: boolean;
  address: string;
  userAgent: string;
  session?: Session;
}

/** Where a session is: not identified, working on Identify or Resume, live, or ended. */
export type SessionState = 'greeting' | 'starting' | 'live' | 'ended';

/**
 * Bytes of a fragment. With its head it fits into the buffer of 16 KiB from which uWebSockets writes; what does not fit
 * there it puts together in a buffer of the socket, which keeps its size for as long as the socket lives (BackPressure in
 * its AsyncSocketData.h).
 */
const FRAGMENT = 16 * 1024 - 64;

let made = 0;

/** One gateway connection. Ten thousand of them stay connected, so it holds little. */
export class Session {
  readonly id: string;
  readonly wire: Wire;
  readonly address: string;
  readonly userAgent: string;
  readonly #socket: WebSocket<SocketData>;
  state: SessionState = 'greeting';
  actor: Actor | null = null;
  intents = ALL_INTENTS;
  shard: readonly [number, number] = [0, 1];
  status: Status = 'online';
  /** Whether it is given in full only what it has in view. */
  passive = false;
  /** The communities that it is in, and in the same order what it may see of each. */
  readonly rooms: Room[] = [];
  readonly views: View[] = [];
  /** Deals sessions out to turns, of looking after them and of telling them what is unread. */
  readonly turn = made++;
  /** Of a passive session: the count of the hub's changes up to which it was told what is unread. */
  told = 0;
  requestsInFlight = 0;
  /** Frames over the rate limit; each one within it makes up for one. */
  excess = 0;
  openedAt = performance.now();
  lastFrameAt = this.openedAt;
  #tokens: number = LIMITS.frameBurst;
  /** Typing and presence of what is in view, by name. */
  readonly #viewed: [name: string, topic: Topic][] = [];

  constructor(id: string, socket: WebSocket<SocketData>) {
    this.id = id;
    this.#socket = socket;
    const { wire, address, userAgent } = socket.getUserData();
    this.wire = wire;
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

  /** Whether it is in a community and receives it. */
  isIn(communityId: string): boolean {
    return this.rooms.some((room) => room.id === communityId);
  }

  /**
   * Takes a token of the frame rate [GW-46].
   *
   * @returns 0 when there was one, else the seconds until there is.
   */
  takeFrame(): number {
    const now = performance.now();
    const regained = ((now - this.lastFrameAt) / 1_000) * LIMITS.framesPerSecond;
    this.lastFrameAt = now;
    this.#tokens = Math.min(LIMITS.frameBurst, this.#tokens + regained);
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / LIMITS.framesPerSecond) * 1_000) / 1_000;
    this.#tokens -= 1;
    return 0;
  }

  /** Sends frames that are encoded already, one after another, as one message. */
  sendFrames(frames: Uint8Array): void {
    if (this.ended) return;
    const message = wrap(this.wire, frames);
    const isBinary = this.wire.encoding === 'msgpack';
    if (message.length <= FRAGMENT) {
      this.#socket.send(message, isBinary);
      return;
    }
    this.#socket.sendFirstFragment(message.subarray(0, FRAGMENT), isBinary);
    let sent = FRAGMENT;
    for (; sent + FRAGMENT < message.length; sent += FRAGMENT) {
      this.#socket.sendFragment(message.subarray(sent, sent + FRAGMENT));
    }
    this.#socket.sendLastFragment(message.subarray(sent));
  }

  /** Sends one frame. */
  send(frame: object): void {
    if (!this.ended) this.sendFrames(encodeFrame(this.wire.encoding, frame));
  }

  /** Sends an event to this session alone. What was published before must be flushed first, see `Hub.dispatch`. */
  sendEvent(event: Outgoing): void {
    if (!this.ended) this.sendFrames(frameOf(event, this.wire.encoding));
  }

  /** Sends an event that is made for this session. */
  dispatch(name: EventName, data: unknown, place: Place | null = null): void {
    if (!this.ended) this.sendEvent(new MadeEvent(name, data, place));
  }

  /** Receives a native topic; `Topic.add` calls it. */
  subscribe(topic: string): void {
    if (!this.ended) this.#socket.subscribe(topic);
  }

  /** Ends a `subscribe`. */
  unsubscribe(topic: string): void {
    if (!this.ended) this.#socket.unsubscribe(topic);
  }

  /** Receives a topic for as long as it is in view. */
  view(name: string, topic: Topic): void {
    if (this.#viewed.some(([known]) => known === name)) return;
    this.#viewed.push([name, topic]);
    topic.add(this);
  }

  /**
   * Ends views.
   *
   * @param ends tells by its name whether a topic goes out of view; all do without it.
   * @returns the names of those that did.
   */
  resetView(ends: (name: string) => boolean = () => true): ReadonlySet<string> {
    const ended = new Set<string>();
    for (let i = this.#viewed.length - 1; i >= 0; i--) {
      const [name, topic] = this.#viewed[i]!;
      if (!ends(name)) continue;
      this.#viewed.splice(i, 1);
      topic.remove(this);
      ended.add(name);
    }
    return ended;
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
