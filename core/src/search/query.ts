import {
  type Channel,
  CozyError,
  LIMITS,
  type Message,
  parseSearch,
  type SearchHas,
  type SearchPart,
  searchTime,
  type TimeRange,
} from '@cozy/protocol';
import { firstIdAt } from './idRange.ts';
import { hasOf } from './searchDocument.ts';
import type { SearchRequest } from './searchIndex.ts';
import { type Word, wordsIn } from './words.ts';

/** A place in a content, as SearchHit has it. */
export type Highlight = [begin: number, end: number];

/** Turns the names in a query into ids. */
export interface Names {
  /** Ids of the people whom a name, or an id, may mean. */
  people(name: string): Promise<readonly string[]>;
  /** Ids of the channels that a name, or an id, may mean. */
  channels(name: string): readonly string[];
}

/** One thing that a message must have, or must not. */
interface Condition {
  negated: boolean;
  /** Gives where a message has it, which may be nowhere in its content; null when it has it not. */
  find(message: Message, words: readonly Word[]): Highlight[] | null;
}

/** Of words of a title, which is not in the content. */
const NOWHERE = { begin: -1, end: -1 };

/** A query that is understood: what to ask of the index, and how to tell whether a message fits. */
export class SearchQuery {
  readonly #conditions: Condition[] = [];
  /** For the index: of each set the message has at least one. Negations are no part: no engine answers them by its index. */
  readonly words: string[][] = [];
  after: string | undefined;
  before: string | undefined;
  readonly #within: ((channelId: string) => boolean)[] = [];
  #isEmpty = true;

  /**
   * Reads a query.
   *
   * @param now Unix milliseconds.
   * @param utcOffset minutes by which the asker's clock is ahead of UTC.
   * @throws CozyError INVALID_INPUT when it has too many parts.
   */
  static async read(text: string, names: Names, now: number, utcOffset: number): Promise<SearchQuery> {
    const parts = parseSearch(text);
    if (parts.length > LIMITS.searchParts) {
      throw new CozyError('INVALID_INPUT', {
        errors: { '/query': `Use at most ${LIMITS.searchParts} words and operators.` },
      });
    }
    const query = new SearchQuery();
    for (const part of parts) await query.#add(part, names, now, utcOffset);
    return query;
  }

  /** Whether nothing in it can be looked for, as in a query of nothing but punctuation. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  async #add({ kind, value, negated }: SearchPart, names: Names, now: number, utcOffset: number): Promise<void> {
    switch (kind) {
      case 'word':
      case 'phrase':
        return this.#addText(wordsIn(value), negated, kind === 'phrase');
      case 'from': {
        const ids = await names.people(value);
        const find = ({ author }: Message) => (ids.includes(author.id) ? [] : null);
        return this.#addCondition({ negated, find }, [ids.map((id) => `from:${id}`)]);
      }
      case 'mentions': {
        const ids = await names.people(value);
        const find = ({ mentions }: Message) => (mentions.some((id) => ids.includes(id)) ? [] : null);
        return this.#addCondition({ negated, find }, [ids.map((id) => `mentions:${id}`)]);
      }
      case 'in': {
        const ids = names.channels(value);
        this.#within.push((channelId) => ids.includes(channelId) !== negated);
        this.#isEmpty = false;
        return;
      }
      case 'has': {
        const find = (message: Message) => (hasOf(message).includes(value as SearchHas) ? [] : null);
        return this.#addCondition({ negated, find }, [[`has:${value}`]]);
      }
      default:
        return this.#addTime(kind, searchTime(value, now, utcOffset));
    }
  }

  #addText(wanted: readonly Word[], negated: boolean, isPhrase: boolean): void {
    if (wanted.length === 0) return;
    const find = isPhrase ? phraseFinder(wanted) : wordFinder(wanted);
    this.#addCondition(
      { negated, find: (_message, words) => find(words) },
      wanted.map(({ stems }) => [...stems]),
    );
  }

  #addTime(kind: 'before' | 'after' | 'during', { begin, end }: TimeRange): void {
    this.#isEmpty = false;
    if (kind !== 'after') this.narrow({ before: firstIdAt(kind === 'before' ? begin : end) });
    // The bound is exclusive, so it is the id before the first.
    if (kind !== 'before') this.narrow({ after: String(BigInt(firstIdAt(kind === 'after' ? end : begin)) - 1n) });
  }

  #addCondition(condition: Condition, words: string[][]): void {
    this.#conditions.push(condition);
    this.#isEmpty = false;
    if (!condition.negated) this.words.push(...words);
  }

  /** Ids of those of some channels that `in:` leaves. */
  within(channels: readonly Channel[]): string[] {
    return channels.map(({ id }) => id).filter((id) => this.#within.every((isIn) => isIn(id)));
  }

  /** Looks only between two ids, both exclusive, of the same length as all are. */
  narrow({ after, before }: Pick<SearchRequest, 'after' | 'before'>): void {
    if (after && (!this.after || after > this.after)) this.after = after;
    if (before && (!this.before || before < this.before)) this.before = before;
  }

  /**
   * Tells whether a message fits.
   *
   * @returns where what was looked for stands in its content, in order and apart from each other; null when it does not fit.
   */
  match(message: Message): Highlight[] | null {
    const title = wordsIn(message.title ?? '').map((word) => ({ ...word, ...NOWHERE }));
    const words = [...title, ...wordsIn(message.content)];
    const found: Highlight[] = [];
    for (const { negated, find } of this.#conditions) {
      const places = find(message, words);
      if ((places === null) !== negated) return null;
      found.push(...(places ?? []));
    }
    return merge(found.filter(([begin]) => begin >= 0));
  }
}

// Each of the words somewhere, in any of its forms.
function wordFinder(wanted: readonly Word[]): (words: readonly Word[]) => Highlight[] | null {
  const sets = wanted.map(({ stems }) => new Set(stems));
  return (words) => {
    const found: Highlight[] = [];
    for (const set of sets) {
      const places = words.filter(({ stems }) => stems.some((stem) => set.has(stem)));
      if (places.length === 0) return null;
      for (const { begin, end } of places) found.push([begin, end]);
    }
    return found;
  };
}

// These words exactly, one after another.
function phraseFinder(wanted: readonly Word[]): (words: readonly Word[]) => Highlight[] | null {
  return (words) => {
    const found: Highlight[] = [];
    for (let at = 0; at + wanted.length <= words.length; at++) {
      if (!wanted.every(({ exact }, index) => words[at + index]!.exact === exact)) continue;
      found.push([words[at]!.begin, words[at + wanted.length - 1]!.end]);
    }
    return found.length > 0 ? found : null;
  };
}

function merge(places: Highlight[]): Highlight[] {
  const merged: Highlight[] = [];
  for (const [begin, end] of places.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1);
    if (last && begin < last[1]) last[1] = Math.max(last[1], end);
    else merged.push([begin, end]);
  }
  return merged;
}
