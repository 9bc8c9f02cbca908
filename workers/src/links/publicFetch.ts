import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress, publicLookup } from '@cozy/core';
import { Agent, type Dispatcher, request } from 'undici';

/** Milliseconds in which everything must have come, with all redirects. */
const TIMEOUT = 5_000;
const REDIRECTS = 3;
const REDIRECTING = new Set([301, 302, 303, 307, 308]);
/** Bytes of an answer's header fields. */
const HEADER_BYTES = 16 * 1024;

/** What is wanted of an address. */
export interface Wanted {
  /** Media types that are taken. */
  types: RegExp;
  /** Bytes that are read at most. */
  bytes: number;
  /** Whether what is longer is cut there, or refused. */
  cut: boolean;
}

/** What was loaded. */
export interface Loaded {
  /** Where it was at last, after redirects. */
  url: string;
  /** Without parameters, in lower case. */
  contentType: string;
  /** Of the Content-Type. */
  charset: string | undefined;
  bytes: Buffer;
}

/** Why an address is not loaded; asking again would not help. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Loads from the open Internet only: no address of a private network is ever connected to. */
export class PublicFetch {
  readonly #privateHosts: ReadonlySet<string>;
  readonly #userAgent: string;
  readonly #agent: Agent;
  /** For hosts that the instance's operator has allowed, wherever they are. */
  readonly #openAgent: Agent;

  /**
   * @param privateHosts `host:port` that may be loaded from although they are private.
   * @param userAgent by which servers know who asks.
   * @param lookup finds the addresses of a name; the system's by default.
   */
  constructor(privateHosts: readonly string[], userAgent: string, lookup?: LookupFunction) {
    this.#privateHosts = new Set(privateHosts);
    this.#userAgent = userAgent;
    const refuse = (hostname: string) => new Refused(`${hostname} is in a private network.`);
    const options = { maxHeaderSize: HEADER_BYTES, headersTimeout: TIMEOUT, bodyTimeout: TIMEOUT, keepAliveTimeout: 1 };
    this.#agent = new Agent({ ...options, connect: { timeout: TIMEOUT, lookup: publicLookup(refuse, lookup) } });
    this.#openAgent = new Agent({ ...options, connect: { timeout: TIMEOUT } });
  }

  /**
   * Loads an address, following redirects, each of which is checked as the first.
   *
   * @param signal ends it.
   * @throws Refused for what may not be loaded, is something else than is wanted, or comes too slowly; Error when the
   *   server cannot be reached.
   */
  async load(address: string, wanted: Wanted, signal: AbortSignal): Promise<Loaded> {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]);
    let url = new URL(address);
    for (let redirects = 0; redirects <= REDIRECTS; redirects++) {
      const answer = await this.#ask(url, ends);
      const { statusCode, headers } = answer;
      if (REDIRECTING.has(statusCode)) {
        answer.body.destroy();
        const target = String(headers.location ?? '');
        if (!URL.canParse(target, url.href)) throw new Refused('It redirects to no address.');
        url = new URL(target, url);
        continue;
      }
      try {
        return await read(url, answer, wanted);
      } finally {
        answer.body.destroy();
      }
    }
    throw new Refused('It redirects too often.');
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.#openAgent.destroy()]);
  }

  async #ask(url: URL, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const dispatcher = this.#agentFor(url);
    const answer = await request(url, {
      dispatcher,
      signal,
      // Nothing is unpacked, so nothing can grow when it is.
      headers: { accept: 'text/html,image/*;q=0.8', 'accept-encoding': 'identity', 'user-agent': this.#userAgent },
    });
    // What is thrown away half read ends with an error, of which nobody is left to be told.
    answer.body.on('error', () => undefined);
    return answer;
  }

  #agentFor({ protocol, port, hostname, username, password }: URL): Agent {
    if (protocol !== 'http:' && protocol !== 'https:') throw new Refused('It is no address of the web.');
    if (username || password) throw new Refused('It names a user.');
    const number = port || (protocol === 'http:' ? '80' : '443');
    if (this.#privateHosts.has(`${hostname}:${number}`)) return this.#openAgent;
    if (number !== '80' && number !== '443') throw new Refused('Its port is not that of the web.');
    // A name is looked up when it is connected to; an address is not.
    const literal = hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) > 0 && !isPublicAddress(literal)) throw new Refused('It is in a private network.');
    return this.#agent;
  }
}

async function read(url: URL, { statusCode, headers, body }: Dispatcher.ResponseData, wanted: Wanted): Promise<Loaded> {
  if (statusCode !== 200) throw new Refused(`It answers ${statusCode}.`);
  if (headers['content-encoding'] && headers['content-encoding'] !== 'identity') throw new Refused('It is packed.');
  const [type = '', ...parameters] = String(headers['content-type'] ?? '').split(';');
  const contentType = type.trim().toLowerCase();
  if (!wanted.types.test(contentType)) throw new Refused(`It is ${contentType || 'of no type'}.`);
  if (!wanted.cut && Number(headers['content-length']) > wanted.bytes) throw new Refused('It is too large.');
  const charset = parameters.map((one) => /^\s*charset="?([\w-]+)"?\s*$/i.exec(one)?.[1]).find(Boolean);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length <= wanted.bytes) continue;
    if (!wanted.cut) throw new Refused('It is too large.');
    break;
  }
  return { url: url.href, contentType, charset, bytes: Buffer.concat(parts).subarray(0, wanted.bytes) };
}
