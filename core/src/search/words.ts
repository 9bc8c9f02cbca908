import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as german } from '@orama/stemmers/german';
import { LRUCache } from 'lru-cache';

/** A word of a text. */
export interface Word {
  /** As it is compared when it must be exactly this one: without case, accents and apostrophes. */
  exact: string;
  /** What it shares with other forms of the same word, in one language or another. */
  stems: readonly string[];
  /** Where it stands in the text, in UTF-16 code units; `end` is behind its last one. */
  begin: number;
  end: number;
}

/** Characters of a word that count; longer ones are no words. */
const LONGEST = 64;
/** Words whose stems are remembered, about 200 bytes each: a language's usual ones. */
const REMEMBERED = 20_000;

// Unicode's rules (UAX #29) with a dictionary for languages that are written without spaces; the same in every locale.
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
/** `example.org` and `snake_case` are one word to Unicode, and several to who looks for one of them. */
const PIECE = /[\p{L}\p{M}\p{N}'’]+/gu;
/** Mentions, channels and custom emoji: what is shown in their place is not in the text. */
const REFERENCE = /<(?:@&?|#|a?:\w{1,32}:)\d{17,20}>/g;

const stemsOf = new LRUCache<string, readonly string[]>({ max: REMEMBERED });

/**
 * Takes the words out of a text.
 *
 * @param text a message, or what is looked for.
 * @returns its words in their order.
 */
export function wordsIn(text: string): Word[] {
  const words: Word[] = [];
  const plain = text.replace(REFERENCE, (reference) => ' '.repeat(reference.length));
  for (const { segment, index, isWordLike } of segmenter.segment(plain)) {
    if (!isWordLike) continue;
    for (const match of segment.matchAll(PIECE)) {
      const exact = fold(match[0]);
      if (exact === '') continue;
      const begin = index + match.index;
      words.push({ exact, stems: stems(exact), begin, end: begin + match[0].length });
    }
  }
  return words;
}

// Accents are those of Latin letters (Unicode's Combining Diacritical Marks); elsewhere a mark is a letter's vowel.
function fold(word: string): string {
  return word
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .replaceAll('ß', 'ss')
    .normalize('NFC')
    .slice(0, LONGEST);
}

function stems(exact: string): readonly string[] {
  const known = stemsOf.get(exact);
  if (known) return known;
  const found = [...new Set([english(exact), german(exact)])].filter((stem) => stem !== '');
  const result = found.length > 0 ? found : [exact];
  stemsOf.set(exact, result);
  return result;
}
