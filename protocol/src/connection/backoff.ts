/** Milliseconds of the first wait and of the longest. */
export const BACKOFF = { first: 500, longest: 30_000 } as const;

/**
 * How long to wait before the next try: exponential with full jitter, so that clients that lost a node together do not
 * come back together.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param attempt failed tries so far, from 0.
 * @param floor milliseconds that the server asked to wait at least. Those that it asked come back spread over as long
 *   again, so that it has not all of them at once a second time (SPEC [GW-52]).
 * @param random a number from 0 to 1; replaced in tests.
 * @returns milliseconds, `floor` to `floor` + 30 seconds, or to twice `floor` when that is more.
 */
export function backoffDelay(attempt: number, floor = 0, random: () => number = Math.random): number {
  const ceiling = Math.min(BACKOFF.longest, BACKOFF.first * 2 ** attempt);
  return floor + Math.round(Math.max(ceiling, floor) * random());
}
