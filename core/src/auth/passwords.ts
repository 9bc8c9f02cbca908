import { availableParallelism } from 'node:os';
import { CozyError } from '@cozy/protocol';
import argon2 from 'argon2';
import pLimit from 'p-limit';

/**
 * OWASP's parameters for argon2id: 19 MiB, 2 passes, 1 lane.
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const PARAMETERS = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/**
 * Hashes at once. More than there are processors only makes each slower; libuv's pool, which file access shares, has
 * four threads, and one is left free. So log-ins take at most 3 × 19 MiB.
 */
const AT_ONCE = Math.max(1, Math.min(3, availableParallelism()));
/** Hashes that wait. At about 50 ms each on one core this is a wait of under 15 seconds; more are turned away. */
const WAITING = 256;

const limit = pLimit(AT_ONCE);

function limited<T>(work: () => Promise<T>): Promise<T> {
  if (limit.pendingCount >= WAITING) {
    throw new CozyError('UNAVAILABLE', {
      message: 'Too many people are logging in just now. Try again in a few seconds.',
      retryAfter: 5,
    });
  }
  return limit(work);
}

/** The hash of a password that nobody has, to compare with where there is no account; made when first needed. */
let nobody: Promise<string> | undefined;

/**
 * Hashes a password with argon2id and a salt of its own.
 *
 * @param password of any length; the schemas bound it.
 * @returns the hash with its parameters, in PHC string form.
 * @throws CozyError UNAVAILABLE when too many hashes wait already.
 */
export async function hashPassword(password: string): Promise<string> {
  return limited(() => argon2.hash(password, PARAMETERS));
}

/**
 * Compares a password with a stored hash.
 *
 * @param hash from `hashPassword`; undefined when there is no such account, which takes as long and is never right, so
 *   that the time of an answer does not tell which emails have accounts.
 * @throws CozyError UNAVAILABLE when too many hashes wait already.
 */
export async function verifyPassword(hash: string | undefined, password: string): Promise<boolean> {
  if (hash !== undefined) return limited(() => argon2.verify(hash, password));
  nobody ??= argon2.hash('', PARAMETERS);
  const stand = await nobody;
  await limited(() => argon2.verify(stand, password));
  return false;
}
