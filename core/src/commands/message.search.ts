import type { Message, SearchHit } from '@cozy/protocol';
import type { Context } from '../context.ts';
import { readMessages } from '../projection/readMessages.ts';
import { memberNamesOf } from '../search/names.ts';
import { SearchQuery } from '../search/query.ts';
import { rankHits } from '../search/rank.ts';
import { searchedChannels } from '../search/searchedChannels.ts';
import type { Handler } from './command.ts';

/** Hits of a page when the request names no limit. */
const DEFAULT_LIMIT = 25;
/** Candidates that are read from the history at once. */
const ROUND = 50;
/** Rounds of one request; a page that is not full by then goes on with the next request. */
const ROUNDS = 8;
/** Newest candidates of which the best are given by relevance. */
const RANKED = 200;

export const searchMessages: Handler<'message.search'> = async (context, input, { caller, actor }) => {
  const { limit = DEFAULT_LIMIT, cursor, sort = 'newest' } = input;
  const channels = await searchedChannels(context, input, caller);
  const names = memberNamesOf(context, channels, actor.user.id);
  const now = Date.now();
  const query = await SearchQuery.read(input.query, names, now, input.utc_offset ?? 0);
  if (query.isEmpty) return { hits: [], next: null };

  const search = new Search(context, query, new Set(query.within(channels)), actor.user.id);
  if (sort === 'newest') return search.newest(limit, cursor);
  const { hits } = await search.newest(RANKED, undefined);
  const offset = Math.min(Number(cursor ?? 0), RANKED);
  const next = offset + limit;
  return { hits: rankHits(hits, now).slice(offset, next), next: next < hits.length ? String(next) : null };
};

/** One request's way through the index, which proposes, and the history, which decides. */
class Search {
  readonly #context: Context;
  readonly #query: SearchQuery;
  readonly #channels: ReadonlySet<string>;
  readonly #me: string;

  constructor(context: Context, query: SearchQuery, channels: ReadonlySet<string>, me: string) {
    this.#context = context;
    this.#query = query;
    this.#channels = channels;
    this.#me = me;
  }

  /** Gives hits, newest first, and the id before which the next page begins. */
  async newest(limit: number, before: string | undefined): Promise<{ hits: SearchHit[]; next: string | null }> {
    const hits: SearchHit[] = [];
    if (this.#channels.size === 0) return { hits, next: null };
    this.#query.narrow({ before });
    for (let round = 0; round < ROUNDS; round++) {
      const { words, after, before: end } = this.#query;
      const channels = [...this.#channels];
      const request = { words, channels, after, before: end, limit: ROUND };
      const candidates = await this.#context.search.find(request);
      const messages = await this.#read(candidates.map(({ key }) => key));
      for (const { id } of candidates) {
        const message = messages.get(id);
        const highlights = message && this.#channels.has(message.channel_id) ? this.#query.match(message) : null;
        if (message && highlights) hits.push({ message, highlights });
        if (hits.length === limit) return { hits, next: id };
      }
      if (candidates.length < ROUND) return { hits, next: null };
      this.#query.narrow({ before: candidates.at(-1)!.id });
    }
    return { hits, next: this.#query.before ?? null };
  }

  async #read(keys: readonly string[]): Promise<Map<string, Message>> {
    const filter = { _id: { $in: [...keys] }, deleted: false };
    const messages = await readMessages(this.#context, filter, keys.length, this.#me);
    return new Map(messages.map((message) => [message.id, message]));
  }
}
