import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { internalError } from '@cozy/core/logging';
import { CozyError } from '@cozy/protocol';
import { RATE_FIELDS } from '../api/rateFields.ts';
import { Exchange, type Headers } from './exchange.ts';

/** Answers a request. What it throws is answered with INTERNAL. */
export type Handle = (exchange: Exchange, parameters: string[]) => void | Promise<void>;

/** Seconds that a browser may remember the answer to a preflight request; Chrome takes at most two hours. */
const PREFLIGHT_AGE = 7200;

/**
 * Cross-origin access for everyone, safe because no route looks at a cookie: who has no token gets nothing more from a
 * foreign page than from a terminal. And needed, because one client speaks to several instances.
 */
const CROSS_ORIGIN: Headers = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': [
    ...['Retry-After', 'X-Request-Id', ...Object.keys(RATE_FIELDS)],
    ...['Location', 'Tus-Resumable', 'Upload-Length', 'Upload-Offset'],
  ].join(', '),
};
const ALLOWED_FIELDS = [
  ...['Authorization', 'Content-Type', 'Range', 'X-Request-Id'],
  ...['Tus-Resumable', 'Upload-Length', 'Upload-Metadata', 'Upload-Offset'],
].join(', ');

/** How a server answers. */
export interface ServerOptions {
  trustProxy: boolean;
  /** Sent with every answer. */
  headers: Headers;
  onError: (error: unknown, exchange: Exchange) => void;
  /** Told of every request that has ended, with its status and the seconds that it took. */
  onEnd: (exchange: Exchange, status: string, seconds: number) => void;
}

/** Routes over uWebSockets, each with its methods, preflight answers, and a count of what is under way. */
export class Server {
  readonly #app: TemplatedApp;
  readonly #options: ServerOptions;
  #underWay = 0;
  #closing = false;
  #idle: (() => void) | undefined;

  constructor(app: TemplatedApp, options: ServerOptions) {
    this.#app = app;
    this.#options = options;
  }

  /** Requests that are not answered yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Whether new requests are turned away. */
  get closing(): boolean {
    return this.#closing;
  }

  /**
   * Adds a route that any origin may use.
   *
   * @param pattern uWebSockets' pattern, such as `/api/v1/bots/:0`.
   * @param methods that it answers; HEAD comes with GET, and OPTIONS by itself. Others are METHOD_NOT_ALLOWED.
   */
  route(pattern: string, methods: readonly string[], handle: Handle): void {
    const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
    const parameters = pattern.split('/').filter((part) => part.startsWith(':')).length;
    this.#app.any(pattern, (response, request) => {
      const values = Array.from({ length: parameters }, (_, index) => request.getParameter(index));
      const exchange = this.#exchange(response, request, pattern, CROSS_ORIGIN);
      if (exchange.method === 'OPTIONS') {
        exchange.reply(204, {
          Allow: allowed.join(', '),
          'Access-Control-Allow-Methods': allowed.join(', '),
          'Access-Control-Allow-Headers': ALLOWED_FIELDS,
          'Access-Control-Max-Age': String(PREFLIGHT_AGE),
        });
      } else if (!allowed.includes(exchange.method)) {
        exchange.fail(new CozyError('METHOD_NOT_ALLOWED'), { Allow: allowed.join(', ') });
      } else this.#run(exchange, values, handle);
    });
  }

  /**
   * Adds what answers the paths below a folder that no route has: NOT_FOUND, for any origin.
   *
   * @param folder such as `/api`.
   */
  nothingElseIn(folder: string): void {
    this.#app.any(`${folder}/*`, (response, request) => {
      this.#exchange(response, request, `${folder}/*`, CROSS_ORIGIN).fail(new CozyError('NOT_FOUND'));
    });
  }

  /** Adds what answers every path that no route has. */
  otherwise(handle: Handle): void {
    this.#app.any('/*', (response, request) => {
      this.#run(this.#exchange(response, request, 'other', {}), [], handle);
    });
  }

  /**
   * Turns new requests away and waits for those under way.
   *
   * @param drainMs for at most so many milliseconds.
   */
  async close(drainMs: number): Promise<void> {
    this.#closing = true;
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, drainMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #exchange(response: HttpResponse, request: HttpRequest, route: string, headers: Headers): Exchange {
    this.#underWay += 1;
    return new Exchange(response, request, {
      trustProxy: this.#options.trustProxy,
      headers: { ...this.#options.headers, ...headers },
      route,
      onEnd: (exchange, status, seconds) => {
        this.#options.onEnd(exchange, status, seconds);
        this.#underWay -= 1;
        if (this.#underWay === 0) this.#idle?.();
      },
    });
  }

  #run(exchange: Exchange, parameters: string[], handle: Handle): void {
    if (this.#closing) {
      exchange.fail(new CozyError('UNAVAILABLE'), {}, true);
      return;
    }
    // An async function, so that what is thrown at once and what is thrown later end in one place.
    const run = async () => handle(exchange, parameters);
    run().catch((error: unknown) => {
      this.#options.onError(error, exchange);
      exchange.fail(internalError(error, exchange.id));
    });
  }
}
