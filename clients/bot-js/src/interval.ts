import ms from 'ms';

/** Milliseconds: the shortest and the longest time between two runs of a timer. The longest is what Node's timers hold. */
const SHORTEST = 100;
const LONGEST = 2 ** 31 - 1;

/**
 * Reads how often a timer runs.
 *
 * @param every milliseconds, or a text such as `30s`, `10m`, `2h`.
 * @returns milliseconds.
 * @throws RangeError when it is not a time between 0.1 seconds and 24 days.
 */
export function parseInterval(every: number | string): number {
  const milliseconds = typeof every === 'number' ? every : ms(every as ms.StringValue);
  if (milliseconds >= SHORTEST && milliseconds <= LONGEST) return milliseconds;
  throw new RangeError(`every must be milliseconds or a text such as '10m', 0.1 seconds to 24 days, not '${every}'.`);
}
