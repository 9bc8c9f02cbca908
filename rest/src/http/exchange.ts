import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { type CozyError, ERRORS } from '@cozy/protocol';
import { requestDuration } from '../metrics.ts';
import { callerAddress } from './address.ts';

/** Header fields of an answer. */
export type Headers = Record<string, string>;

/** Bodies above this many bytes are written as fast as the reader takes them, instead of being copied at once. */
const COPIED_AT_ONCE = 64 * 1024;
/** The status under which a request is counted whose client left (nginx's convention). */
const CLIENT_LEFT = '499';
/** Methods that are told apart in metrics; clients may invent others without end. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** A request id that is taken over from the client or proxy: what can stand in any log, and is no text of its own. */
const REQUEST_ID = /^[\w.:-]{1,64}$/;
/** Seconds after which a refused request is worth repeating when the error does not say. */
const RETRY_AFTER = 1;

/** What an exchange needs to know of the server that it is on. */
export interface ExchangeOptions {
  trustProxy: boolean;
  /** Sent with every answer. */
  headers: Headers;
  /** Label of the request in metrics. */
  route: string;
  /** Called once when the answer is out or the client has left, with the status, and the seconds since it began. */
  onEnd: (exchange: Exchange, status: string, seconds: number) => void;
}

/**
 * One request and its answer. uWebSockets' own objects may not be used after the handler returned (request) or the
 * client left (response); this keeps what is needed of the one and guards the other.
 */
export class Exchange {
  /** Names the request in the log: the client's `X-Request-Id` if it is well formed, else a new one. Answers carry it. */
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** The pattern of the route: what is written of the path, which may hold an invitation's code, in logs and metrics. */
  readonly route: string;
  /** Path as it was sent, with its percent-encoding. */
  readonly path: string;
  readonly query: string;
  readonly address: string;
  readonly userAgent: string;
  readonly #response: HttpResponse;
  readonly #fields: Map<string, string>;
  readonly #headers: Headers;
  readonly #onEnd: ExchangeOptions['onEnd'];
  readonly #measure: (labels: { status: string }) => number;
  #ended = false;
  #isPaused = false;
  /** What waits for the client to take or send something, and ends when it leaves. */
  readonly #waiting = new Set<() => void>();

