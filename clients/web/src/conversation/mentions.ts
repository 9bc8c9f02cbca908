/** Someone who can be mentioned. */
export interface Mentionable {
  id: string;
  username: string;
  /** As shown here. */
  name: string;
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Turns names after an @ into `<@id>`, as the wire has them. Only whole names count, the longest first, so that
 * "@Ann Lee" is not taken for "@Ann".
 *
 * @param text as typed.
 * @param people those whom the names may mean; display names and usernames both count.
 */
export function encodeMentions(text: string, people: readonly Mentionable[]): string {
  if (!text.includes('@')) return text;
  const ids = new Map<string, string>();
  for (const { id, username } of people) ids.set(username.toLowerCase(), id);
  for (const { id, name } of people) ids.set(name.toLowerCase(), id);
  const names = [...ids.keys()]
    .filter((name) => text.toLowerCase().includes(`@${name}`))
    .sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}_<])@(${names.map(escapePattern).join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
  return text.replace(pattern, (whole, before: string, name: string) => {
    const id = ids.get(name.toLowerCase());
    return id ? `${before}<@${id}>` : whole;
  });
}

/** Turns `<@id>` back into names, for the composer. Ids without a name stay. */
export function decodeMentions(content: string, nameOf: (id: string) => string | undefined): string {
  return content.replace(/<@(\d{17,20})>/g, (whole, id: string) => {
    const name = nameOf(id);
    return name ? `@${name}` : whole;
  });
}

/** The mention that is being typed before the cursor: where it starts and what was typed; undefined when there is none. */
export function openMention(text: string, cursor: number): { start: number; query: string } | undefined {
  const match = /(?:^|[\s(])@([\p{L}\p{N}_. -]{0,32})$/u.exec(text.slice(0, cursor));
  if (!match) return undefined;
  const query = match[1] ?? '';
  return { start: cursor - query.length - 1, query };
}

/** People whose names or usernames begin with a query, best first: whole-name beginnings, then later words. */
export function matchPeople<P extends Mentionable>(people: readonly P[], query: string, limit = 8): P[] {
  const wanted = query.trim().toLowerCase();
  const score = ({ name, username }: Mentionable) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(wanted)) return 0;
    if (username.startsWith(wanted)) return 1;
    return lower.split(/\s+/).some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return people
    .map((person) => ({ person, rank: score(person) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name))
    .slice(0, limit)
    .map(({ person }) => person);
}
