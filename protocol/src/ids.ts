import { Type } from '@sinclair/typebox';

/** Milliseconds between the Unix epoch and 2015-01-01T00:00:00Z, where Cozy's ids start (Discord's epoch). */
export const SNOWFLAKE_EPOCH = 1_420_070_400_000;
/** Node numbers fit in 10 bits: 0 to 1023. */
export const SNOWFLAKE_NODES = 1024;

const COUNTERS = 4096;

/** A snowflake: 42 bits of milliseconds, 10 bits of node, 12 bits of counter, as a decimal string of 17 to 20 digits. */
export const Snowflake = snowflakeOf('A snowflake id, as a decimal string');

/** A snowflake with words of its own about what it names. */
export function snowflakeOf(description: string) {
  return Type.String({ pattern: '^[1-9][0-9]{16,19}$', description });
}

/**
 * Makes a generator of ids that are unique within an instance and grow with time.
 *
 * @param node number of this process, 0 to 1023; no two live processes may share one.
 * @param now clock in Unix milliseconds; replaced in tests.
 * @returns a function that gives the next id. When 4096 ids were given in one millisecond, or the clock steps back, the
 *   generator borrows from the next millisecond, so ids stay unique and ordered.
 * @throws RangeError when the node number does not fit 10 bits.
 */
export function snowflakes(node: number, now: () => number = Date.now): () => string {
  if (!Number.isInteger(node) || node < 0 || node >= SNOWFLAKE_NODES) {
    throw new RangeError(`A snowflake node number is 0 to ${SNOWFLAKE_NODES - 1}, not ${node}.`);
  }
  let last = 0;
  let counter = 0;
  return () => {
    const time = now() - SNOWFLAKE_EPOCH;
    if (time > last) {
      last = time;
      counter = 0;
    } else if (++counter === COUNTERS) {
      last += 1;
      counter = 0;
    }
    return ((BigInt(last) << 22n) | (BigInt(node) << 12n) | BigInt(counter)).toString();
  };
}

/**
 * The time at which an id was made.
 *
 * @param id a snowflake.
 * @returns Unix milliseconds.
 */
export function snowflakeTime(id: string): number {
  return Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH;
}

/**
 * Orders two ids by age. Ids of different length compare by number, not by text.
 *
 * @returns a negative number when `a` is older than `b`, 0 when they are the same, else a positive number.
 */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
