const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const fullDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** Time of day, `14:05`. */
export const timeOfDay = (iso: string | number) => clock.format(new Date(iso));

/** Date and time in full, for titles and screen readers. */
export const exactTime = (iso: string | number) => exact.format(new Date(iso));

/** A date without its time. */
export const dateOnly = (iso: string | number) => fullDay.format(new Date(iso));

/**
 * How a day line names its day: Today, Yesterday, or weekday and date; with the year when it is another one.
 *
 * @param day local, `YYYY-MM-DD`.
 * @param now Unix milliseconds; replaced in tests.
 */
export function dayName(day: string, now = Date.now()): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date);
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  const days = Math.round((midnight.getTime() - at.getTime()) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return year === today.getFullYear() ? dayAndMonth.format(at) : fullDay.format(at);
}

/** How a message names its time beside the author: only the clock today, with the day before that. */
export function messageTime(iso: string, now = Date.now()): string {
  const at = new Date(iso);
  const today = new Date(now);
  return at.toDateString() === today.toDateString() ? timeOfDay(iso) : `${fullDay.format(at)}, ${timeOfDay(iso)}`;
}

/** How long ago, in the largest unit that fits: `5 minutes ago`. */
export function ago(iso: string, now = Date.now()): string {
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  const seconds = (Date.parse(iso) - now) / 1000;
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return 'just now';
}