  constructor(response: HttpResponse, request: HttpRequest, options: ExchangeOptions) {
    this.#response = response;
    this.#headers = options.headers;
    this.#onEnd = options.onEnd;
    this.route = options.route;
    this.method = request.getMethod().toUpperCase();
    this.path = request.getUrl();
    this.query = request.getQuery();
    this.address = callerAddress(response, request, options.trustProxy);
    this.#fields = new Map();
    request.forEach((name, value) => {
      this.#fields.set(name, value);
    });
    this.userAgent = this.field('user-agent');
    const given = this.field('x-request-id');
    this.id = REQUEST_ID.test(given) ? given : randomUUID();
    this.#measure = requestDuration.startTimer({
      method: METHODS.has(this.method) ? this.method : 'other',
      route: options.route,
    });
    response.onAborted(() => this.#end(CLIENT_LEFT));
  }

  /** A header field of the request by its lower-case name; empty when it was not sent. */
  field(name: string): string {
    return this.#fields.get(name) ?? '';
  }

  /** All header fields of the request, by their lower-case names. */
  fields(): Iterable<[string, string]> {
    return this.#fields;
  }

  /** Whether the answer is out or the client has left. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Reads the body as it comes. Must be called before the handler returns for the first time.
   *
   * @param take is given each part, valid during the call only, and whether it is the last.
   */
  onBody(take: (part: ArrayBuffer, last: boolean) => void): void {
    this.#response.onData(take);
  }

  /** Lets no more of the body come, until `resumeBody`. What has been read already still comes. */
  pauseBody(): void {
    if (this.#ended || this.#isPaused) return;
    this.#isPaused = true;
    this.#response.pause();
  }

  /** Lets the body come again. */
  resumeBody(): void {
    if (this.#ended || !this.#isPaused) return;
    this.#isPaused = false;
    this.#response.resume();
  }

  /** Has something called once when the answer is out or the client has left. */
  onEnd(call: () => void): void {
    if (this.#ended) call();
    else this.#waiting.add(call);
  }

  /**
   * Answers with bytes as they come, as fast as the client takes them. When the client leaves, the source is ended.
   *
   * @param length of all bytes. When the source fails or has another length, the connection is cut.
   */
  async stream(status: number, headers: Headers, source: AsyncIterable<Uint8Array>, length: number): Promise<void> {
    if (!this.#ended) {
      this.#response.cork(() => this.#writeHead(status, headers));
    }
    let sent = 0;
    try {
      for await (const part of source) {
        if (this.#ended) break;
        sent += part.byteLength;
        if (sent > length) break;
        await this.#send(part, length, String(status));
      }
    } finally {
      if (!this.#ended) this.drop();
    }
  }

  /** Answers HEAD as `stream` would answer GET. */
  head(status: number, headers: Headers, length: number): void {
    if (this.#ended) return;
    this.#response.cork(() => {
      this.#writeHead(status, headers);
      this.#response.endWithoutBody(length);
    });
    this.#end(String(status));
  }

  // Resolves when the client has taken it, or has left.
  async #send(part: Uint8Array, length: number, status: string): Promise<void> {
    const response = this.#response;
    const begin = response.getWriteOffset();
    let taken = true;
    response.cork(() => {
      const [whole, done] = response.tryEnd(part, length);
      taken = whole;
      if (done) this.#end(status);
    });
    if (taken || this.#ended) return;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      response.onWritable((offset) => {
        if (this.#ended) return true;
        const [whole, done] = response.tryEnd(part.subarray(offset - begin), length);
        if (done) this.#end(status);
        if (!whole && !done) return false;
        this.#waiting.delete(resolve);
        resolve();
        return true;
      });
    });
  }

  #writeHead(status: number, headers: Headers): void {
    this.#response.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`);
    for (const [name, value] of Object.entries({ ...this.#headers, 'X-Request-Id': this.id, ...headers })) {
      this.#response.writeHeader(name, value);
    }
  }

  /**
   * Answers. Does nothing when the client has left. HEAD gets the headers that GET would.
   *
   * @param close ends the connection afterwards, because what is left of the request cannot be trusted.
   */
  reply(status: number, headers: Headers, body: string | Uint8Array = '', close = false): void {
    if (this.#ended) return;
    // The next request on the connection comes after the rest of this one's body.
    this.resumeBody();
    const response = this.#response;
    const large = typeof body !== 'string' && body.length > COPIED_AT_ONCE && this.method !== 'HEAD';
    response.cork(() => {
      this.#writeHead(status, headers);
      if (this.method === 'HEAD' || status === 304 || status === 204) {
        // 204 has no length at all; a 304 without the length of a body must not claim that it would be 0.
        response.endWithoutBody(status === 204 || status === 304 ? undefined : Buffer.byteLength(body), close);
      } else if (!large) {
        response.end(body, close);
      }
    });
    if (large) this.#stream(body, String(status));
    else this.#end(String(status));
  }

  /** Answers with a value as JSON. */
  json(status: number, value: unknown, headers: Headers = {}, close = false): void {
    this.reply(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers }, JSON.stringify(value), close);
  }

  /** Answers with an error's code, status and sentence. */
  fail(error: CozyError, headers: Headers = {}, close = false): void {
    const { status } = ERRORS[error.code];
    const extra: Headers = { 'Cache-Control': 'no-store', ...headers };
    const wait = error.retryAfter ?? (status === 503 ? RETRY_AFTER : undefined);
    if (wait !== undefined) extra['Retry-After'] = String(Math.max(1, Math.ceil(wait)));
    if (error.code === 'UNAUTHENTICATED') extra['WWW-Authenticate'] = 'Bearer';
    this.json(status, error.toBody(), extra, close);
  }

  /** Ends the connection without an answer. */
  drop(): void {
    if (!this.#ended) this.#response.close();
  }

  #stream(body: Uint8Array, status: string): void {
    const response = this.#response;
    let sent = 0;
    const send = (): boolean => {
      const [whole, done] = response.tryEnd(sent === 0 ? body : body.subarray(sent), body.length);
      if (done) this.#end(status);
      return whole;
    };
    response.onWritable((offset) => {
      sent = offset;
      return this.#ended || send();
    });
    response.cork(send);
  }

  #end(status: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this, status, this.#measure({ status }));
    for (const call of this.#waiting) call();
    this.#waiting.clear();
  }
}
