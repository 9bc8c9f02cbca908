/** Minutes in milliseconds. */
const MINUTE = 60_000;

type Day = readonly [year: number, month: number, day: number];

/** A stretch of time: from `begin` up to, but not including, `end`, in Unix milliseconds. */
export interface TimeRange {
  begin: number;
  end: number;
}

/**
 * The first days of a span of the calendar and of what follows it.
 *
 * @returns null when the text is no date, as 2024-02-31.
 */
function span(text: string, today: Day): [Day, Day] | null {
  const [year, month, day] = today;
  if (text === 'today') return [today, [year, month, day + 1]];
  if (text === 'yesterday') return [[year, month, day - 1], today];
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const [y, m, d] = [Number(match[1]), match[2] && Number(match[2]) - 1, match[3] && Number(match[3])];
  // Years before 100 would be read as of the last century.
  if (y < 1000) return null;
  if (typeof m !== 'number')
    return [
      [y, 0, 1],
      [y + 1, 0, 1],
    ];
  if (m < 0 || m > 11) return null;
  if (typeof d !== 'number')
    return [
      [y, m, 1],
      [y, m + 1, 1],
    ];
  if (d < 1 || new Date(Date.UTC(y, m, d)).getUTCMonth() !== m) return null;
  return [
    [y, m, d],
    [y, m, d + 1],
  ];
}

/** Whether a text is a date as `before:`, `after:` and `during:` take it: 2024, 2024-05, 2024-05-31, today, yesterday. */
export function isSearchDate(text: string): boolean {
  return span(text, [2024, 0, 1]) !== null;
}

/**
 * The time that a date of a query spans.
 *
 * @param text a date, as `isSearchDate` knows it.
 * @param now Unix milliseconds, for today and yesterday.
 * @param utcOffset minutes by which the asker's clock is ahead of UTC.
 * @throws RangeError when it is no date.
 */
export function searchTime(text: string, now: number, utcOffset: number): TimeRange {
  const there = new Date(now + utcOffset * MINUTE);
  const found = span(text, [there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate()]);
  if (!found) throw new RangeError(`${text} is not a date.`);
  const [begin, end] = found.map((day) => Date.UTC(...day) - utcOffset * MINUTE) as [number, number];
  return { begin, end };
}
