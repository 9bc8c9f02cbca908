/** A piece of a message's text: a hit, or what stands beside it. */
export interface SnippetPiece {
  text: string;
  hit: boolean;
}

/** Characters that are shown before the first hit, and in all. */
const BEFORE = 60;
const LENGTH = 260;
/** Markdown's marks that would only be in the way. */
const EMPHASIS = /\*\*|__|~~|`+/g;
const REFERENCE = /<(@&?|#)(\d{17,20})>/g;

/**
 * Cuts a message's text to what surrounds its first hit, on one line.
 *
 * @param content of the message.
 * @param highlights begin and end of each hit in it, in order and apart from each other, as message.search gives them.
 * @param nameOf gives the text for `<@id>`, `<@&id>` or `<#id>`; it is given the mark before the id, and the id.
 */
export function snippet(
  content: string,
  highlights: readonly (readonly [number, number])[],
  nameOf: (mark: string, id: string) => string,
): SnippetPiece[] {
  const begin = beginning(content, highlights[0]?.[0] ?? 0);
  const end = Math.min(content.length, begin + LENGTH);
  const pieces: SnippetPiece[] = begin > 0 ? [{ text: '… ', hit: false }] : [];
  const add = (from: number, to: number, hit: boolean) => {
    if (from >= to) return;
    const plain = content.slice(from, to).replaceAll(EMPHASIS, '');
    const text = plain.replace(REFERENCE, (_, mark: string, id: string) => nameOf(mark, id));
    pieces.push({ text: text.replaceAll(/\s+/g, ' '), hit });
  };
  let at = begin;
  for (const [from, to] of highlights) {
    if (from >= end) break;
    add(at, from, false);
    add(Math.max(at, from), Math.min(to, end), true);
    at = Math.max(at, to);
  }
  add(at, end, false);
  if (end < content.length) pieces.push({ text: ' …', hit: false });
  return pieces;
}

// Where a word begins, so that none is cut.
function beginning(content: string, first: number): number {
  if (first <= BEFORE) return 0;
  const space = content.slice(first - BEFORE, first).search(/\s/);
  return space < 0 ? first - BEFORE : first - BEFORE + space + 1;
}
