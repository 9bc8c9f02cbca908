/** Someone or something that a message can name. */
export interface Mentionable {
  id: string;
  /** What it is; absent is a member. */
  kind?: 'role' | 'everyone' | 'channel' | 'emoji';
  /** Of a member; empty for all else. */
  username: string;
  /** As shown here. */
  name: string;
}

/** What an id in a text stands for. */
export type MentionKind = 'member' | 'role' | 'channel';

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const MARKS = { member: '@', role: '@&', channel: '#' } as const;
const ID = /<(@&|@|#)(\d{17,20})>/g;

/**
 * Turns names after an @ or # into `<@id>`, `<@&id>` and `<#id>`, as the wire has them. Only whole names count, the longest
 * first, so that "@Ann Lee" is not taken for "@Ann". Everyone stays as it is written.
 *
 * @param text as typed.
 * @param known those whom the names may mean. Of one name a member comes before a role, display names before usernames.
 */
export function encodeMentions(text: string, known: readonly Mentionable[]): string {
  const places = known.filter(({ kind }) => kind === 'channel');
  const people = known.filter(({ kind }) => kind !== 'channel' && kind !== 'everyone');
  const roles = people.filter(({ kind }) => kind === 'role');
  const members = people.filter(({ kind }) => kind === undefined);
  const named = new Map<string, string>();
  for (const { id, name } of roles) named.set(name.toLowerCase(), `<@&${id}>`);
  for (const { id, username } of members) named.set(username.toLowerCase(), `<@${id}>`);
  for (const { id, name } of members) named.set(name.toLowerCase(), `<@${id}>`);
  named.delete('everyone');
  const channels = new Map(places.map(({ id, name }) => [name.toLowerCase(), `<#${id}>`]));
  return replaceNames(replaceNames(text, '@', named), '#', channels);
}

function replaceNames(text: string, sign: '@' | '#', marks: ReadonlyMap<string, string>): string {
  if (!text.includes(sign)) return text;
  const names = [...marks.keys()]
    .filter((name) => text.toLowerCase().includes(`${sign}${name}`))
    .sort((a, b) => b.length - a.length);
  if (names.length === 0) return text;
  const pattern = new RegExp(
    `(^|[^\\p{L}\\p{N}_<&#])${sign}(${names.map(escapePattern).join('|')})(?![\\p{L}\\p{N}_])`,
    'giu',
  );
  return text.replace(pattern, (whole, before: string, name: string) => {
    const mark = marks.get(name.toLowerCase());
    return mark ? before + mark : whole;
  });
}

/** Turns `<@id>`, `<@&id>` and `<#id>` back into names, for the composer. Ids without a name stay. */
export function decodeMentions(
  content: string,
  nameOf: (id: string, kind?: MentionKind) => string | undefined,
): string {
  return content.replace(ID, (whole, mark: string, id: string) => {
    const kind = mark === '@' ? 'member' : mark === '@&' ? 'role' : 'channel';
    const name = nameOf(id, kind);
    return name ? MARKS[kind].charAt(0) + name : whole;
  });
}

/**
 * The name that is being typed before the cursor: its sign, where it starts and what was typed; undefined when there is
 * none.
 */
export function openMention(
  text: string,
  cursor: number,
): { sign: '@' | '#' | ':'; start: number; query: string } | undefined {
  const match =
    /(?:^|[\s(])(?:(@)([\p{L}\p{N}_. -]{0,32})|(#)([\p{L}\p{N}_-]{0,64})|(:)([\p{L}\p{N}_+-]{2,32}))$/u.exec(
      text.slice(0, cursor),
    );
  if (!match) return undefined;
  const query = match[2] ?? match[4] ?? match[6] ?? '';
  return { sign: match[1] ? '@' : match[3] ? '#' : ':', start: cursor - query.length - 1, query };
}

/** Those whose names or usernames begin with a query, best first: whole-name beginnings, then later words. */
export function matchPeople<P extends Mentionable>(people: readonly P[], query: string, limit = 8): P[] {
  const wanted = query.trim().toLowerCase();
  const score = ({ name, username }: Mentionable) => {
    const lower = name.toLowerCase();
    if (lower.startsWith(wanted)) return 0;
    if (username.startsWith(wanted) && username !== '') return 1;
    return lower.split(/[\s_-]+/).some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return people
    .map((person) => ({ person, rank: score(person) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name))
    .slice(0, limit)
    .map(({ person }) => person);
}
