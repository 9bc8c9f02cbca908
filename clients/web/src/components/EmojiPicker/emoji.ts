import compact from 'emojibase-data/en/compact.json';

/** One emoji with what it is called. */
export interface EmojiEntry {
  emoji: string;
  name: string;
  /** Lower-case words that find it. */
  words: string;
}

/** A shelf of the picker. */
export interface EmojiGroup {
  name: string;
  /** Stands for the group on its tab. */
  mark: string;
  entries: EmojiEntry[];
}

/** emojibase's group numbers, in the picker's order; its group 2 holds skin tones, which are no emoji of their own. */
const GROUPS: [number, string, string][] = [
  [0, 'Smileys', '😀'],
  [1, 'People', '👋'],
  [3, 'Animals and nature', '🌿'],
  [4, 'Food and drink', '🍎'],
  [5, 'Travel', '🚲'],
  [6, 'Activities', '⚽'],
  [7, 'Objects', '💡'],
  [8, 'Symbols', '💟'],
  [9, 'Flags', '🏁'],
];

const entry = ({ unicode, label, tags }: (typeof compact)[number]): EmojiEntry => ({
  emoji: unicode,
  name: label,
  words: [label, ...(tags ?? [])].join(' ').toLowerCase(),
});

/** All emoji on their shelves. */
export const EMOJI_GROUPS: EmojiGroup[] = GROUPS.map(([group, name, mark]) => ({
  name,
  mark,
  entries: compact
    .filter((one) => one.group === group)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(entry),
}));

/**
 * Finds emoji whose words begin with every word of a query.
 *
 * @param groups those that are searched, in this order.
 * @param limit at most so many.
 */
export function findEmoji(query: string, groups: readonly EmojiGroup[] = EMOJI_GROUPS, limit = 90): EmojiEntry[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found: EmojiEntry[] = [];
  for (const { entries } of groups) {
    for (const one of entries) {
      const words = one.words.split(' ');
      if (wanted.every((part) => words.some((word) => word.startsWith(part)))) found.push(one);
      if (found.length === limit) return found;
    }
  }
  return found;
}
