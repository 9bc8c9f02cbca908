/** Milliseconds of the first wait and of the longest. */
export const BACKOFF = { first: 500, longest: 30_000 } as const;

/**
 * How long to wait before the next try: exponential with full jitter, so that clients that lost a node together do not
 * come back together.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param attempt failed tries so far, from 0.
 * @param floor milliseconds that the server asked to wait at least.
 * @param random a number from 0 to 1; replaced in tests.
 * @returns milliseconds, `floor` to `floor` + 30 seconds.
 */
export function backoffDelay(attempt: number, floor = 0, random: () => number = Math.random): number {
  const ceiling = Math.min(BACKOFF.longest, BACKOFF.first * 2 ** attempt);
  return floor + Math.round(ceiling * random());
}
