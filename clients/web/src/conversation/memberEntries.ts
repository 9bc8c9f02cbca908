/** The lines of a member list: a heading above each group that has somebody in it, and the rows. */
export interface MemberEntries {
  /** How many lines there are. */
  count: number;
  /** The heading at a line; undefined when a row stands there. */
  headAt: (line: number) => string | undefined;
  /** The index of the row that stands at a line, or below the heading there. */
  rowAt: (line: number) => number;
}

const number = new Intl.NumberFormat();

/** A number as people read it, in groups of digits. */
export const grouped = (count: number) => number.format(count);

/**
 * Lays a member list out.
 *
 * @param total rows of the whole list.
 * @param online how many of them, the first ones, are not offline.
 */
export function memberEntries(total: number, online: number): MemberEntries {
  const offline = Math.max(0, total - online);
  const firstHead = online > 0 ? 0 : -1;
  // Below the first heading and its rows.
  const secondHead = offline > 0 ? online + firstHead + 1 : -1;
  const headsUpTo = (line: number) =>
    (firstHead >= 0 && line > firstHead ? 1 : 0) + (secondHead >= 0 && line > secondHead ? 1 : 0);
  return {
    count: total + (online > 0 ? 1 : 0) + (offline > 0 ? 1 : 0),
    headAt: (line) => {
      if (line === firstHead) return `Online · ${grouped(online)}`;
      return line === secondHead ? `Offline · ${grouped(offline)}` : undefined;
    },
    rowAt: (line) => line - headsUpTo(line),
  };
}
