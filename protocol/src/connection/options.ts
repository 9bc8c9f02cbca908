import type { Encoding } from '../codec.ts';
import type { Compression } from '../compression.ts';
import type { EventData, EventName } from '../events.ts';
import type { Place } from '../frames.ts';
import type { Cursors, Status } from '../objects.ts';

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
  /** Whether the server compresses: `dict` by default with msgpack, and `none` with json, which it is not for. */
  compress?: Compression;
  /** Makes a socket; `new WebSocket(url)` by default. */
  socket?: (url: string) => Socket;
  /** Cursors of an earlier connection: it is resumed. */
  cursors?: Cursors;
  intents?: number;
  shard?: [number, number];
  /** Events in full only of the communities that `subscribe` names; of others, what is unread. */
  passive?: boolean;
  status?: Status;
  properties?: { client?: string; version?: string };
  /** Milliseconds that a request waits for its answer; 15 seconds by default. */
  requestTimeout?: number;
  /** Milliseconds from the start of a connection until Hello, after which another try is made; 15 seconds by default. */
  helloTimeout?: number;
}

/** What a connection tells, by the event's name. */
export interface ConnectionEvents {
  state: ConnectionState;
  dispatch: Dispatch;
  /** A stored event came that is not dispatched, because one of its place or a later one was. */
  repeat: Place;
  /** The server has told that nothing is missing up to places; they are in `cursors` from now on. */
  advance: Cursors;
  /** A wait has begun; milliseconds until the next try. */
  wait: number;
  /** The session can't be continued and the next READY starts afresh, because the cursors are older than the log. */
  reset: string;
  /** Closed for good; reconnecting would end the same way. */
  fatal: { code: number; reason: string };
}
