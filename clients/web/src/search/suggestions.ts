import { isSearchDate, SEARCH_FILTERS, SEARCH_HAS, type SearchFilter, searchFilterText } from '@cozy/protocol';

/** Something that may be meant by what is being typed. */
export interface Suggestion {
  /** What is put in its place. */
  insert: string;
  label: string;
  /** What it is or does, beside the label. */
  about: string;
}

/** Someone or something with a name that can be searched by. */
export interface Named {
  /** As it is searched by: a username, the name of a channel. */
  value: string;
  /** As it is shown. */
  name: string;
}

/** What there is to choose from. */
export interface SearchNames {
  people: readonly Named[];
  channels: readonly Named[];
}

const ABOUT: Record<SearchFilter, string> = {
  from: 'who wrote it',
  mentions: 'who is named',
  in: 'a channel',
  has: 'link, file, image …',
  before: 'a date',
  after: 'a date',
  during: 'a date',
};

/** Suggestions that are shown at once. */
const SHOWN = 7;

/** The word in which the cursor stands. */
export interface OpenWord {
  begin: number;
  text: string;
}

/** Finds the word that ends at the cursor; empty after a space. A quoted name is one word. */
export function openWord(query: string, cursor: number): OpenWord {
  const before = query.slice(0, cursor);
  const text = /(?:[^\s"]*:"[^"]*|\S*)$/.exec(before)?.[0] ?? '';
  return { begin: cursor - text.length, text };
}

/** A query without the operator at its end whose value is not typed yet: until it is, the rest is looked for. */
export function withoutOpenFilter(query: string): string {
  const { begin, text } = openWord(query, query.length);
  const name = /^-?([a-z]+):"?[@#]?$/i.exec(text)?.[1]?.toLowerCase();
  return SEARCH_FILTERS.some((filter) => filter === name) ? query.slice(0, begin) : query;
}

/**
 * Says what the open word may become: an operator, or one of its values.
 *
 * @param now for dates, in Unix milliseconds.
 */
export function suggest({ text }: OpenWord, names: SearchNames, now: number): Suggestion[] {
  const minus = text.startsWith('-') ? '-' : '';
  const word = text.slice(minus.length);
  const colon = word.indexOf(':');
  // Between words nothing is offered: it would lie over what was found.
  if (text === '') return [];
  if (colon < 0) {
    return SEARCH_FILTERS.filter((filter) => filter.startsWith(word.toLowerCase())).map((filter) => ({
      insert: `${minus}${filter}:`,
      label: `${filter}:`,
      about: ABOUT[filter],
    }));
  }
  const filter = SEARCH_FILTERS.find((one) => one === word.slice(0, colon).toLowerCase());
  if (!filter) return [];
  const wanted = word.slice(colon + 1).replace(/^"?[@#]?/, '');
  return valuesOf(filter, wanted.toLowerCase(), names, now)
    .slice(0, SHOWN)
    .map(({ value, name }) => ({
      insert: `${minus}${searchFilterText(filter, value)} `,
      label: name,
      about: name === value ? '' : value,
    }));
}

function valuesOf(filter: SearchFilter, wanted: string, names: SearchNames, now: number): Named[] {
  const fits = ({ value, name }: Named) => value.toLowerCase().startsWith(wanted) || hasWord(name, wanted);
  switch (filter) {
    case 'from':
    case 'mentions':
      return [{ value: 'me', name: 'me' }, ...names.people].filter(fits);
    case 'in':
      return names.channels.filter(fits);
    case 'has':
      return SEARCH_HAS.map((value) => ({ value, name: value })).filter(fits);
    default: {
      const date = new Date(now);
      const month = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
      const day = `${month}-${String(date.getDate()).padStart(2, '0')}`;
      const known = [
        { value: 'today', name: `Today, ${day}` },
        { value: 'yesterday', name: 'Yesterday' },
        { value: month, name: 'This month' },
        { value: String(date.getFullYear()), name: 'This year' },
      ].filter(fits);
      // A date that is typed to its end needs no offer.
      return isSearchDate(wanted) ? [] : known;
    }
  }
}

function hasWord(name: string, wanted: string): boolean {
  return name
    .toLowerCase()
    .split(/[\s_.-]+/)
    .some((word) => word.startsWith(wanted));
}
