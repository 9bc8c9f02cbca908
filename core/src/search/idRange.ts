import { SNOWFLAKE_EPOCH } from '@cozy/protocol';

// All ids of messages have 19 digits, so that they compare as text: those made from 2022 to 2090.
const FIRST = 10n ** 18n;
const LAST = 10n ** 19n - 1n;

/**
 * The first id that could be made at a time. Of a time in which none could, the nearest.
 *
 * @param time Unix milliseconds.
 */
export function firstIdAt(time: number): string {
  const id = BigInt(Math.max(0, Math.trunc(time) - SNOWFLAKE_EPOCH)) << 22n;
  return String(id < FIRST ? FIRST : id > LAST ? LAST : id);
}
