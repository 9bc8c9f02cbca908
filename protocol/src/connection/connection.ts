import { DecodeError, type Encoding, encodeFrame } from '../codec.ts';
import type { CommandInput, CommandName, CommandOutput } from '../commands/index.ts';
import { CozyError, type ErrorBody } from '../errors.ts';
import type { EventData, EventName } from '../events.ts';
import { CLOSE_CODES, type ClientFrameData, GATEWAY_VERSION, Op, type Place, type ServerFrame } from '../frames.ts';
import type { Cursors, Status } from '../objects.ts';
import { backoffDelay } from './backoff.ts';
import { Emitter } from './emitter.ts';
import { readServerFrames } from './receive.ts';
import { Requests } from './requests.ts';

/**
 * Where a connection is. `idle` before `open`; `connecting` until the socket is open; `greeting` until Hello;
 * `identifying` or `resuming` until READY or RESUMED; `ready`; `waiting` between two tries; `closed` for good.
 */
export type ConnectionState =
  | 'idle'
  | 'connecting'
  | 'greeting'
  | 'identifying'
  | 'resuming'
  | 'ready'
  | 'waiting'
  | 'closed';

/** An event as it arrives. `place` is null for events that are not stored. */
export type Dispatch = {
  [E in EventName]: { name: E; data: EventData<E>; place: Place | null };
}[EventName];

/** The part of the WebSocket interface that a connection uses; browsers' and `ws`' sockets fit. */
export interface Socket {
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: never }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

export interface ConnectionOptions {
  /** The gateway's address, e.g. `wss://cozy.example/gateway`. */
  url: string;
  /** Gives a token that is valid now; called before every Identify and Resume. Its errors are retried with backoff. */
  token: () => string | Promise<string>;
  encoding?: Encoding;
  /** Makes a socket; `new WebSocket(url)` by default. */
  socket?: (url: string) => Socket;
  /** Cursors of an earlier connection: it is resumed. */
  cursors?: Cursors;
  intents?: number;
  shard?: [number, number];
  status?: Status;
  properties?: { client?: string; version?: string };
  /** Milliseconds that a request waits for its answer; 15 seconds by default. */
  requestTimeout?: number;
  /** Milliseconds from the start of a connection until Hello, after which another try is made; 15 seconds by default. */
  helloTimeout?: number;
}

interface ConnectionEvents {
  state: ConnectionState;
  dispatch: Dispatch;
  /** A stored event came that is not dispatched, because one of its place or a later one was. */
  repeat: Place;
  /** A wait has begun; milliseconds until the next try. */
  wait: number;
  /** The session can't be continued and the next READY starts afresh, because the cursors are older than the log. */
  reset: string;
  /** Closed for good; reconnecting would end the same way. */
  fatal: { code: number; reason: string };
}

/** Heartbeat intervals without an answer after which the peer counts as dead. */
const MISSED_HEARTBEATS = 1;

/**
 * One gateway connection that keeps itself alive: it heartbeats, notices a dead peer, reconnects with backoff and
 * resumes by its cursors, so that every stored event is dispatched exactly once and in order.
 */
export class Connection extends Emitter<ConnectionEvents> {
  readonly #options: ConnectionOptions;
  readonly #encoding: Encoding;
  readonly #requests = new Requests();
  #state: ConnectionState = 'idle';
  #socket: Socket | undefined;
  #cursors: Cursors;
  #resumable: boolean;
  #attempt = 0;
  #floor = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;
  #status: Status | undefined;
  #subscription: ClientFrameData<typeof Op.Subscribe> | undefined;

