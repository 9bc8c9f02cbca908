import {
  CLOSE_CODES,
  Connection,
  type ConnectionState,
  CozyError,
  type Cursors,
  type Dispatch,
  type Intent,
  type Socket,
} from '@cozy/protocol';
import { WebSocket } from 'ws';

/** Milliseconds that a peer has to answer a close before the socket is cut. */
const CLOSE_TIMEOUT = 1_000;

/** What a gateway tells its bot. */
export interface GatewayListener {
  dispatch(event: Dispatch): void;
  /** Nothing is missing up to these places, which the server has told without an event. */
  advance(cursors: Cursors): void;
  state(state: ConnectionState): void;
  /** The session ended and the next READY starts afresh. */
  reset(reason: string): void;
  /** Closed for good. */
  fatal(error: CozyError): void;
}

export interface GatewayOptions {
  url: string;
  token: string;
  intents?: number;
  shard?: readonly [number, number];
  version: string;
  /** Opens the connection's socket. */
  socket: (url: string) => Socket;
}

/** A bot's place on the gateway: one connection, which can be replaced by one that resumes from other cursors. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #listener: GatewayListener;
  #connection: Connection | undefined;
  #waiting: { resolve: (connection: Connection) => void; reject: (error: CozyError) => void }[] = [];
  #ended: CozyError | undefined;

  constructor(options: GatewayOptions, listener: GatewayListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /**
   * Connects, in place of an earlier connection.
   *
   * @param cursors to resume from; without them the session starts afresh.
   */
  open(cursors: Cursors | undefined): void {
    const previous = this.#connection;
    this.#connection = undefined;
    previous?.close();
    const { url, token, intents, shard, version, socket } = this.#options;
    const connection = new Connection({
      url,
      token: () => token,
      socket,
      cursors,
      intents,
      shard: shard && [...shard],
      properties: { client: '@cozy/bot', version },
    });
    this.#connection = connection;
    const current = () => connection === this.#connection;
    connection.on('dispatch', (event) => current() && this.#listener.dispatch(event));
    connection.on('advance', (cursors) => current() && this.#listener.advance(cursors));
    connection.on('reset', (reason) => current() && this.#listener.reset(reason));
    connection.on('fatal', ({ code, reason }) => current() && this.#fail(code, reason));
    connection.on('state', (state) => {
      if (!current()) return;
      this.#listener.state(state);
      if (state === 'ready') for (const { resolve } of this.#waiting.splice(0)) resolve(connection);
    });
    connection.open();
  }

  /**
   * Waits for a connection that takes requests.
   *
   * @throws CozyError when the gateway was closed, or refused the bot for good.
   */
  ready(): Promise<Connection> {
    if (this.#ended) return Promise.reject(this.#ended);
    const connection = this.#connection;
    if (connection?.state === 'ready') return Promise.resolve(connection);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Closes for good; who waits for a connection gets an error. */
  close(): void {
    this.#end(new CozyError('UNAVAILABLE', { message: 'The bot was stopped.' }));
    this.#connection?.close();
  }

  #fail(code: number, reason: string): void {
    const error = fatalError(code, reason);
    this.#end(error);
    this.#listener.fatal(error);
  }

  #end(error: CozyError): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

/** Says what a close code that ends a bot means for who runs it. */
function fatalError(code: number, reason: string): CozyError {
  if (code === 4004) return new CozyError('UNAUTHENTICATED', { message: WRONG_TOKEN });
  const known = code in CLOSE_CODES ? ` ${CLOSE_CODES[code as keyof typeof CLOSE_CODES].doc}` : '';
  return new CozyError('FORBIDDEN', {
    message: `The server ended the connection for good: ${code} ${reason}.${known}`,
  });
}

const WHERE_TOKENS_ARE = 'In the web client, open Settings → Bots, create the bot or reset its token, and copy it.';
const WRONG_TOKEN = `The server refused this bot token. ${WHERE_TOKENS_ARE}`;
/** Told when there is no token at all. */
export const NO_TOKEN = `This bot has no token. ${WHERE_TOKENS_ARE}`;

/**
 * Makes a gateway address of an instance's address.
 *
 * @param url `http(s)` or `ws(s)`, with or without `/gateway`.
 * @throws TypeError when it is no such address.
 */
export function gatewayUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^(http|ws)s?:$/.test(parsed.protocol)) {
    throw new TypeError(
      `url must be an instance's address, such as http://localhost:8080, not ${JSON.stringify(url)}.`,
    );
  }
  const path = parsed.pathname.replace(/\/$/, '');
  return `${parsed.protocol.replace('http', 'ws')}//${parsed.host}${path.endsWith('/gateway') ? path : `${path}/gateway`}`;
}

/** Says that the bot would never hear of what it wants to handle. */
export function missingIntent(event: string, intent: Intent): string {
  return `${event} needs the intent ${intent}. Add it to the bot's intents, or leave intents out to receive everything.`;
}

/** Opens a WebSocket that a dead peer does not keep alive. */
export function openSocket(url: string): Socket {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const close = socket.close.bind(socket);
  // A dead peer never answers a close, and would keep the process alive for as long as `ws` waits.
  socket.close = (code, reason) => {
    close(code, reason);
    const cut = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT);
    socket.once('close', () => clearTimeout(cut));
  };
  return socket as Socket;
}
