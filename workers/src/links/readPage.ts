import { type Embed, LIMITS } from '@cozy/protocol';
import { decodeBuffer } from 'encoding-sniffer';
import { Parser } from 'htmlparser2';
import type { Loaded } from './publicFetch.ts';

/** What a page says of itself. */
export interface PageWords extends Pick<Embed, 'title' | 'description' | 'site_name'> {
  /** Absolute address of the picture that stands for it. */
  image?: string;
}

/** Names of a page's own words in the order in which they are taken. Source: https://ogp.me and Twitter's cards */
const TITLES = ['og:title', 'twitter:title'];
const DESCRIPTIONS = ['og:description', 'twitter:description', 'description'];
const SITES = ['og:site_name', 'application-name'];
const IMAGES = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'];
/** Characters of a value that are looked at. */
const VALUE_LENGTH = 4_096;

/**
 * Reads what a page says of itself in its head. It is read as it comes, without a tree, so that no nesting is too deep;
 * nothing in it is run.
 *
 * @param page HTML, maybe cut off.
 */
export function readPage({ bytes, url, charset }: Pick<Loaded, 'bytes' | 'url' | 'charset'>): PageWords {
  const options = charset ? { transportLayerEncodingLabel: charset } : {};
  const values = new Map<string, string>();
  let title = '';
  let isTitle = false;
  let isOver = false;
  const parser = new Parser({
    onopentag: (name, { property, name: named, content }) => {
      // What follows is what others may have written.
      if (name === 'body') isOver = true;
      if (isOver) return;
      isTitle = name === 'title' && title === '';
      const key = (property ?? named ?? '').toLowerCase();
      if (name === 'meta' && key && content && !values.has(key)) values.set(key, content.slice(0, VALUE_LENGTH));
    },
    ontext: (text) => {
      if (isTitle && title.length < VALUE_LENGTH) title += text;
    },
    onclosetag: () => {
      isTitle = false;
    },
  });
  parser.end(decodeBuffer(bytes, options));
  const first = (names: readonly string[]) => names.map((name) => values.get(name)).find((value) => value?.trim());
  const words: PageWords = {};
  const put = (field: 'title' | 'description' | 'site_name', value: string | undefined, most: number) => {
    const line = oneLine(value ?? '', most);
    if (line) words[field] = line;
  };
  put('title', first(TITLES) ?? title, LIMITS.embedTitleLength);
  put('description', first(DESCRIPTIONS), LIMITS.embedDescriptionLength);
  put('site_name', first(SITES) ?? new URL(url).hostname.replace(/^www\./, ''), LIMITS.nameLength);
  const image = first(IMAGES);
  if (image && URL.canParse(image, url)) words.image = new URL(image, url).href;
  return words;
}

/** One line of harmless text: without what controls anything, turns the direction of writing or shows nothing. */
export function oneLine(text: string, most: number): string {
  const clean = text
    .replace(/[\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  if (clean.length <= most) return clean;
  // Half a surrogate pair at the cut would be no text.
  return `${clean.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