  constructor(options: ConnectionOptions) {
    super();
    this.#options = options;
    this.#encoding = options.encoding ?? 'msgpack';
    this.#cursors = { ...options.cursors };
    this.#resumable = options.cursors !== undefined;
    this.#status = options.status;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The last place of each partition that was dispatched; enough to resume on any node. */
  get cursors(): Cursors {
    return { ...this.#cursors };
  }

  /** Starts connecting, or cuts a wait short. Does nothing while connected. */
  open(): void {
    if (this.#state !== 'idle' && this.#state !== 'waiting' && this.#state !== 'closed') return;
    clearTimeout(this.#timer);
    this.#enter('connecting');
    const { url, socket = defaultSocket } = this.#options;
    const query = `v=${GATEWAY_VERSION}&encoding=${this.#encoding}&compress=none`;
    const opened = socket(`${url}?${query}`);
    this.#socket = opened;
    opened.binaryType = 'arraybuffer';
    opened.onopen = () => opened === this.#socket && this.#enter('greeting');
    opened.onmessage = ({ data }) => opened === this.#socket && this.#receive(data);
    opened.onclose = ({ code, reason }) => opened === this.#socket && this.#lost(code, reason);
    // The close event follows and carries all that is known.
    opened.onerror = () => undefined;
    this.#timer = setTimeout(() => this.#retry(), this.#options.helloTimeout ?? 15_000);
  }

  /** Closes for good. Waiting requests fail with UNAVAILABLE. */
  close(): void {
    this.#drop(1000);
    this.#enter('closed');
  }

  /** Drops the socket as if the network had, and reconnects at once; for when the device was asleep or changed networks. */
  reconnect(): void {
    if (this.#state === 'closed' || this.#state === 'idle') return;
    this.#drop(4000);
    this.#enter('waiting');
    this.open();
  }

  /**
   * Calls a command. Not retried here: who calls knows whether it is safe to repeat.
   *
   * @throws CozyError with the server's code; UNAVAILABLE (retryable) when not connected, or no answer came.
   */
  async request<C extends CommandName>(name: C, input: CommandInput<C>): Promise<CommandOutput<C>> {
    if (this.#state !== 'ready') throw new CozyError('UNAVAILABLE', { message: 'Not connected just now.' });
    const { n, output } = this.#requests.open<C>(this.#options.requestTimeout ?? 15_000);
    this.#send({ op: Op.Request, t: name, n, d: input });
    return output;
  }

  /** Sets the own presence, now and after every reconnect. */
  setStatus(status: Status): void {
    this.#status = status;
    if (this.#state === 'ready') this.#send({ op: Op.PresenceUpdate, d: { status } });
  }

  /** Names the communities and channels in view, now and after every reconnect. */
  subscribe(view: ClientFrameData<typeof Op.Subscribe>): void {
    this.#subscription = view;
    if (this.#state === 'ready') this.#send({ op: Op.Subscribe, d: view });
  }

  /** Asks for members; they come as COMMUNITY_MEMBERS_CHUNK. Does nothing while not ready. */
  requestMembers(query: ClientFrameData<typeof Op.RequestMembers>): void {
    if (this.#state === 'ready') this.#send({ op: Op.RequestMembers, d: query });
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('state', state);
  }

  #send(frame: object): void {
    const bytes = encodeFrame(this.#encoding, frame);
    this.#socket?.send(this.#encoding === 'json' ? new TextDecoder().decode(bytes) : bytes);
  }

  #receive(data: string | ArrayBuffer): void {
    let frames: ServerFrame[];
    try {
      frames = readServerFrames(this.#encoding, data);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      // What this message held is unknown, and the cursors stand before it: resuming brings it again.
      this.#retry();
      return;
    }
    const socket = this.#socket;
    for (const frame of frames) {
      this.#handle(frame);
      // A frame, or a listener, may have ended this connection: the rest is not this state's any more.
      if (socket !== this.#socket) return;
    }
  }

  #handle(frame: ServerFrame): void {
    switch (frame.op) {
      case Op.Hello:
        if (this.#heartbeat !== undefined) return;
        clearTimeout(this.#timer);
        this.#startHeartbeat(frame.d.heartbeat_interval);
        void this.#authenticate();
        return;
      case Op.HeartbeatAck:
        this.#unanswered = 0;
        return;
      case Op.Dispatch:
        this.#dispatch(frame.t as EventName, frame.d, frame.s ?? null);
        return;
      case Op.Response:
        this.#requests.settle(frame.n, frame.d, frame.e as ErrorBody | undefined);
        return;
      case Op.Reconnect:
        this.reconnect();
        return;
      case Op.InvalidSession:
        if (!frame.d.resumable) {
          this.#resumable = false;
          this.#cursors = {};
          this.emit('reset', frame.d.reason);
        }
        this.#floor = (frame.d.retry_after ?? 0) * 1000;
        this.#retry();
        return;
    }
  }

  async #authenticate(): Promise<void> {
    const socket = this.#socket;
    let token: string;
    try {
      token = await this.#options.token();
    } catch {
      // No token now, e.g. because the REST server is away too: the same wait as for a lost socket.
      if (socket === this.#socket) this.#retry();
      return;
    }
    if (socket !== this.#socket) return;
    const { intents, shard, properties } = this.#options;
    const presence = this.#status && { status: this.#status };
    this.#enter(this.#resumable ? 'resuming' : 'identifying');
    if (this.#resumable)
      this.#send({ op: Op.Resume, d: { token, cursors: this.#cursors, intents, shard, properties, presence } });
    else this.#send({ op: Op.Identify, d: { token, intents, shard, properties, presence } });
  }

  #dispatch(name: EventName, data: unknown, place: Place | null): void {
    if (place) {
      const key = String(place[0]);
      // Several events may share a place only through READY and RESUMED, which carry none: an older place is a repeat.
      if (place[1] <= (this.#cursors[key] ?? 0)) {
        this.emit('repeat', place);
        return;
      }
      this.#cursors[key] = place[1];
    }
    const began = name === 'READY' || name === 'RESUMED';
    if (began) {
      // READY describes everything at its cursors; RESUMED may name places that lie before what came already.
      const known = name === 'READY' ? {} : this.#cursors;
      this.#cursors = latest(known, (data as EventData<'READY' | 'RESUMED'>).cursors);
      this.#resumable = true;
      this.#attempt = 0;
      this.#floor = 0;
    }
    const socket = this.#socket;
    this.emit('dispatch', { name, data, place } as Dispatch);
    if (began && socket === this.#socket) {
      if (this.#subscription) this.#send({ op: Op.Subscribe, d: this.#subscription });
      this.#enter('ready');
    }
  }

  #startHeartbeat(interval: number): void {
    this.#unanswered = 0;
    this.#heartbeat = setInterval(() => {
      if (this.#unanswered > MISSED_HEARTBEATS) {
        this.#retry();
        return;
      }
      this.#unanswered += 1;
      this.#send({ op: Op.Heartbeat, d: this.#cursors });
    }, interval);
  }

  #lost(code: number, reason: string): void {
    this.#drop(1000);
    const known = code in CLOSE_CODES ? CLOSE_CODES[code as keyof typeof CLOSE_CODES] : undefined;
    if (known?.next === 'fatal') {
      this.#enter('closed');
      this.emit('fatal', { code, reason: reason || known.reason });
      return;
    }
    this.#wait();
  }

  #drop(code: number): void {
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code);
    this.#requests.failAll();
  }

  /** Leaves a connection that is of no use any more, and tries again after a wait. */
  #retry(): void {
    this.#drop(4000);
    this.#wait();
  }

  #wait(): void {
    this.#enter('waiting');
    const delay = backoffDelay(this.#attempt++, this.#floor);
    this.emit('wait', delay);
    this.#timer = setTimeout(() => this.open(), delay);
  }
}

function latest(a: Cursors, b: Cursors): Cursors {
  const places = { ...a };
  for (const [partition, sequence] of Object.entries(b)) {
    places[partition] = Math.max(sequence, places[partition] ?? 0);
  }
  return places;
}

function defaultSocket(url: string): Socket {
  return new WebSocket(url) as unknown as Socket;
}
