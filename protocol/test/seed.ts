import { randomInt } from 'node:crypto';

/**
 * The seed of all generated tests: `COZY_SEED` to repeat a run, else a new one. It is printed, so that a failure can
 * be repeated.
 */
export const seed = process.env.COZY_SEED ? Number(process.env.COZY_SEED) : randomInt(2 ** 31);

console.log(`COZY_SEED=${seed}`);
