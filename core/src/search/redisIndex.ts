import { CozyError, snowflakeTime } from '@cozy/protocol';
import type { Logger } from 'pino';
import { createClient } from 'redis';
import type {
  Candidate,
  SearchChanges,
  SearchDocument,
  SearchIndex,
  SearchRequest,
  SearchState,
} from './searchIndex.ts';

/** Milliseconds between two tries to reach the server. */
const RECONNECT = 1_000;
/** Documents that are removed at once. */
const PAGE = 1_000;
/** Hits that are asked for beyond those that are wanted, because a bound in time holds all ids of its millisecond. */
const TIES = 16;
/** Other than letters, digits and marks, every character of a query may mean something. */
const SPECIAL = /[^\p{L}\p{M}\p{N}_]/gu;

const SCHEMA = [
  ...['words', 'TAG', 'SEPARATOR', ' ', 'channel_id', 'TAG', 'community_id', 'TAG'],
  ...['id', 'TEXT', 'NOSTEM', 'SORTABLE', 'at', 'NUMERIC', 'SORTABLE', 'key', 'TEXT', 'NOSTEM', 'NOINDEX'],
];

/**
 * The index on a Redis server with RediSearch, whose tags hold the words: Debian's redis-redisearch (1.2). Ids are ordered
 * as text, and bounded by their time, because a number of Redis does not hold all of their digits.
 */
export class RedisIndex implements SearchIndex {
  readonly engine = 'redis';
  readonly #client: ReturnType<typeof createClient>;
  readonly #name: string;
  #isMade = false;

  /**
   * Begins to connect, and tries again for as long as it takes: without its search, an instance still works.
   *
   * @param url `redis://…`.
   * @param name of the instance's database, so that several may share a server.
   */
  constructor(url: string, name: string, logger: Logger) {
    this.#name = `cozy:${name}:search`;
    this.#client = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy: () => RECONNECT } });
    this.#client.on('error', (error: unknown) => logger.warn({ error }, 'The search server cannot be reached'));
    this.#client.connect().catch((error: unknown) => logger.debug({ error }, 'Connecting to the search server ended'));
  }

  async apply({ put = [], remove = [], removeChannels = [], removeCommunities = [] }: SearchChanges): Promise<void> {
    await this.#make();
    await Promise.all(put.map((document) => this.#put(document)));
    await Promise.all(remove.map((id) => this.#send('FT.DEL', this.#name, this.#keyOf(id), 'DD')));
    for (const id of removeChannels) await this.#removeAll(tag('channel_id', [id]));
    for (const id of removeCommunities) await this.#removeAll(tag('community_id', [id]));
  }

  #put({ _id: id, key, channel_id, community_id, words }: SearchDocument): Promise<unknown> {
    const fields = { words: words.join(' '), channel_id, community_id, id, at: String(snowflakeTime(id)), key };
    return this.#send(
      'FT.ADD',
      this.#name,
      this.#keyOf(id),
      '1',
      'REPLACE',
      'FIELDS',
      ...Object.entries(fields).flat(),
    );
  }

  async #removeAll(query: string): Promise<void> {
    for (;;) {
      const [, ...keys] = await this.#search(query, 'NOCONTENT', 'LIMIT', '0', String(PAGE));
      if (keys.length === 0) return;
      await Promise.all(keys.map((key) => this.#send('FT.DEL', this.#name, String(key), 'DD')));
    }
  }

  async find({ words, channels, after, before, limit }: SearchRequest): Promise<Candidate[]> {
    // A set or a place of nothing is in no message.
    if (channels.length === 0 || words.some((any) => any.length === 0)) return [];
    await this.#make();
    const conditions = [...words.map((any) => tag('words', any)), tag('channel_id', channels)];
    const from = after ? String(snowflakeTime(after)) : '-inf';
    const to = before ? String(snowflakeTime(before)) : '+inf';
    if (after || before) conditions.push(`@at:[${from} ${to}]`);
    const found: Candidate[] = [];
    const count = limit + TIES;
    for (let offset = 0; found.length < limit; offset += count) {
      const page = await this.#page(conditions.join(' '), offset, count);
      found.push(...page.filter(({ id }) => (!after || id > after) && (!before || id < before)));
      if (page.length < count) break;
    }
    return found.slice(0, limit);
  }

  async #page(query: string, offset: number, count: number): Promise<Candidate[]> {
    const order = ['SORTBY', 'id', 'DESC', 'LIMIT', String(offset), String(count)];
    const [, ...rows] = await this.#search(query, 'RETURN', '2', 'id', 'key', ...order);
    // Each document is its key and a list of names and values.
    return rows.filter(Array.isArray).map((row: string[]) => {
      const fields = new Map<string, string>();
      for (let i = 0; i + 1 < row.length; i += 2) fields.set(row[i]!, row[i + 1]!);
      return { id: fields.get('id') ?? '', key: fields.get('key') ?? '' };
    });
  }

  async #search(...args: string[]): Promise<unknown[]> {
    return (await this.#send('FT.SEARCH', this.#name, ...args)) as unknown[];
  }

  async state(): Promise<SearchState | null> {
    const text = await this.#send('GET', this.#stateKey);
    return text === null ? null : (JSON.parse(String(text)) as SearchState);
  }

  async saveState(state: SearchState): Promise<void> {
    await this.#send('SET', this.#stateKey, JSON.stringify(state));
  }

  async clear(): Promise<void> {
    await this.#make();
    await this.#send('DEL', this.#stateKey);
    // Its documents go with it.
    await this.#send('FT.DROP', this.#name);
    this.#isMade = false;
    await this.#make();
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  get #stateKey(): string {
    return `${this.#name}:state`;
  }

  #keyOf(id: string): string {
    return `${this.#name}:${id}`;
  }

  async #make(): Promise<void> {
    if (this.#isMade) return;
    try {
      await this.#send('FT.CREATE', this.#name, 'SCHEMA', ...SCHEMA);
    } catch (error) {
      if (!(error instanceof Error && /index already exists/i.test(error.message))) throw error;
    }
    this.#isMade = true;
  }

  async #send(command: string, ...args: string[]): Promise<unknown> {
    try {
      return await this.#client.sendCommand([command, ...args]);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (/unknown command/i.test(error.message)) {
        throw new Error('The Redis server at COZY_SEARCH_URL has no RediSearch (Debian: redis-redisearch).', {
          cause: error,
        });
      }
      // What the server itself answers is no outage.
      if (error.constructor.name === 'SimpleError' || error.constructor.name === 'ErrorReply') throw error;
      throw new CozyError('UNAVAILABLE', {
        message: 'The search cannot be reached just now. Try again soon.',
        retryAfter: 1,
        cause: error,
      });
    }
  }
}

function tag(field: string, values: readonly string[]): string {
  return `@${field}:{${values.map((value) => value.replaceAll(SPECIAL, '\\$&')).join('|')}}`;
}
