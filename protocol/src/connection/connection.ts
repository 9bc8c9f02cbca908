import { DecodeError, type Encoding, encodeFrame } from '../codec.ts';
import type { CommandInput, CommandName, CommandOutput } from '../commands/index.ts';
import type { Compression } from '../compression.ts';
import { DICTIONARY_VERSION } from '../dictionary.ts';
import { CozyError, type ErrorBody } from '../errors.ts';
import type { EventData, EventName } from '../events.ts';
import {
  CLOSE_CODES,
  type ClientFrameData,
  GATEWAY_VERSION,
  Op,
  type Place,
  type ServerFrame,
  type Subscription,
} from '../frames.ts';
import type { Cursors, Status } from '../objects.ts';
import { backoffDelay } from './backoff.ts';
import { Emitter } from './emitter.ts';
import type { ConnectionEvents, ConnectionOptions, ConnectionState, Dispatch, Socket } from './options.ts';
import { Places } from './places.ts';
import { readServerFrames } from './receive.ts';
import { Requests } from './requests.ts';
import { View } from './view.ts';

/** Heartbeat intervals without an answer after which the peer counts as dead. */
const MISSED_HEARTBEATS = 1;

/**
 * One gateway connection that keeps itself alive: it heartbeats, notices a dead peer, reconnects with backoff and
 * resumes by its cursors, so that every stored event is dispatched exactly once and in order.
 */
export class Connection extends Emitter<ConnectionEvents> {
  readonly #options: ConnectionOptions;
  readonly #encoding: Encoding;
  readonly #compress: Compression;
  readonly #requests = new Requests();
  readonly #places: Places;
  readonly #view: View;
  #state: ConnectionState = 'idle';
  #socket: Socket | undefined;
  #resumable: boolean;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  #unanswered = 0;
  #status: Status | undefined;

  constructor(options: ConnectionOptions) {
    super();
    this.#options = options;
    this.#encoding = options.encoding ?? 'msgpack';
    this.#compress = options.compress ?? (this.#encoding === 'msgpack' ? 'dict' : 'none');
    this.#places = new Places(options.cursors);
    this.#view = new View(options.passive ?? false);
    this.#resumable = options.cursors !== undefined;
    this.#status = options.status;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The places up to which everything was dispatched; enough to resume on any node. */
  get cursors(): Cursors {
    return { ...this.#places.cursors };
  }

  /** Of a passive connection: the communities of which everything up to the cursors was dispatched. */
  get given(): ReadonlySet<string> {
    return this.#view.given;
  }

  /** Starts connecting, or cuts a wait short. Does nothing while connected. */
  open(): void {
    if (this.#state !== 'idle' && this.#state !== 'waiting' && this.#state !== 'closed') return;
    clearTimeout(this.#timer);
    this.#enter('connecting');
    const { url, socket = defaultSocket } = this.#options;
    const compress = this.#compress === 'dict' ? `dict&dict=${DICTIONARY_VERSION}` : 'none';
    const opened = socket(`${url}?v=${GATEWAY_VERSION}&encoding=${this.#encoding}&compress=${compress}`);
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

  /** Names the communities, channels and member windows in view, now and after every reconnect. */
  subscribe(view: Subscription): void {
    this.#view.want(view);
    if (this.#state === 'ready') this.#subscribe();
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
      frames = readServerFrames(this.#encoding, this.#compress, data);
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
        if (frame.d) this.#advance(frame.d);
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
          this.#places.restart({});
          this.emit('reset', frame.d.reason);
        }
        this.#retry((frame.d.retry_after ?? 0) * 1000);
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
    const { intents, shard, properties, passive } = this.#options;
    const presence = this.#status && { status: this.#status };
    const subscribe = this.#view.begin(this.#resumable);
    const session = { token, intents, shard, properties, presence, passive, subscribe };
    this.#enter(this.#resumable ? 'resuming' : 'identifying');
    if (this.#resumable) this.#send({ op: Op.Resume, d: { ...session, cursors: this.#places.cursors } });
    else this.#send({ op: Op.Identify, d: session });
  }

  #dispatch(name: EventName, data: unknown, place: Place | null): void {
    if (place && !this.#places.take(place)) {
      this.emit('repeat', place);
      return;
    }
    const began = name === 'READY' || name === 'RESUMED';
    if (began) {
      const { cursors } = data as EventData<'READY' | 'RESUMED'>;
      // READY describes everything at its cursors; RESUMED may name places that lie before what came already.
      if (name === 'READY') this.#places.restart(cursors);
      else this.#places.raise(cursors);
      this.#resumable = true;
      this.#attempt = 0;
    }
    if (name === 'SUBSCRIBED') {
      const { communities, cursors } = data as EventData<'SUBSCRIBED'>;
      this.#view.answered(communities);
      this.#advance(cursors);
    }
    if (name === 'COMMUNITY_DELETE') this.#view.left((data as EventData<'COMMUNITY_DELETE'>).id);
    const socket = this.#socket;
    this.emit('dispatch', { name, data, place } as Dispatch);
    if (began && socket === this.#socket) {
      this.#subscribe();
      this.#enter('ready');
    }
  }

  #advance(cursors: Cursors): void {
    if (this.#places.raise(cursors)) this.emit('advance', cursors);
  }

  #subscribe(): void {
    const view = this.#view.next();
    if (view) this.#send({ op: Op.Subscribe, d: view });
  }

  #startHeartbeat(interval: number): void {
    this.#unanswered = 0;
    this.#heartbeat = setInterval(() => {
      if (this.#unanswered > MISSED_HEARTBEATS) {
        this.#retry();
        return;
      }
      this.#unanswered += 1;
      this.#send({ op: Op.Heartbeat, d: this.#places.cursors });
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
    this.#wait(0);
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

  /** Leaves a connection that is of no use any more, and tries again after a wait of `floor` milliseconds at least. */
  #retry(floor = 0): void {
    this.#drop(4000);
    this.#wait(floor);
  }

  #wait(floor: number): void {
    this.#enter('waiting');
    const delay = backoffDelay(this.#attempt++, floor);
    this.emit('wait', delay);
    this.#timer = setTimeout(() => this.open(), delay);
  }
}

function defaultSocket(url: string): Socket {
  return new WebSocket(url) as unknown as Socket;
}
