import { isSearchDate } from './dates.ts';

/** What `has:` may ask for. */
export const SEARCH_HAS = ['link', 'file', 'image', 'video', 'audio', 'poll', 'pin'] as const;
export type SearchHas = (typeof SEARCH_HAS)[number];

/** The operators of the query language, as they are typed before their colon. */
export const SEARCH_FILTERS = ['from', 'mentions', 'in', 'has', 'before', 'after', 'during'] as const;
export type SearchFilter = (typeof SEARCH_FILTERS)[number];

/** One piece of a query: a word, a phrase, or an operator with its value. */
export interface SearchPart {
  kind: 'word' | 'phrase' | SearchFilter;
  /** Without quotes, and without the `@` or `#` before a name. Never empty. */
  value: string;
  /** Whether a message must not have it. */
  negated: boolean;
  /** Where it stands in the query, in UTF-16 code units; `end` is behind its last one. */
  begin: number;
  end: number;
}

/**
 * Takes a query apart. Everything is a query: an operator that does not exist, or has no value that it could have, is a
 * word like another. Reads each character at most twice.
 *
 * @param query as typed.
 * @returns its pieces in their order.
 */
export function parseSearch(query: string): SearchPart[] {
  const parts: SearchPart[] = [];
  let at = 0;
  while (at < query.length) {
    if (isSpace(query[at]!)) at += 1;
    else {
      const part = readPart(query, at);
      if (part.value !== '') parts.push(part);
      at = part.end;
    }
  }
  return parts;
}

function readPart(query: string, begin: number): SearchPart {
  const negated = query[begin] === '-' && begin + 1 < query.length && !isSpace(query[begin + 1]!);
  const start = negated ? begin + 1 : begin;
  if (query[start] === '"') {
    const { text, end } = readQuoted(query, start);
    return { kind: 'phrase', value: text.trim(), negated, begin, end };
  }
  let end = start;
  while (end < query.length && !isSpace(query[end]!) && query[end] !== '"') end += 1;
  const colon = query.indexOf(':', start);
  if (colon > start && colon < end) {
    const name = query.slice(start, colon).toLowerCase();
    const value = query[colon + 1] === '"' ? readQuoted(query, colon + 1) : { text: query.slice(colon + 1, end), end };
    const filter = readFilter(name, value.text, negated);
    if (filter) return { ...filter, negated, begin, end: value.end };
  }
  return { kind: 'word', value: query.slice(start, end), negated, begin, end };
}

function readQuoted(query: string, quote: number): { text: string; end: number } {
  const close = query.indexOf('"', quote + 1);
  if (close < 0) return { text: query.slice(quote + 1), end: query.length };
  return { text: query.slice(quote + 1, close), end: close + 1 };
}

function readFilter(name: string, typed: string, negated: boolean): Pick<SearchPart, 'kind' | 'value'> | null {
  const kind = SEARCH_FILTERS.find((one) => one === name);
  const text = typed.trim();
  switch (kind) {
    case 'from':
    case 'mentions':
    case 'in': {
      const value = text.replace(kind === 'in' ? /^#/ : /^@/, '');
      return value ? { kind, value } : null;
    }
    case 'has': {
      const value = SEARCH_HAS.find((one) => one === text.toLowerCase());
      return value ? { kind, value } : null;
    }
    case 'before':
    case 'after':
    case 'during': {
      const value = text.toLowerCase();
      return !negated && isSearchDate(value) ? { kind, value } : null;
    }
    default:
      return null;
  }
}

function isSpace(character: string): boolean {
  return character.trim() === '';
}

/**
 * Writes an operator as one types it, so that it reads as the same again.
 *
 * @param value a name, id or date; double quotes in it are left out.
 */
export function searchFilterText(kind: SearchFilter, value: string): string {
  const mark = /^\d{17,20}$/.test(value) ? '' : kind === 'in' ? '#' : kind === 'from' || kind === 'mentions' ? '@' : '';
  const text = `${mark}${value.replaceAll('"', '')}`;
  return /\s/.test(text) ? `${kind}:"${text}"` : `${kind}:${text}`;
}
